/* SPDX-License-Identifier: MIT */
#include "pickle-numpy.h"

#include "error.h"

#include <glib/gi18n-lib.h>

static gboolean
set_damaged_error (GError **error, const char *message)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED, message);
  return FALSE;
}

/**
 * bp_pickle_global_find:
 * @module: a Python module's name
 * @name: a name in it
 * @global: (out): its #BpPickleGlobal
 *
 * Returns: %FALSE where the name is unknown
 */
gboolean
bp_pickle_global_find (const char *module, const char *name, guint *global)
{
  static const struct
  {
    const char *module;
    const char *name;
    BpPickleGlobal global;
  } globals[] = {
    { "numpy.core.multiarray", "_reconstruct", BP_PICKLE_GLOBAL_RECONSTRUCT },
    { "numpy._core.multiarray", "_reconstruct", BP_PICKLE_GLOBAL_RECONSTRUCT },
    { "numpy.core.multiarray", "scalar", BP_PICKLE_GLOBAL_SCALAR },
    { "numpy._core.multiarray", "scalar", BP_PICKLE_GLOBAL_SCALAR },
    { "numpy.core.numeric", "_frombuffer", BP_PICKLE_GLOBAL_FROMBUFFER },
    { "numpy._core.numeric", "_frombuffer", BP_PICKLE_GLOBAL_FROMBUFFER },
    { "numpy", "ndarray", BP_PICKLE_GLOBAL_NDARRAY },
    { "numpy", "dtype", BP_PICKLE_GLOBAL_DTYPE },
    { "_codecs", "encode", BP_PICKLE_GLOBAL_ENCODE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (globals); i++)
    if (g_str_equal (module, globals[i].module) && g_str_equal (name, globals[i].name))
      {
        *global = globals[i].global;
        return TRUE;
      }
  return FALSE;
}

static gboolean
make_dtype (BpPickleHeap *heap,
            const BpPickleSequence *arguments,
            BpPickleValue *result,
            GError **error)
{
  if (arguments->n_items < 1 || arguments->items[0].type != BP_PICKLE_TEXT)
    return set_damaged_error (error, _ ("it has a type of numbers without a name"));
  if (!bp_pickle_new_object (heap, BP_PICKLE_DTYPE, result, error))
    return FALSE;

  const char *name = arguments->items[0].text->bytes;

  result->dtype->is_number = bp_number_type_parse (&result->dtype->type, name);
  result->dtype->is_object = name[0] == 'O';
  return TRUE;
}

/* Makes a scalar of NumPy. */
static gboolean
make_scalar (const BpPickleSequence *arguments, BpPickleValue *result, GError **error)
{
  double number;

  if (arguments->n_items != 2 || arguments->items[0].type != BP_PICKLE_DTYPE ||
      !arguments->items[0].dtype->is_number || arguments->items[1].type != BP_PICKLE_TEXT ||
      arguments->items[1].text->length != arguments->items[0].dtype->type.size)
    return set_damaged_error (error, _ ("it has a number of an unknown type"));

  bp_number_type_decode (&arguments->items[0].dtype->type,
                         (const guint8 *) arguments->items[1].text->bytes, 1, &number);
  *result = (BpPickleValue){ .type = BP_PICKLE_REAL, .real = number };
  return TRUE;
}

static gboolean
make_array_from_buffer (BpPickleHeap *heap,
                        BpPickleDeferred *deferred,
                        const BpPickleSequence *arguments,
                        BpPickleValue *result,
                        GError **error)
{
  if (arguments->n_items != 4)
    return set_damaged_error (error, _ ("it has an array with an invalid description for NumPy"));

  const BpPickleValue *items = arguments->items;

  return bp_pickle_new_object (heap, BP_PICKLE_ARRAY, result, error) &&
         bp_pickle_array_set (heap, deferred, result->array, &items[2], &items[1],
                              bp_pickle_value_is_text (&items[3], "F"), &items[0], error);
}

/**
 * bp_pickle_reduce:
 * @heap: the heap for @result
 * @deferred: gets an array whose bytes must be read in a second pass
 * @callable: the name that a pickle calls
 * @arguments: of the call
 * @result: (out): the result of the call
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_UNSUPPORTED, %BP_ERROR_TOO_LARGE,
 *   %BP_ERROR_NO_MEMORY
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_reduce (BpPickleHeap *heap,
                  BpPickleDeferred *deferred,
                  const BpPickleValue *callable,
                  const BpPickleValue *arguments,
                  BpPickleValue *result,
                  GError **error)
{
  if (callable->type != BP_PICKLE_GLOBAL || arguments->type != BP_PICKLE_TUPLE ||
      arguments->sequence->numbers.count > 0)
    return set_damaged_error (error, _ ("it has a call of something that cannot be called"));

  const BpPickleSequence *sequence = arguments->sequence;

  switch (callable->global)
    {
    case BP_PICKLE_GLOBAL_RECONSTRUCT:
      return bp_pickle_new_object (heap, BP_PICKLE_ARRAY, result, error);
    case BP_PICKLE_GLOBAL_DTYPE:
      return make_dtype (heap, sequence, result, error);
    case BP_PICKLE_GLOBAL_SCALAR:
      return make_scalar (sequence, result, error);
    case BP_PICKLE_GLOBAL_FROMBUFFER:
      return make_array_from_buffer (heap, deferred, sequence, result, error);
    case BP_PICKLE_GLOBAL_ENCODE:
      /* Bytes that Python 3 wrote as text for Python 2; the text is already stored as bytes. */
      if (sequence->n_items != 2 || (sequence->items[0].type != BP_PICKLE_TEXT &&
                                     sequence->items[0].type != BP_PICKLE_PAYLOAD))
        return set_damaged_error (error, _ ("it has an encoding of something that is not text"));
      *result = sequence->items[0];
      return TRUE;
    case BP_PICKLE_GLOBAL_NDARRAY:
    default:
      return set_damaged_error (error, _ ("it has a call of a name that cannot be called"));
    }
}

