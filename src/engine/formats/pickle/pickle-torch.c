/* SPDX-License-Identifier: MIT */
/*
 * The vocabulary of pickles of PyTorch, without PyTorch: tensors, which are views of storages
 * elsewhere in the archive, dictionaries of them, and the modules of plain networks by the names of
 * their classes. The names of NumPy are included, as checkpoints contain some.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "pickle-torch.h"

#include "error.h"
#include "pickle-numpy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The role of a name. */
typedef enum
{
  ROLE_NAME,    /* only referred to, never called */
  ROLE_DICT,    /* returns an empty dictionary */
  ROLE_CONTENT, /* returns its first argument */
  ROLE_NOTHING, /* returns a value that is not used */
  ROLE_TENSOR,  /* returns a tensor */
  ROLE_STORAGE, /* the type of a storage */
  ROLE_MODULE,  /* the class of an object */
} Role;

typedef struct
{
  const char *module;
  const char *name;
  Role role;
  BpNumberType type; /* of a storage */
  gboolean is_brain_float;
} Name;

#define STORAGE(name, kind, size)                                                         \
  {                                                                                       \
    "torch", name "Storage", ROLE_STORAGE, { kind, size, FALSE }, .is_brain_float = FALSE \
  }

#define MODULE(module, name)                              \
  {                                                       \
    "torch.nn.modules." module, name, .role = ROLE_MODULE \
  }

