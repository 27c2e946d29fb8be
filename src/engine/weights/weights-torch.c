/* SPDX-License-Identifier: MIT */
/*
 * Reads networks from PyTorch files (.pt, .pth): a state dictionary, a checkpoint that contains
 * one, or a whole Sequential module. A state dictionary does not name the activation. A module
 * does, and every module in it must be supported.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-torch.h"

#include "error.h"
#include "pickle-torch.h"
#include "torch-file.h"
#include "weights-activation.h"
#include "weights-chain.h"
#include "weights-metadata.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The most entries of a dictionary that are read; a network of 16 layers has 32. */
#define MAX_ENTRIES 4096

/* The deepest nesting of Sequential modules. */
#define MAX_DEPTH 8

/* PyTorch's default slope of leaky ReLU. */
#define LEAKY_SLOPE 0.01

/* The arrays of a network, and their tensors. */
typedef struct
{
  BpTorchFile *file;
  GArray *arrays;     /* of BpWeightsArray */
  GPtrArray *tensors; /* of BpPickleTensor, borrowed */
  GPtrArray *names;   /* owned */
} Tensors;

static void
tensors_init (Tensors *self, BpTorchFile *file)
{
  self->file = file;
  self->arrays = g_array_new (FALSE, FALSE, sizeof (BpWeightsArray));
  self->tensors = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
}

static void
tensors_clear (Tensors *self)
{
  g_clear_pointer (&self->arrays, g_array_unref);
  g_clear_pointer (&self->tensors, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tensors, tensors_clear)

static BpTorchFile *
open_file (const BpWeightsSource *source, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (source->path != NULL)
    return bp_torch_file_open (source->path, error);
  bytes = bp_weights_source_read_all (source, source->length, error);
  return bytes != NULL ? bp_torch_file_open_bytes (bytes, error) : NULL;
}

/* Takes ownership of @name. */
static gboolean
add_tensor (Tensors *self, char *name, const BpPickleTensor *tensor, GError **error)
{
  BpWeightsArray array = {
    .name = name,
    .kind = tensor->storage->type.kind == BP_NUMBER_FLOAT ? BP_WEIGHTS_ARRAY_FLOAT
                                                          : BP_WEIGHTS_ARRAY_INTEGER,
    .n_dims = tensor->n_dims,
  };

  G_STATIC_ASSERT (BP_PICKLE_TENSOR_MAX_DIMS <= BP_WEIGHTS_ARRAY_MAX_DIMS);
  memcpy (array.dims, tensor->sizes, sizeof tensor->sizes);
  g_ptr_array_add (self->names, name);
  g_ptr_array_add (self->tensors, (gpointer) tensor);
  g_array_append_val (self->arrays, array);
  return bp_torch_file_check (self->file, tensor, error);
}

/* A #BpWeightsReadFunc. */
static gboolean
read_tensor (gpointer data, guint index, float *values, GError **error)
{
  Tensors *self = data;
  const BpPickleTensor *tensor = g_ptr_array_index (self->tensors, index);
  gsize count = (gsize) bp_pickle_tensor_count (tensor);
  g_autofree double *numbers = g_try_new (double, MAX (count, 1));

  if (numbers == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is no memory for its weights"));
      return FALSE;
    }
  if (!bp_torch_file_read_numbers (self->file, tensor, numbers, error))
    return FALSE;
  for (gsize i = 0; i < count; i++)
    values[i] = (float) numbers[i];
  return TRUE;
}

static const BpWeightsArray *
get_arrays (const Tensors *self)
{
  return (const BpWeightsArray *) (const void *) self->arrays->data;
}

/* --- Dictionaries --- */

/* The entries of a dictionary as keys and values, or %NULL where @value is not a dictionary. */
static const BpPickleValue *
get_entries (const BpPickleValue *value, gsize *n_entries)
{
  *n_entries = 0;
  if (value->type != BP_PICKLE_DICT || value->sequence->n_items / 2 > MAX_ENTRIES)
    return NULL;
  *n_entries = value->sequence->n_items / 2;
  return value->sequence->items;
}

static const BpPickleValue *
find_entry (const BpPickleValue *dict, const char *key)
{
  gsize n_entries;
  const BpPickleValue *entries = get_entries (dict, &n_entries);

  for (gsize i = 0; entries != NULL && i < n_entries; i++)
    if (bp_pickle_value_is_text (&entries[2 * i], key))
      return &entries[2 * i + 1];
  return NULL;
}

/* Whether @value is a dictionary of names and tensors, and nothing else. */
static gboolean
is_state_dict (const BpPickleValue *value)
{
  gsize n_entries;
  const BpPickleValue *entries = get_entries (value, &n_entries);

  for (gsize i = 0; entries != NULL && i < n_entries; i++)
    if (entries[2 * i].type != BP_PICKLE_TEXT || entries[2 * i + 1].type != BP_PICKLE_TENSOR)
      return FALSE;
  return entries != NULL && n_entries > 0;
}

static gboolean
is_network (const BpPickleValue *value)
{
  return is_state_dict (value) || value->type == BP_PICKLE_INSTANCE;
}

static char *
dup_text (const BpPickleValue *value)
{
  return value->type == BP_PICKLE_TEXT ? g_utf8_make_valid (value->text->bytes, -1)
                                       : g_strdup ("?");
}

static BpNetwork *
load_state_dict (BpTorchFile *file, const BpPickleValue *dict, BpWeightsInfo *info, GError **error)
{
  g_auto (Tensors) tensors = { NULL };
  g_autoptr (BpMetadata) metadata = bp_metadata_new ();
  g_autoptr (BpNetwork) network = NULL;
  gsize n_entries;
  const BpPickleValue *entries = get_entries (dict, &n_entries);
  BpWeightsChainFlags flags = BP_WEIGHTS_CHAIN_ALL | BP_WEIGHTS_CHAIN_OUT_IN;
  BpWeightsChain chain;

  tensors_init (&tensors, file);
  for (gsize i = 0; i < n_entries; i++)
    {
      char *name = dup_text (&entries[2 * i]);

      /* The "weight" of a Linear module is (out, in); the direction of other names is unknown. */
      if (!g_str_has_suffix (name, "weight") && !g_str_has_suffix (name, "bias"))
        flags = BP_WEIGHTS_CHAIN_ALL;
      if (!add_tensor (&tensors, name, entries[2 * i + 1].tensor, error))
        return NULL;
    }
  if (!bp_weights_chain_find (&chain, get_arrays (&tensors), tensors.arrays->len, flags, info,
                              error))
    return NULL;
  network =
      bp_weights_chain_make_network (&chain, get_arrays (&tensors), read_tensor, &tensors, error);
  if (network == NULL || !bp_weights_metadata_read_activation (metadata, network, info, error))
    return NULL;
  return g_steal_pointer (&network);
}

/* --- Modules --- */

/* The state of a walk over the modules of a network. */
typedef struct
{
  Tensors *tensors;
  BpWeightsChain chain;
  const char *activation; /* nullable: of all hidden layers */
  gboolean is_after_layer;
  gboolean is_over; /* after Softmax */
} Modules;

G_GNUC_PRINTF (2, 0)
static gboolean
set_module_error (const BpPickleInstance *module, const char *format, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, format,
               bp_pickle_torch_get_class_name (module));
  return FALSE;
}

