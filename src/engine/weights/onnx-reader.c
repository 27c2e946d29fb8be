/* SPDX-License-Identifier: MIT */
/*
 * Networks of ONNX models that onnx-writer.c wrote. A model of another form, which could compute
 * anything, is refused. The messages of onnx.proto are unpacked by code that protobuf-c generates.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "onnx-reader.h"

#include "error.h"
#include "float-bits.h"
#include "onnx-writer.h"
#include "onnx.pb-c.h"
#include "weights-metadata.h"

#include <math.h>
#include <string.h>

/* The largest file that is read. It is held in memory as a whole, and takes that of 33 million
 * parameters; networks of images that are trained here have a few million. */
#define MAX_SIZE (G_GUINT64_CONSTANT (128) << 20)

/* Beside the bytes of its weights, a model has little to say: what its messages may take in memory,
 * whatever is in a file that holds millions of empty ones. */
#define MAX_MESSAGE_MEMORY (4 * 1024 * 1024)

/* What a TensorProto calls 32-bit floats. */
#define TENSOR_FLOAT 1

/* Entries that are read; a file of this program has a dozen. */
#define MAX_METADATA 4096

static const BpOnnx__TensorProto *
find_tensor (const BpOnnx__GraphProto *graph, const char *name)
{
  for (gsize i = 0; name != NULL && i < graph->n_initializer; i++)
    if (g_strcmp0 (graph->initializer[i]->name, name) == 0)
      return graph->initializer[i];

  return NULL;
}

/* Whether @tensor holds floats of the shape that it claims. */
static gboolean
tensor_is_sound (const BpOnnx__TensorProto *tensor, gsize n_dimensions)
{
  guint64 n_values = 1;

  if (tensor == NULL || tensor->data_type != TENSOR_FLOAT || tensor->n_dims != n_dimensions)
    return FALSE;
  for (gsize i = 0; i < n_dimensions; i++)
    {
      if (tensor->dims[i] < 1 || tensor->dims[i] > BP_NETWORK_MAX_UNITS)
        return FALSE;
      n_values *= tensor->dims[i];
    }

  return tensor->raw_data.len == n_values * sizeof (float);
}

static gboolean
read_number (const BpOnnx__GraphProto *graph, const char *name, float *number)
{
  const BpOnnx__TensorProto *tensor = find_tensor (graph, name);

  if (!tensor_is_sound (tensor, 1) || tensor->dims[0] != 1)
    return FALSE;

  bp_float_copy_little_endian (number, tensor->raw_data.data, 1);
  return isfinite (*number);
}

static gboolean
has_operator (const BpOnnx__GraphProto *graph, gsize node, const char *name)
{
  return node < graph->n_node && g_strcmp0 (graph->node[node]->op_type, name) == 0;
}

/* Whether the operator's settings are those that it has here. */
static gboolean
has_right_attributes (const BpOnnx__NodeProto *node, BpActivation activation)
{
  const BpOnnx__AttributeProto *attribute = node->n_attribute > 0 ? node->attribute[0] : NULL;

  if (attribute == NULL) /* 0.01 is what LeakyRelu has by itself, and "none" what Gelu has */
    return TRUE;
  if (node->n_attribute > 1)
    return FALSE;
  if (activation == BP_ACTIVATION_LEAKY_RELU)
    return g_strcmp0 (attribute->name, "alpha") == 0 && attribute->f == BP_LEAKY_RELU_SLOPE;
  return activation == BP_ACTIVATION_GELU && g_strcmp0 (attribute->name, "approximate") == 0 &&
         attribute->s.len == 4 && memcmp (attribute->s.data, "none", 4) == 0;
}

static gboolean
has_inputs (const BpOnnx__NodeProto *node, const char *first, const char *second)
{
  return node->n_input == (second != NULL ? 2 : 1) && node->n_output == 1 &&
         g_strcmp0 (node->input[0], first) == 0 &&
         (second == NULL || g_strcmp0 (node->input[1], second) == 0);
}