static const Name names[] = {
  { "collections", "OrderedDict", .role = ROLE_DICT },
  { "collections", "defaultdict", .role = ROLE_DICT },
  { "__builtin__", "dict", .role = ROLE_DICT },
  { "builtins", "dict", .role = ROLE_DICT },
  { "__builtin__", "set", .role = ROLE_CONTENT },
  { "builtins", "set", .role = ROLE_CONTENT },
  { "torch", "Size", .role = ROLE_CONTENT },
  { "torch", "device", .role = ROLE_NOTHING },
  { "torch._utils", "_rebuild_tensor_v2", .role = ROLE_TENSOR },
  { "torch._utils", "_rebuild_parameter", .role = ROLE_CONTENT },

  STORAGE ("Double", BP_NUMBER_FLOAT, 8),
  STORAGE ("Float", BP_NUMBER_FLOAT, 4),
  STORAGE ("Half", BP_NUMBER_FLOAT, 2),
  { "torch", "BFloat16Storage", ROLE_STORAGE, { BP_NUMBER_FLOAT, 2, FALSE }, TRUE },
  STORAGE ("Long", BP_NUMBER_SIGNED, 8),
  STORAGE ("Int", BP_NUMBER_SIGNED, 4),
  STORAGE ("Short", BP_NUMBER_SIGNED, 2),
  STORAGE ("Char", BP_NUMBER_SIGNED, 1),
  STORAGE ("Byte", BP_NUMBER_UNSIGNED, 1),
  STORAGE ("Bool", BP_NUMBER_UNSIGNED, 1),

  MODULE ("container", "Sequential"),
  MODULE ("linear", "Linear"),
  MODULE ("linear", "Identity"),
  MODULE ("flatten", "Flatten"),
  MODULE ("dropout", "Dropout"),
  MODULE ("activation", "ReLU"),
  MODULE ("activation", "LeakyReLU"),
  MODULE ("activation", "Tanh"),
  MODULE ("activation", "Sigmoid"),
  MODULE ("activation", "GELU"),
  MODULE ("activation", "Softmax"),
  MODULE ("activation", "LogSoftmax"),

  { "torch.nn.parallel.data_parallel", "DataParallel", .role = ROLE_MODULE },
  { "torch.utils.data.dataset", "TensorDataset", .role = ROLE_MODULE },
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

/* The entry of a name of PyTorch, or %NULL. */
static const Name *
get_name (const BpPickleValue *value)
{
  return value->type == BP_PICKLE_GLOBAL && value->global >= BP_PICKLE_N_GLOBALS
             ? &names[value->global - BP_PICKLE_N_GLOBALS]
             : NULL;
}

static gboolean
get_unsigned (const BpPickleValue *value, guint64 *number)
{
  if (value->type != BP_PICKLE_INTEGER || value->integer < 0)
    return FALSE;
  *number = (guint64) value->integer;
  return TRUE;
}

/* Reads a tuple of at most @max numbers. */
static gboolean
get_numbers (const BpPickleValue *value, guint64 *numbers, guint *count)
{
  const BpPickleSequence *sequence = value->sequence;

  if (value->type != BP_PICKLE_TUPLE || sequence->numbers.count > 0 ||
      sequence->n_items > BP_PICKLE_TENSOR_MAX_DIMS)
    return FALSE;
  *count = (guint) sequence->n_items;
  for (guint i = 0; i < *count; i++)
    if (!get_unsigned (&sequence->items[i], &numbers[i]))
      return FALSE;
  return TRUE;
}

/* Whether all numbers of a tensor are in its storage, and the storage has at least as many: a
 * tensor that repeats numbers, with a stride of 0, could be larger than any file. */
static gboolean
is_inside (const BpPickleTensor *tensor)
{
  guint64 last = tensor->offset;
  guint64 count = 1;

  for (guint i = 0; i < tensor->n_dims; i++)
    {
      guint64 length;

      /* An empty tensor is always inside. */
      if (tensor->sizes[i] == 0)
        return TRUE;
      if (!g_uint64_checked_mul (&length, tensor->sizes[i] - 1, tensor->strides[i]) ||
          !g_uint64_checked_add (&last, last, length) ||
          !g_uint64_checked_mul (&count, count, tensor->sizes[i]))
        return FALSE;
    }
  return last < tensor->storage->count && count <= tensor->storage->count;
}

/* (storage, offset, size, stride, requires_grad, hooks). */
static gboolean
make_tensor (BpPickleHeap *heap,
             const BpPickleSequence *arguments,
             BpPickleValue *result,
             GError **error)
{
  const BpPickleValue *items = arguments->items;
  BpPickleTensor tensor = { NULL };
  guint n_strides;

  if (arguments->n_items < 4 || items[0].type != BP_PICKLE_STORAGE ||
      !get_unsigned (&items[1], &tensor.offset) ||
      !get_numbers (&items[2], tensor.sizes, &tensor.n_dims) ||
      !get_numbers (&items[3], tensor.strides, &n_strides) || n_strides != tensor.n_dims)
    return set_damaged_error (error, _ ("it has a tensor with an invalid description for PyTorch"));

  tensor.storage = items[0].storage;
  if (!is_inside (&tensor))
    return set_damaged_error (error, _ ("it has a tensor with numbers outside of its storage"));
  if (!bp_pickle_new_object (heap, BP_PICKLE_TENSOR, result, error))
    return FALSE;
  *result->tensor = tensor;
  return TRUE;
}

static gboolean
reduce (BpPickleHeap *heap,
        BpPickleDeferred *deferred,
        const BpPickleValue *callable,
        const BpPickleValue *arguments,
        BpPickleValue *result,
        GError **error)
{
  const Name *name = get_name (callable);

  if (name == NULL)
    return bp_pickle_reduce (heap, deferred, callable, arguments, result, error);
  if (arguments->type != BP_PICKLE_TUPLE || arguments->sequence->numbers.count > 0)
    return set_damaged_error (error, _ ("it has a call without arguments"));

  switch (name->role)
    {
    case ROLE_DICT:
      return bp_pickle_new_object (heap, BP_PICKLE_DICT, result, error);
    case ROLE_TENSOR:
      return make_tensor (heap, arguments->sequence, result, error);
    case ROLE_CONTENT:
      if (arguments->sequence->n_items < 1)
        return set_damaged_error (error, _ ("it has a call that lacks its argument"));
      *result = arguments->sequence->items[0];
      return TRUE;
    case ROLE_NOTHING:
      *result = (BpPickleValue){ .type = BP_PICKLE_NONE };
      return TRUE;
    case ROLE_NAME:
    case ROLE_STORAGE:
    case ROLE_MODULE:
    default:
      return set_damaged_error (error, _ ("it has a call of a name that cannot be called"));
    }
}

static gboolean
build (BpPickleHeap *heap,
       BpPickleDeferred *deferred,
       const BpPickleValue *object,
       const BpPickleValue *state,
       GError **error)
{
  /* The state of a state dictionary has the versions of its modules. */
  if (object->type == BP_PICKLE_DICT)
    return TRUE;
  if (object->type != BP_PICKLE_INSTANCE)
    return bp_pickle_build (heap, deferred, object, state, error);
  if (state->type != BP_PICKLE_DICT)
    return set_damaged_error (error, _ ("it has a module with a state that is not a dictionary"));
  object->instance->state = *state;
  return TRUE;
}

static gboolean
instantiate (BpPickleHeap *heap, const BpPickleValue *class, BpPickleValue *result, GError **error)
{
  const Name *name = get_name (class);

  if (name == NULL || name->role != ROLE_MODULE)
    return set_damaged_error (error, _ ("it has an object of a class that is not a module"));
  if (!bp_pickle_new_object (heap, BP_PICKLE_INSTANCE, result, error))
    return FALSE;
  result->instance->class = class->global;
  result->instance->state.type = BP_PICKLE_MARK;
  return TRUE;
}

/* ("storage", type, key, location, count). */
static gboolean
load (BpPickleHeap *heap, const BpPickleValue *id, BpPickleValue *result, GError **error)
{
  const BpPickleSequence *parts = id->sequence;
  const Name *name;
  guint64 count;

  if (id->type != BP_PICKLE_TUPLE || parts->numbers.count > 0 || parts->n_items < 5 ||
      !bp_pickle_value_is_text (&parts->items[0], "storage") ||
      (name = get_name (&parts->items[1])) == NULL || name->role != ROLE_STORAGE ||
      parts->items[2].type != BP_PICKLE_TEXT || !get_unsigned (&parts->items[4], &count))
    return set_damaged_error (error,
                              _ ("it has a storage with an invalid description for PyTorch"));

  if (!bp_pickle_new_object (heap, BP_PICKLE_STORAGE, result, error))
    return FALSE;
  *result->storage = (BpPickleStorage){
    .key = parts->items[2].text,
    .count = count,
    .is_brain_float = name->is_brain_float,
    .type = name->type,
  };
  return TRUE;
}

static const char *
advise (const char *module G_GNUC_UNUSED)
{
  return _ (
      "save the weights alone, with torch.save (model.state_dict (), …), or images and labels "
      "as tensors, with torch.save ((images, labels), …)");
}

/* The vocabulary for bp_pickle_read() of a "data.pkl" of PyTorch. */
const BpPickleVocabulary bp_pickle_torch_vocabulary = {
  .unknown_name = N_ ("its pickle asks for %s at byte %ju, which no tensors of a plain network "
                      "need; nothing of it was run"),
  .unknown_opcode = N_ ("its pickle has the opcode %s at byte %ju, which no tensors of a plain "
                        "network need; nothing of it was run"),
  .advise = advise,
  .find_global = find_global,
  .reduce = reduce,
  .build = build,
  .instantiate = instantiate,
  .load = load,
};

/**
 * bp_pickle_torch_get_class_name:
 * @instance: an object of a pickle that was read with the vocabulary of PyTorch
 *
 * Returns: (transfer none): the name of its class, as in "Linear"
 */
const char *
bp_pickle_torch_get_class_name (const BpPickleInstance *instance)
{
  return names[instance->class - BP_PICKLE_N_GLOBALS].name;
}