static gboolean
add_parameter (Modules *self,
               const BpPickleInstance *module,
               const char *name,
               guint n_dims,
               int *index,
               GError **error)
{
  const BpPickleValue *parameters = find_entry (&module->state, "_parameters");
  const BpPickleValue *value = parameters != NULL ? find_entry (parameters, name) : NULL;
  char *full_name;

  *index = -1;
  if (value != NULL && value->type == BP_PICKLE_NONE)
    return TRUE;
  if (value == NULL || value->type != BP_PICKLE_TENSOR || value->tensor->n_dims != n_dims ||
      value->tensor->storage->type.kind != BP_NUMBER_FLOAT)
    return set_module_error (module, _ ("its module %s lacks its weights or its biases"), error);

  *index = (int) self->tensors->arrays->len;
  full_name = g_strdup_printf ("%u.%s", self->chain.n_layers, name);
  return add_tensor (self->tensors, full_name, value->tensor, error);
}

static gboolean
add_linear (Modules *self, const BpPickleInstance *module, GError **error)
{
  BpWeightsChain *chain = &self->chain;
  const BpWeightsArray *weights;
  BpWeightsLayer layer;

  if (self->is_after_layer || self->is_over)
    return set_module_error (
        module,
        self->is_over ? _ ("its module %s comes after the answer")
                      : _ ("its module %s follows another one without an activation between"),
        error);
  if (chain->n_layers == BP_NETWORK_MAX_LAYERS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it has more than %d layers, the maximum of this program"),
                   BP_NETWORK_MAX_LAYERS);
      return FALSE;
    }
  if (!add_parameter (self, module, "weight", 2, &layer.weights, error) ||
      !add_parameter (self, module, "bias", 1, &layer.biases, error))
    return FALSE;
  if (layer.weights < 0)
    return set_module_error (module, _ ("its module %s has no weights"), error);

  weights = &g_array_index (self->tensors->arrays, BpWeightsArray, layer.weights);
  if (weights->dims[0] < 1 || weights->dims[0] > BP_NETWORK_MAX_UNITS || weights->dims[1] < 1 ||
      weights->dims[1] > BP_NETWORK_MAX_UNITS ||
      (chain->n_layers > 0 && weights->dims[1] != chain->sizes[chain->n_layers]) ||
      (layer.biases >= 0 &&
       g_array_index (self->tensors->arrays, BpWeightsArray, layer.biases).dims[0] !=
           weights->dims[0]))
    return set_module_error (
        module,
        _ ("its module %s does not fit the one before it, or has an unsupported number of units"),
        error);

  chain->sizes[chain->n_layers] = (guint) weights->dims[1];
  chain->layers[chain->n_layers++] = layer;
  chain->sizes[chain->n_layers] = (guint) weights->dims[0];
  self->is_after_layer = TRUE;
  return TRUE;
}