/* Whether GELU's formula begins at @begin, as onnx-writer.c writes it. */
static gboolean
is_gelu_formula (const BpOnnx__GraphProto *graph, gsize begin)
{
  static const char *const operators[] = { "Mul", "Erf", "Add", "Mul", "Mul" };
  BpOnnx__NodeProto *const *nodes = graph->node + begin;
  const char *sums;
  float factor;
  float one;
  float half;

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (!has_operator (graph, begin + i, operators[i]) || nodes[i]->n_output != 1)
      return FALSE;
  if (nodes[0]->n_input != 2 || nodes[2]->n_input != 2 || nodes[4]->n_input != 2 ||
      !read_number (graph, nodes[0]->input[1], &factor) ||
      !read_number (graph, nodes[2]->input[1], &one) ||
      !read_number (graph, nodes[4]->input[1], &half))
    return FALSE;

  sums = nodes[0]->input[0];
  return factor == (float) M_SQRT1_2 && one == 1.0f && half == 0.5f &&
         has_inputs (nodes[1], nodes[0]->output[0], NULL) &&
         g_strcmp0 (nodes[2]->input[0], nodes[1]->output[0]) == 0 &&
         has_inputs (nodes[3], sums, nodes[2]->output[0]) &&
         g_strcmp0 (nodes[4]->input[0], nodes[3]->output[0]) == 0;
}

/* Which activation begins at @begin, and how many nodes it takes; 0 where it is none. */
static gsize
recognise_activation (const BpOnnx__GraphProto *graph, gsize begin, BpActivation *activation)
{
  for (*activation = 0; *activation < BP_N_ACTIVATIONS; (*activation)++)
    if (has_operator (graph, begin, bp_onnx_get_operator (*activation)))
      return has_right_attributes (graph->node[begin], *activation) ? 1 : 0;

  *activation = BP_ACTIVATION_GELU;
  return is_gelu_formula (graph, begin) ? 5 : 0;
}

/* Whether the nodes are those of @n_layers layers, one after the other: Mul and Add of the pixels,
 * Gemm and the activation of each hidden layer, Gemm of the last one, Softmax. */
static gboolean
read_order (const BpOnnx__GraphProto *graph, guint n_layers, BpActivation *activation)
{
  gsize node = 2;

  *activation = BP_ACTIVATION_RELU;
  for (guint l = 0; l + 1 < n_layers; l++)
    {
      BpActivation of_layer;
      gsize n_nodes;

      if (!has_operator (graph, node++, "Gemm"))
        return FALSE;
      n_nodes = recognise_activation (graph, node, &of_layer);
      if (n_nodes == 0 || (l > 0 && of_layer != *activation))
        return FALSE;
      *activation = of_layer;
      node += n_nodes;
    }

  return has_operator (graph, 0, "Mul") && has_operator (graph, 1, "Add") &&
         has_operator (graph, node, "Gemm") && has_operator (graph, node + 1, "Softmax") &&
         graph->n_node == node + 2;
}

/* The weights and biases of the Gemm nodes, in their order, if they chain. */
static gboolean
find_layers (const BpOnnx__GraphProto *graph,
             const BpOnnx__TensorProto *weights[BP_NETWORK_MAX_LAYERS],
             const BpOnnx__TensorProto *biases[BP_NETWORK_MAX_LAYERS],
             guint *n_layers)
{
  *n_layers = 0;
  for (gsize i = 0; i < graph->n_node; i++)
    {
      const BpOnnx__NodeProto *node = graph->node[i];
      guint l = *n_layers;

      if (g_strcmp0 (node->op_type, "Gemm") != 0)
        continue;
      if (l == BP_NETWORK_MAX_LAYERS || node->n_input != 3 || node->n_attribute != 1 ||
          g_strcmp0 (node->attribute[0]->name, "transB") != 0 || node->attribute[0]->i != 1)
        return FALSE;

      weights[l] = find_tensor (graph, node->input[1]);
      biases[l] = find_tensor (graph, node->input[2]);
      if (!tensor_is_sound (weights[l], 2) || !tensor_is_sound (biases[l], 1) ||
          weights[l]->dims[0] != biases[l]->dims[0] ||
          (l > 0 && weights[l]->dims[1] != weights[l - 1]->dims[0]))
        return FALSE;
      (*n_layers)++;
    }

  return *n_layers > 0;
}

