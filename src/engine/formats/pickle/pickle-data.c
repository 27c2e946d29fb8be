/* SPDX-License-Identifier: MIT */
/*
 * The vocabulary of pickles of images and labels: the names of NumPy, classes that are plain
 * dictionaries, such as scikit-learn's Bunch, and the arrays of joblib, whose bytes follow their
 * description in the file.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "pickle-data.h"

#include "error.h"
#include "pickle-numpy.h"

#include <glib/gi18n-lib.h>

/* The role of a name. */
typedef enum
{
  ROLE_DICT,          /* a kind of dictionary */
  ROLE_RECONSTRUCTOR, /* makes an object of the class in its arguments */
  ROLE_WRAPPER,       /* an array whose bytes follow */
} Role;

static const struct
{
  const char *module;
  const char *name;
  Role role;
} names[] = {
  { "collections", "OrderedDict", ROLE_DICT },
  { "__builtin__", "dict", ROLE_DICT },
  { "builtins", "dict", ROLE_DICT },
  { "sklearn.utils._bunch", "Bunch", ROLE_DICT },
  { "sklearn.utils", "Bunch", ROLE_DICT },
  { "sklearn.datasets.base", "Bunch", ROLE_DICT },
  { "copy_reg", "_reconstructor", ROLE_RECONSTRUCTOR },
  { "copyreg", "_reconstructor", ROLE_RECONSTRUCTOR },
  { "joblib.numpy_pickle", "NumpyArrayWrapper", ROLE_WRAPPER },
  { "sklearn.externals.joblib.numpy_pickle", "NumpyArrayWrapper", ROLE_WRAPPER },
};

static gboolean
set_damaged_error (GError **error, const char *message)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED, message);
  return FALSE;
}

static gboolean
find_global (const char *module, const char *name, guint *global)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (module, names[i].module) && g_str_equal (name, names[i].name))
      {
        *global = BP_PICKLE_N_GLOBALS + i;
        return TRUE;
      }
  return bp_pickle_global_find (module, name, global);
}

static gboolean
has_role (const BpPickleValue *value, Role role)
{
  return value->type == BP_PICKLE_GLOBAL && value->global >= BP_PICKLE_N_GLOBALS &&
         names[value->global - BP_PICKLE_N_GLOBALS].role == role;
}

static gboolean
instantiate (BpPickleHeap *heap, const BpPickleValue *class, BpPickleValue *result, GError **error)
{
  if (has_role (class, ROLE_DICT))
    return bp_pickle_new_object (heap, BP_PICKLE_DICT, result, error);
  if (!has_role (class, ROLE_WRAPPER))
    return set_damaged_error (
        error, _ ("it has an object of a class that is neither a dictionary nor an array"));
  return bp_pickle_new_object (heap, BP_PICKLE_ARRAY, result, error);
}

static gboolean
reduce (BpPickleHeap *heap,
        BpPickleDeferred *deferred,
        const BpPickleValue *callable,
        const BpPickleValue *arguments,
        BpPickleValue *result,
        GError **error)
{
  const BpPickleSequence *sequence = arguments->sequence;

  if (callable->type != BP_PICKLE_GLOBAL || callable->global < BP_PICKLE_N_GLOBALS)
    return bp_pickle_reduce (heap, deferred, callable, arguments, result, error);
  if (arguments->type != BP_PICKLE_TUPLE || sequence->numbers.count > 0)
    return set_damaged_error (error, _ ("it has a call without arguments"));
  if (has_role (callable, ROLE_DICT))
    return bp_pickle_new_object (heap, BP_PICKLE_DICT, result, error);
  if (!has_role (callable, ROLE_RECONSTRUCTOR) || sequence->n_items < 1)
    return set_damaged_error (error, _ ("it has a call of a name that cannot be called"));
  /* (class, base, state): the state holds the items of a dictionary. */
  if (has_role (&sequence->items[0], ROLE_DICT) && sequence->n_items == 3 &&
      sequence->items[2].type == BP_PICKLE_DICT)
    {
      *result = sequence->items[2];
      return TRUE;
    }
  return instantiate (heap, &sequence->items[0], result, error);
}

/* The value of a key in a dictionary, or %NULL. */
static const BpPickleValue *
find_in_dict (const BpPickleSequence *dict, const char *key)
{
  for (gsize i = 0; i + 1 < dict->n_items; i += 2)
    if (bp_pickle_value_is_text (&dict->items[i], key))
      return &dict->items[i + 1];
  return NULL;
}

/* Reads the description of an array from joblib's wrapper. */
static gboolean
build_wrapper (BpPickleHeap *heap,
               BpPickleArray *array,
               const BpPickleSequence *state,
               GError **error)
{
  const BpPickleValue *shape = find_in_dict (state, "shape");
  const BpPickleValue *dtype = find_in_dict (state, "dtype");
  const BpPickleValue *order = find_in_dict (state, "order");
  const BpPickleValue *alignment = find_in_dict (state, "numpy_array_alignment_bytes");

  if (shape == NULL || dtype == NULL || order == NULL)
    return set_damaged_error (error, _ ("it has an array with an invalid description for joblib"));
  return bp_pickle_array_set_inline (heap, array, shape, dtype,
                                     bp_pickle_value_is_text (order, "F"),
                                     alignment != NULL && alignment->type == BP_PICKLE_INTEGER,
                                     error);
}

static gboolean
build (BpPickleHeap *heap,
       BpPickleDeferred *deferred,
       const BpPickleValue *object,
       const BpPickleValue *state,
       GError **error)
{
  /* Attributes of a dictionary object are ignored. */
  if (object->type == BP_PICKLE_DICT)
    return TRUE;
  if (object->type == BP_PICKLE_ARRAY && state->type == BP_PICKLE_DICT)
    return build_wrapper (heap, object->array, state->sequence, error);
  return bp_pickle_build (heap, deferred, object, state, error);
}

/* A table of pandas is read as a text. */
static const char *
advise (const char *module)
{
  return g_str_has_prefix (module, "pandas.") ? _ ("save the table with to_csv()") : NULL;
}

const BpPickleVocabulary bp_pickle_data_vocabulary = {
  .unknown_name = N_ (
      "its pickle asks for %s at byte %ju, which no images and labels need; nothing of it was run"),
  .unknown_opcode = N_ ("its pickle has the opcode %s at byte %ju, which no images and labels "
                        "need; nothing of it was run"),
  .advise = advise,
  .find_global = find_global,
  .reduce = reduce,
  .build = build,
  .instantiate = instantiate,
};
