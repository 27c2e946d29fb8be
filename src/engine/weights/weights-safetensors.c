/* SPDX-License-Identifier: MIT */
/*
 * Weight files: a network as safetensors, with the names and shapes of PyTorch's
 * Sequential (Linear, ReLU, Linear, ...), so that load_state_dict (load_file (path)) works there.
 * Layer l is "2l.weight" (out, in) and "2l.bias" (out), in the order of the layers.
 */
#include "weights.h"

#include "atomic-file.h"
#include "error.h"
#include "float-bits.h"
#include "safetensors-writer.h"
#include "safetensors.h"
#include "weights-layers.h"
#include "weights-metadata.h"

#include <math.h>
#include <string.h>

/* What every file whose tensors PyTorch can load says. */
#define KEY_FORMAT "format"
#define FORMAT     "pt"

/* A row of weights as the file holds it: the weights (n_inputs) of output @output. */
static void
get_row (const BpLayer *layer, guint output, guint32 *row)
{
  for (guint i = 0; i < layer->n_inputs; i++)
    row[i] = GUINT32_TO_LE (bp_float_to_bits (*bp_layer_get_weight (layer, i, output)));
}

/* The biases (n_outputs) as the file holds them. */
static void
get_biases (const BpLayer *layer, guint32 *biases)
{
  for (guint j = 0; j < layer->n_outputs; j++)
    biases[j] = GUINT32_TO_LE (bp_float_to_bits (layer->biases[j]));
}

static gboolean
write_layer (const BpLayer *layer, BpAtomicFile *file, GError **error)
{
  guint32 row[BP_NETWORK_MAX_UNITS];

  for (guint j = 0; j < layer->n_outputs; j++)
    {
      get_row (layer, j, row);
      if (!bp_atomic_file_write (file, row, layer->n_inputs * sizeof *row, error))
        return FALSE;
    }
  get_biases (layer, row);
  return bp_atomic_file_write (file, row, layer->n_outputs * sizeof *row, error);
}

static void
add_layer (BpSafetensorsWriter *writer, const BpLayer *layer, guint index)
{
  g_autofree char *weights_name = g_strdup_printf ("%u.weight", 2 * index);
  g_autofree char *biases_name = g_strdup_printf ("%u.bias", 2 * index);
  const guint64 shape[] = { layer->n_outputs, layer->n_inputs };

  bp_safetensors_writer_add_floats (writer, weights_name, shape, 2);
  bp_safetensors_writer_add_floats (writer, biases_name, shape, 1);
}

static GString *
make_header (const BpNetwork *network, const BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpMetadata) metadata = bp_weights_metadata_make (network, info, error);
  BpSafetensorsWriter writer;

  if (metadata == NULL)
    return NULL;

  bp_safetensors_writer_begin (&writer);
  bp_safetensors_writer_add_metadata (&writer, KEY_FORMAT, FORMAT);
  for (guint i = 0; i < bp_metadata_get_n_entries (metadata); i++)
    {
      const char *key = bp_metadata_get_key (metadata, i);

      bp_safetensors_writer_add_metadata (&writer, key, bp_metadata_get (metadata, key));
    }
  for (guint l = 0; l < network->n_layers; l++)
    add_layer (&writer, &network->layers[l], l);
  return bp_safetensors_writer_end (&writer);
}

/* Puts a tensor into @values (n_elements) and refuses numbers that no network can work with. */
static gboolean
read_finite (const BpSafetensors *safetensors,
             const BpTensor *tensor,
             float *values,
             GError **error)
{
  if (!bp_safetensors_read_floats (safetensors, tensor, values, error))
    return FALSE;

  for (guint64 i = 0; i < tensor->n_elements; i++)
    if (!isfinite (values[i]))
      {
        g_autofree char *name = bp_error_quote (tensor->name);

        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                     "its tensor %s holds a number that is not finite (%s), as a training that "
                     "diverged leaves it",
                     name, isnan (values[i]) ? "NaN" : "infinity");
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_layer (const BpSafetensors *safetensors,
            const BpWeightsLayer *from,
            BpNetwork *network,
            guint index,
            GError **error)
{
  g_autofree float *weights = g_try_new (float, from->weights->n_elements);

  if (weights == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY, "there is no memory for its weights");
      return FALSE;
    }
  if (!read_finite (safetensors, from->weights, weights, error))
    return FALSE;
  bp_network_set_weights (network, index, weights);

  /* The biases of a layer without any stay 0. */
  return from->biases == NULL ||
         read_finite (safetensors, from->biases, network->layers[index].biases, error);
}

