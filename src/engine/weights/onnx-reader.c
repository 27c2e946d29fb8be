/* SPDX-License-Identifier: MIT */
/*
 * Reads networks from ONNX models of this program (onnx-writer.c) and of others: PyTorch, Keras,
 * scikit-learn. An ONNX model can compute anything; onnx-chain.c refuses all models but plain
 * networks. The messages of onnx.proto are unpacked by code that protobuf-c generates.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "onnx-reader.h"

#include "error.h"
#include "onnx-chain.h"
#include "weights-activation.h"
#include "weights-metadata.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The largest file that is read. It is held in memory as a whole. The limit is enough for 33
 * million parameters; networks trained here have a few million at most. */
#define MAX_SIZE (G_GUINT64_CONSTANT (128) << 20)

/* The limit on the memory of a model's messages, without the bytes of its weights. It stops files
 * with millions of empty messages. */
#define MAX_MESSAGE_MEMORY (4 * 1024 * 1024)

/* The most entries that are read; a file of this program has a dozen. */
#define MAX_METADATA 4096

static void
set_no_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is no memory for its weights"));
}

/* Copies the weights and the biases of a layer into the network. */
static gboolean
read_layer (const BpOnnxLayer *from, BpNetwork *network, guint l, GError **error)
{
  const BpLayer *layer = &network->layers[l];
  gsize n_weights = (gsize) from->n_inputs * from->n_outputs;
  g_autofree float *values = g_try_new (float, n_weights);

  if (values == NULL)
    {
      set_no_memory_error (error);
      return FALSE;
    }
  if (!bp_onnx_constant_read_floats (&from->weights, values, error))
    return FALSE;
  for (gsize i = 0; from->alpha != 1.0F && i < n_weights; i++)
    values[i] *= from->alpha;

  if (from->is_out_in)
    bp_network_set_weights (network, l, values);
  else
    for (guint i = 0; i < layer->n_inputs; i++)
      for (guint j = 0; j < layer->n_outputs; j++)
        *bp_layer_get_weight (layer, i, j) = values[(gsize) i * layer->n_outputs + j];
  memcpy (layer->biases, from->biases, layer->n_outputs * sizeof (float));
  return TRUE;
}

static gboolean
is_same_for_all (const BpOnnxChain *chain)
{
  for (guint i = 1; i < chain->n_scaled; i++)
    if (chain->scale[i] != chain->scale[0] || chain->offset[i] != chain->offset[0])
      return FALSE;
  return TRUE;
}

/* Folds a scale and an offset per pixel into the first layer:
 * W (s x + o) + b = (W s) x + (W o + b). */
static void
fold_scale (const BpOnnxChain *chain, BpNetwork *network)
{
  const BpLayer *layer = &network->layers[0];

  for (guint j = 0; j < layer->n_outputs; j++)
    {
      double bias = (double) layer->biases[j];

      for (guint i = 0; i < layer->n_inputs; i++)
        {
          float *weight = bp_layer_get_weight (layer, i, j);

          bias += (double) *weight * (double) chain->offset[i];
          *weight *= chain->scale[i];
        }
      layer->biases[j] = (float) bias;
    }
}

/* Sets the input transform. Graphs that do not scale bytes themselves are assumed to take numbers
 * from 0 to 1, as is usual. */
static void
set_input (const BpOnnxChain *chain, gboolean is_own, BpNetwork *network, BpWeightsInfo *info)
{
  float byte_scale = is_own || chain->has_pixels ? 1.0F : network->input_scale;

  if (!is_own && chain->has_pixels)
    bp_weights_info_add_note (info, _ ("It takes pixels from 0 to 255 and scales them itself."));
  if (is_same_for_all (chain))
    {
      network->input_scale = byte_scale * chain->scale[0];
      network->input_offset = chain->offset[0];
      return;
    }

  fold_scale (chain, network);
  network->input_scale = byte_scale;
  bp_weights_info_add_note (
      info, _ ("It scales each pixel separately, which was merged into the first layer."));
}