static gboolean
add_activation (Modules *self, const BpPickleInstance *module, GError **error)
{
  const char *name = bp_pickle_torch_get_class_name (module);
  const BpPickleValue *slope = find_entry (&module->state, "negative_slope");
  const BpPickleValue *way = find_entry (&module->state, "approximate");
  double number;

  if (!self->is_after_layer)
    return set_module_error (module, _ ("its module %s does not come after a layer"), error);
  if (slope != NULL &&
      !(bp_pickle_value_to_number (slope, &number) && fabs (number - LEAKY_SLOPE) < 1e-6))
    return set_module_error (module, _ ("its module %s has another slope than 0.01"), error);
  if (way != NULL && !bp_pickle_value_is_text (way, "none"))
    return set_module_error (
        module, _ ("its module %s is an approximation, but only the exact function is supported"),
        error);
  if (self->activation != NULL && !g_str_equal (self->activation, name))
    return set_module_error (module,
                             _ ("its module %s differs from the one before it, but all hidden "
                                "layers must have the same activation"),
                             error);
  self->activation = name;
  self->is_after_layer = FALSE;
  return TRUE;
}

static gboolean
is_integer (const BpPickleValue *dict, const char *key, gint64 expected)
{
  const BpPickleValue *value = find_entry (dict, key);

  return value == NULL || (value->type == BP_PICKLE_INTEGER && value->integer == expected);
}

static gboolean
add_modules (Modules *self, const BpPickleInstance *module, guint depth, GError **error);

static gboolean
add_module (Modules *self, const BpPickleInstance *module, guint depth, GError **error)
{
  const char *name = bp_pickle_torch_get_class_name (module);
  const BpPickleValue *dim = find_entry (&module->state, "dim");

  if (g_str_equal (name, "Sequential") || g_str_equal (name, "DataParallel"))
    return add_modules (self, module, depth + 1, error);
  if (g_str_equal (name, "Identity") || g_str_equal (name, "Dropout"))
    return TRUE;
  if (g_str_equal (name, "Flatten"))
    return (is_integer (&module->state, "start_dim", 1) &&
            is_integer (&module->state, "end_dim", -1)) ||
           set_module_error (module, _ ("its module %s does not flatten each image"), error);
  if (g_str_equal (name, "Linear"))
    return add_linear (self, module, error);
  if (!g_str_equal (name, "Softmax") && !g_str_equal (name, "LogSoftmax"))
    return add_activation (self, module, error);

  if (!self->is_after_layer || self->is_over ||
      (dim != NULL && dim->type != BP_PICKLE_NONE && !is_integer (&module->state, "dim", 1) &&
       !is_integer (&module->state, "dim", -1)))
    return set_module_error (module, _ ("its module %s does not come at the end of a network"),
                             error);
  self->is_over = TRUE;
  return TRUE;
}

/* Adds the modules of a Sequential module in order. */
static gboolean
add_modules (Modules *self, const BpPickleInstance *module, guint depth, GError **error)
{
  const BpPickleValue *modules = find_entry (&module->state, "_modules");
  gsize n_entries = 0;
  const BpPickleValue *entries = modules != NULL ? get_entries (modules, &n_entries) : NULL;

  if (modules == NULL)
    return set_module_error (module, _ ("its module %s has no modules"), error);
  if (depth > MAX_DEPTH)
    return set_module_error (module, _ ("its module %s is nested too deeply"), error);
  for (gsize i = 0; i < n_entries; i++)
    {
      const BpPickleValue *value = &entries[2 * i + 1];

      if (value->type != BP_PICKLE_INSTANCE)
        return set_module_error (module, _ ("its module %s contains a value that is not a module"),
                                 error);
      if (!add_module (self, value->instance, depth, error))
        return FALSE;
    }
  return TRUE;
}