static void
set_no_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY, "there is no memory for its weights");
}

static BpNetwork *
read_graph (const BpOnnx__GraphProto *graph, GError **error)
{
  const BpOnnx__TensorProto *weights[BP_NETWORK_MAX_LAYERS];
  const BpOnnx__TensorProto *biases[BP_NETWORK_MAX_LAYERS];
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  guint n_layers;
  BpActivation activation;
  g_autoptr (BpNetwork) network = NULL;
  float scale;
  float offset;

  if (graph == NULL || !find_layers (graph, weights, biases, &n_layers) ||
      !read_order (graph, n_layers, &activation) ||
      !read_number (graph, BP_WEIGHTS_KEY_INPUT_SCALE, &scale) ||
      !read_number (graph, BP_WEIGHTS_KEY_INPUT_OFFSET, &offset))
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          "it holds a model of another form than those that are written here: open "
          "the network's safetensors file instead");
      return NULL;
    }

  sizes[0] = weights[0]->dims[1];
  for (guint l = 0; l < n_layers; l++)
    sizes[l + 1] = weights[l]->dims[0];
  network = bp_network_new (sizes, n_layers + 1, error);
  if (network == NULL)
    return NULL;

  network->activation = activation;
  network->input_scale = scale;
  network->input_offset = offset;
  for (guint l = 0; l < n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      g_autofree float *values = g_try_malloc (weights[l]->raw_data.len);

      if (values == NULL)
        {
          set_no_memory_error (error);
          return NULL;
        }
      bp_float_copy_little_endian (values, weights[l]->raw_data.data,
                                   weights[l]->raw_data.len / sizeof (float));
      bp_network_set_weights (network, l, values);
      bp_float_copy_little_endian (layer->biases, biases[l]->raw_data.data, layer->n_outputs);
    }
  if (!bp_network_is_finite (network))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                           "a weight in it is not finite, as a training that diverged leaves it");
      return NULL;
    }

  return g_steal_pointer (&network);
}

/* What unpacking a file may still take. */
typedef struct
{
  gsize n_left;
  gboolean is_exceeded;
  gboolean is_out_of_memory;
} Budget;

/* Nothing of a file is used that was cut short, so that nothing is given back to the budget. */
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

/* Says why a file could not be unpacked. */
static void
set_unpack_error (const Budget *budget, GError **error)
{
  if (budget->is_out_of_memory)
    set_no_memory_error (error);
  else if (budget->is_exceeded)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                         "it has far more parts than any network that is trained here");
  else
    g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                         "it is damaged or cut off: download or copy it again");
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
  g_autoptr (BpNetwork) network = read_graph (model->graph, error);
  g_autoptr (BpMetadata) metadata = NULL;

  if (network == NULL)
    return NULL;
  metadata = read_metadata (model);
  if (!bp_weights_metadata_apply (metadata, network, FALSE, info, error))
    return NULL;
  return g_steal_pointer (&network);
}

/**
 * bp_onnx_load:
 * @source: an ONNX file
 * @info: (out caller-allocates) (nullable): what the file says about the network, where this
 *   succeeds
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE, %BP_ERROR_UNSUPPORTED (a
 *   model of another form than bp_onnx_write() makes), %BP_ERROR_INVALID_VALUE, %BP_ERROR_MISMATCH,
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

  network = read_model (model, info, error);
  bp_onnx__model_proto__free_unpacked (model, &allocator);
  return network;
}