static gboolean
build_dtype (BpPickleDtype *dtype, const BpPickleSequence *state, GError **error)
{
  if (state->n_items < 5 || state->items[1].type != BP_PICKLE_TEXT)
    return set_damaged_error (error,
                              _ ("it has a type of numbers with an invalid description for NumPy"));

  char order = state->items[1].text->bytes[0];

  if (order == '<' || order == '>')
    dtype->type.is_big_endian = order == '>';
  /* Compound types. */
  if (state->items[2].type != BP_PICKLE_NONE || state->items[3].type != BP_PICKLE_NONE)
    dtype->is_number = FALSE;
  return TRUE;
}

static gboolean
build_array (BpPickleHeap *heap,
             BpPickleDeferred *deferred,
             BpPickleArray *array,
             const BpPickleSequence *state,
             GError **error)
{
  /* NumPy before 1.0 wrote no version. */
  if (state->n_items != 5 && state->n_items != 4)
    return set_damaged_error (error, _ ("it has an array with an invalid description for NumPy"));

  const BpPickleValue *items = state->items + (state->n_items - 4);

  return bp_pickle_array_set (heap, deferred, array, &items[0], &items[1],
                              items[2].type == BP_PICKLE_INTEGER && items[2].integer != 0,
                              &items[3], error);
}

/**
 * bp_pickle_build:
 * @heap: the heap of @object
 * @deferred: gets an array whose bytes must be read in a second pass
 * @object: the object
 * @state: its state
 * @error: as of bp_pickle_reduce()
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_build (BpPickleHeap *heap,
                 BpPickleDeferred *deferred,
                 const BpPickleValue *object,
                 const BpPickleValue *state,
                 GError **error)
{
  if (state->type != BP_PICKLE_TUPLE || state->sequence->numbers.count > 0)
    return set_damaged_error (error, _ ("it has an object with a state that no array has"));

  if (object->type == BP_PICKLE_DTYPE)
    return build_dtype (object->dtype, state->sequence, error);
  if (object->type == BP_PICKLE_ARRAY)
    return build_array (heap, deferred, object->array, state->sequence, error);
  return set_damaged_error (
      error, _ ("it has an object with a state that is neither an array nor its type"));
}