/* Whether any tensor has fewer bits than the 32 that this program writes. */
static gboolean
is_rounded (const BpWeightsLayers *layers)
{
  for (guint l = 0; l < layers->n_layers; l++)
    if (strcmp (layers->layers[l].weights->dtype, "F32") != 0)
      return TRUE;
  return FALSE;
}

static BpNetwork *
load (const char *path, BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpSafetensors) safetensors = bp_safetensors_open (path, error);
  g_auto (BpWeightsLayers) layers = { .n_layers = 0 };
  g_autoptr (BpMetadata) metadata = NULL;
  g_autoptr (BpNetwork) network = NULL;
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];

  if (safetensors == NULL || !bp_weights_layers_find (&layers, safetensors, error))
    return NULL;

  sizes[0] = (guint) layers.layers[0].weights->shape[1];
  for (guint l = 0; l < layers.n_layers; l++)
    sizes[l + 1] = (guint) layers.layers[l].weights->shape[0];
  network = bp_network_new (sizes, layers.n_layers + 1, error);
  if (network == NULL)
    return NULL;

  for (guint l = 0; l < layers.n_layers; l++)
    if (!read_layer (safetensors, &layers.layers[l], network, l, error))
      return NULL;
  metadata = bp_safetensors_copy_metadata (safetensors);
  if (!bp_weights_metadata_read_input (metadata, network, error) ||
      !bp_weights_metadata_apply (metadata, network, is_rounded (&layers), info, error))
    return NULL;
  return g_steal_pointer (&network);
}

static gboolean
save (const BpNetwork *network, const BpWeightsInfo *info, const char *path, GError **error)
{
  g_autoptr (BpAtomicFile) file = NULL;
  g_autoptr (BpNetwork) read_back = NULL;
  g_autoptr (GString) header = NULL;

  if (!bp_network_is_finite (network))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   "a weight is not finite: its training has diverged");
      return FALSE;
    }
  header = make_header (network, info, error);
  if (header == NULL)
    return FALSE;

  file = bp_atomic_file_new (path, error);
  if (file == NULL || !bp_atomic_file_write (file, header->str, header->len, error))
    return FALSE;
  for (guint l = 0; l < network->n_layers; l++)
    if (!write_layer (&network->layers[l], file, error))
      return FALSE;

  /* The loader compares what it reads with the digest and the check vector in the file. */
  read_back = load (bp_atomic_file_get_temporary_path (file), NULL, error);
  if (read_back == NULL)
    {
      g_prefix_error_literal (error, "what was written cannot be read back: ");
      return FALSE;
    }
  return bp_atomic_file_commit (file, error);
}

/**
 * bp_weights_save:
 * @network: the network to save; its parameters must be finite
 * @info: what is known about it
 * @path: (type filename): where to; a symbolic link is followed
 * @error: return location for a #BpError or a %G_FILE_ERROR
 *
 * Writes a weight file that any reader of safetensors opens. The file is written beside its place,
 * read back, and its check vector computed from what was read, before it takes its place: a save
 * that fails, or is interrupted at any moment, leaves the file that was there as it was.
 *
 * Returns: whether it was saved
 */
gboolean
bp_weights_save (const BpNetwork *network,
                 const BpWeightsInfo *info,
                 const char *path,
                 GError **error)
{
  g_return_val_if_fail (network != NULL, FALSE);
  g_return_val_if_fail (info != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (save (network, info, path, error))
    return TRUE;

  bp_error_prefix_name (error, path, "was not saved");
  return FALSE;
}

/**
 * bp_weights_load:
 * @path: (type filename): a safetensors file of a fully connected network: this program's, or any
 *   with PyTorch's names
 * @info: (out caller-allocates) (nullable): what the file says about the network; set in either
 *   case, and to be cleared with bp_weights_info_clear(). What it held before is not freed.
 * @error: return location for a #BpError or a %G_FILE_ERROR
 *
 * Loads a network, whose layers are those that the file has. Nothing in the file is believed before
 * it is checked; where the file has a check vector, the network has to give the answers that it
 * gave when it was saved.
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_load (const char *path, BpWeightsInfo *info, GError **error)
{
  BpNetwork *network;

  g_return_val_if_fail (path != NULL, NULL);

  if (info != NULL)
    bp_weights_info_init (info);
  network = load (path, info, error);
  if (network == NULL)
    bp_error_prefix_name (error, path, "cannot be read as weights");
  return network;
}