static BpNetwork *
load_module (BpTorchFile *file, const BpPickleInstance *module, GError **error)
{
  g_auto (Tensors) tensors = { NULL };
  Modules modules = { .tensors = &tensors };
  g_autoptr (BpNetwork) network = NULL;

  tensors_init (&tensors, file);
  if (!add_module (&modules, module, 0, error))
    return NULL;
  if (modules.chain.n_layers == 0 || !modules.is_after_layer)
    {
      set_module_error (module,
                        modules.chain.n_layers == 0
                            ? _ ("its module %s has no fully connected layer")
                            : _ ("its module %s ends with an activation, but only Softmax is "
                                 "supported after the last layer"),
                        error);
      return NULL;
    }

  network = bp_weights_chain_make_network (&modules.chain, get_arrays (&tensors), read_tensor,
                                           &tensors, error);
  if (network == NULL || (modules.activation != NULL &&
                          !bp_weights_activation_set (network, modules.activation, error)))
    return NULL;
  return g_steal_pointer (&network);
}

/* --- Checkpoints --- */

/* Finds the network in a checkpoint, by its name where several entries could be one. */
static const BpPickleValue *
find_network (const BpPickleValue *root, GError **error)
{
  static const char *const names[] = { "state_dict", "model_state_dict", "model",
                                       "net",        "network",          "weights" };
  gsize n_entries;
  const BpPickleValue *entries = get_entries (root, &n_entries);
  const BpPickleValue *found = NULL;
  guint n_found = 0;

  for (gsize i = 0; entries != NULL && i < n_entries; i++)
    if (is_network (&entries[2 * i + 1]))
      {
        found = &entries[2 * i + 1];
        n_found++;
      }
  for (guint i = 0; n_found > 1 && i < G_N_ELEMENTS (names); i++)
    {
      const BpPickleValue *value = find_entry (root, names[i]);

      if (value != NULL && is_network (value))
        return value;
    }
  if (n_found == 1)
    return found;

  if (n_found > 1)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                         _ ("it holds more than one network: save one of them alone, with "
                            "torch.save (model.state_dict (), …)"));
  else
    g_set_error_literal (
        error, BP_ERROR, BP_ERROR_UNRECOGNISED,
        _ ("it holds no network: neither a state dictionary nor a Sequential module"));
  return NULL;
}

/* Adds a note about the other entries of a checkpoint. */
static void
note_rest (const BpPickleValue *root, const BpPickleValue *network, BpWeightsInfo *info)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n_entries;
  const BpPickleValue *entries = get_entries (root, &n_entries);

  for (gsize i = 0; i < n_entries; i++)
    if (&entries[2 * i + 1] != network)
      {
        g_autofree char *name = dup_text (&entries[2 * i]);
        g_autofree char *quoted = bp_error_quote (name);

        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", quoted);
        if (text->len > 400)
          {
            g_string_append (text, " …");
            break;
          }
      }
  if (text->len > 0)
    bp_weights_info_add_note (info, _ ("Not used: %s."), text->str);
}

/**
 * bp_weights_torch_recognise:
 * @source: a file that torch.save() wrote
 *
 * Returns: whether it holds a network, even an unsupported one
 */
gboolean
bp_weights_torch_recognise (const BpWeightsSource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpTorchFile) file = open_file (source, &error);
  const BpPickleValue *root;

  /* A pickle of objects other than tensors is taken for an unsupported network. */
  if (file == NULL)
    return g_error_matches (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
  root = bp_torch_file_get_root (file);
  return is_network (root) || find_network (root, NULL) != NULL;
}

/**
 * bp_weights_torch_load:
 * @source: a file that torch.save() wrote
 * @info: (inout) (nullable): set from the file
 * @error: return location for a #BpError whose message begins with "it" or "its", or a
 *   %G_FILE_ERROR
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_torch_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpTorchFile) file = open_file (source, error);
  const BpPickleValue *root;
  const BpPickleValue *network;

  if (file == NULL)
    return NULL;
  root = bp_torch_file_get_root (file);
  network = is_network (root) ? root : find_network (root, error);
  if (network == NULL)
    return NULL;

  if (network != root)
    note_rest (root, network, info);
  return network->type == BP_PICKLE_INSTANCE ? load_module (file, network->instance, error)
                                             : load_state_dict (file, network, info, error);
}
