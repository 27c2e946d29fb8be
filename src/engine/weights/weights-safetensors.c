/* SPDX-License-Identifier: MIT */
/*
 * Reads and writes networks as safetensors, with the names and shapes of PyTorch's Sequential
 * (Linear, activation, Linear, ...), so that load_state_dict (load_file (path)) works in PyTorch.
 * Layer l is "2l.weight" (out, in) and "2l.bias" (out), in the order of the layers.
 */
#include "weights-safetensors.h"

#include "error.h"
#include "float-bits.h"
#include "safetensors-writer.h"
#include "safetensors.h"
#include "weights-chain.h"
#include "weights-metadata.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The entry of every file whose tensors PyTorch can load. */
#define KEY_FORMAT "format"
#define FORMAT     "pt"

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

/**
 * bp_weights_safetensors_write:
 * @network: the network; its parameters are finite
 * @info: the description of the network
 * @error: return location for %BP_ERROR_INVALID_VALUE, where a logit is not finite, or
 *   %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the bytes of a safetensors file, or %NULL with
 *   @error set
 */
GBytes *
bp_weights_safetensors_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error)
{
  g_autoptr (GString) header = make_header (network, info, error);
  gsize n_floats = bp_network_count_weights (network);
  gsize length;
  guint8 *bytes;
  float *floats;

  if (header == NULL)
    return NULL;

  length = header->len + n_floats * sizeof (float);
  bytes = g_try_malloc (length);
  if (bytes == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is no memory to write it"));
      return NULL;
    }

  memcpy (bytes, header->str, header->len);
  /* The header's length is a multiple of that of a float. */
  floats = (float *) (gpointer) (bytes + header->len);
  bp_network_get_parameters (network, floats);
  bp_float_copy_little_endian (floats, floats, n_floats);
  return g_bytes_new_take (bytes, length);
}

/* The tensors as arrays for weights-chain.h; free with g_free(). */
static BpWeightsArray *
list_arrays (const BpSafetensors *safetensors)
{
  guint n_arrays = bp_safetensors_get_n_tensors (safetensors);
  BpWeightsArray *arrays = g_new0 (BpWeightsArray, n_arrays);

  G_STATIC_ASSERT (BP_SAFETENSORS_MAX_DIMENSIONS <= BP_WEIGHTS_ARRAY_MAX_DIMS);
  for (guint i = 0; i < n_arrays; i++)
    {
      const BpTensor *tensor = bp_safetensors_get_tensor (safetensors, i);

      arrays[i].name = tensor->name;
      arrays[i].kind =
          bp_tensor_is_float (tensor) ? BP_WEIGHTS_ARRAY_FLOAT : BP_WEIGHTS_ARRAY_INTEGER;
      arrays[i].n_dims = tensor->n_dimensions;
      memcpy (arrays[i].dims, tensor->shape, sizeof tensor->shape);
    }
  return arrays;
}

static gboolean
read_array (gpointer file, guint index, float *values, GError **error)
{
  return bp_safetensors_read_floats (file, bp_safetensors_get_tensor (file, index), values, error);
}

/* Whether any weights or biases have fewer than 32 bits. */
static gboolean
is_rounded (const BpSafetensors *safetensors, const BpWeightsChain *chain)
{
  for (guint l = 0; l < chain->n_layers; l++)
    {
      const char *dtype =
          bp_safetensors_get_tensor (safetensors, (guint) chain->layers[l].weights)->dtype;

      if (strcmp (dtype, "F16") == 0 || strcmp (dtype, "BF16") == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * bp_weights_safetensors_load:
 * @source: a safetensors file of a fully connected network, from any program
 * @info: (inout) (nullable): set from the file's metadata
 * @error: return location for a #BpError whose message begins with "it" or "its", or a
 *   %G_FILE_ERROR
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_safetensors_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpSafetensors) safetensors = bp_safetensors_open (source, error);
  g_autofree BpWeightsArray *arrays = NULL;
  g_autoptr (BpMetadata) metadata = NULL;
  g_autoptr (BpNetwork) network = NULL;
  BpWeightsChain chain;

  if (safetensors == NULL)
    return NULL;
  arrays = list_arrays (safetensors);
  if (!bp_weights_chain_find (&chain, arrays, bp_safetensors_get_n_tensors (safetensors),
                              BP_WEIGHTS_CHAIN_ALL, info, error))
    return NULL;
  network = bp_weights_chain_make_network (&chain, arrays, read_array, safetensors, error);
  if (network == NULL)
    return NULL;

  metadata = bp_safetensors_copy_metadata (safetensors);
  if (!bp_weights_metadata_read_activation (metadata, network, info, error) ||
      !bp_weights_metadata_read_input (metadata, network, error) ||
      !bp_weights_metadata_apply (metadata, network, is_rounded (safetensors, &chain), info, error))
    return NULL;
  return g_steal_pointer (&network);
}