static BpNetwork *
make_network (const BpOnnxChain *chain, gboolean is_own, BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpNetwork) network = NULL;
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];

  sizes[0] = chain->layers[0].n_inputs;
  for (guint l = 0; l < chain->n_layers; l++)
    sizes[l + 1] = chain->layers[l].n_outputs;
  network = bp_network_new (sizes, chain->n_layers + 1, error);
  if (network == NULL ||
      (chain->activation != NULL && !bp_weights_activation_set (network, chain->activation, error)))
    return NULL;

  for (guint l = 0; l < chain->n_layers; l++)
    if (!read_layer (&chain->layers[l], network, l, error))
      return NULL;
  set_input (chain, is_own, network, info);
  if (bp_network_is_finite (network))
    return g_steal_pointer (&network);

  g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("a weight in it is not finite: its training probably diverged"));
  return NULL;
}

/* The memory that unpacking a file may still allocate. */
typedef struct
{
  gsize n_left;
  gboolean is_exceeded;
  gboolean is_out_of_memory;
} Budget;

/* Frees nothing from the budget: a file that exceeds it is refused as a whole. */
static void *
allocate (void *data, size_t size)
{
  Budget *budget = data;
  void *memory;

  if (size > budget->n_left)
    {
      budget->is_exceeded = TRUE;
      return NULL;
    }
  budget->n_left -= size;
  memory = g_try_malloc (MAX (size, 1));
  budget->is_out_of_memory = memory == NULL;
  return memory;
}

static void
release (void *data G_GNUC_UNUSED, void *memory)
{
  g_free (memory);
}

/* Sets the error for a file that could not be unpacked. */
static void
set_unpack_error (const Budget *budget, GError **error)
{
  if (budget->is_out_of_memory)
    set_no_memory_error (error);
  else if (budget->is_exceeded)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                         _ ("it has far more parts than any network that is trained here"));
  else
    g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                         _ ("it is damaged or cut off: download or copy it again"));
}

static BpMetadata *
read_metadata (const BpOnnx__ModelProto *model)
{
  BpMetadata *metadata = bp_metadata_new ();

  for (gsize i = 0; i < MIN (model->n_metadata_props, MAX_METADATA); i++)
    if (model->metadata_props[i]->key != NULL)
      bp_metadata_set (metadata, model->metadata_props[i]->key, model->metadata_props[i]->value);
  return metadata;
}

static BpNetwork *
read_model (const BpOnnx__ModelProto *model, BpWeightsInfo *info, GError **error)
{
  g_auto (BpOnnxGraph) graph = { NULL };
  g_auto (BpOnnxChain) chain = { .n_layers = 0 };
  g_autoptr (BpMetadata) metadata = NULL;
  g_autoptr (BpNetwork) network = NULL;
  gboolean is_own;

  if (!bp_onnx_graph_init (&graph, model->graph, error) ||
      !bp_onnx_chain_find (&chain, &graph, error))
    return NULL;

  metadata = read_metadata (model);
  is_own = bp_metadata_get (metadata, BP_WEIGHTS_KEY_INPUT_SCALE) != NULL;
  network = make_network (&chain, is_own, info, error);
  if (network == NULL || !bp_weights_metadata_apply (metadata, network, FALSE, info, error))
    return NULL;
  if (info != NULL && info->class_names == NULL)
    info->class_names = g_steal_pointer (&chain.class_names);
  return g_steal_pointer (&network);
}

/**
 * bp_onnx_load:
 * @source: an ONNX file
 * @info: (inout) (nullable): set from the file's metadata
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE, %BP_ERROR_UNSUPPORTED (a
 *   model other than a plain network), %BP_ERROR_INVALID_VALUE, %BP_ERROR_MISMATCH,
 *   %BP_ERROR_NO_MEMORY or a %G_FILE_ERROR
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_onnx_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error)
{
  g_autoptr (GBytes) bytes = bp_weights_source_read_all (source, MAX_SIZE, error);
  gsize length;
  const guint8 *data;
  Budget budget;
  ProtobufCAllocator allocator = { allocate, release, &budget };
  BpOnnx__ModelProto *model;
  BpNetwork *network;

  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &length);
  budget = (Budget){ .n_left = length + MAX_MESSAGE_MEMORY };
  model = bp_onnx__model_proto__unpack (&allocator, length, data);
  if (model == NULL)
    {
      set_unpack_error (&budget, error);
      return NULL;
    }

  g_clear_pointer (&bytes, g_bytes_unref);
  network = read_model (model, info, error);
  bp_onnx__model_proto__free_unpacked (model, &allocator);
  return network;
}
