/* SPDX-License-Identifier: MIT */
/*
 * Writes a network as an ONNX model (operator set 13).
 *
 * The model takes pixels from 0 to 255 and scales them itself, so that other programs cannot use a
 * wrong scale:
 *
 *   pixels ── Mul ── Add ── Gemm ── activation ── … ── Gemm ── logits ── Softmax ── probabilities
 *
 * An activation is one operator, except GELU, which needs operator set 20: it is written as its
 * formula, sums (1 + Erf (sums / sqrt (2))) / 2.
 *
 * Gemm with transB takes weights as (out, in). The messages of onnx.proto are packed by code that
 * protobuf-c generates. That code frees with free(), which is right for GLib's allocations too, as
 * GLib uses malloc().
 *
 * Thread rule: pure functions of their arguments.
 */
#include "onnx-writer.h"

#include "error.h"
#include "float-bits.h"
#include "onnx.pb-c.h"
#include "weights-metadata.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The version of ONNX 1.8, the first with operator set 13. */
#define IR_VERSION        7
#define OPSET             13
#define ATTRIBUTE_FLOAT   1
#define ATTRIBUTE_INTEGER 2
#define TENSOR_FLOAT      1

/* The names of the constants in the formula of GELU. */
#define GELU_FACTOR "gelu_reciprocal_root_2"
#define GELU_ONE    "gelu_one"
#define GELU_HALF   "gelu_half"

/* Grows a repeated field by one. */
#define APPEND(message, field, value)                                                         \
  G_STMT_START                                                                                \
  {                                                                                           \
    (message)->field =                                                                        \
        g_renew (__typeof__ (*(message)->field), (message)->field, (message)->n_##field + 1); \
    (message)->field[(message)->n_##field++] = (value);                                       \
  }                                                                                           \
  G_STMT_END

static void
add_tensor (BpOnnx__GraphProto *graph,
            const char *name,
            const float *values,
            guint n_dimensions,
            gint64 rows,
            gint64 columns)
{
  BpOnnx__TensorProto *tensor = g_new (BpOnnx__TensorProto, 1);
  gsize n_values = rows * (n_dimensions == 2 ? columns : 1);

  bp_onnx__tensor_proto__init (tensor);
  APPEND (tensor, dims, rows);
  if (n_dimensions == 2)
    APPEND (tensor, dims, columns);
  tensor->has_data_type = TRUE;
  tensor->data_type = TENSOR_FLOAT;
  tensor->name = g_strdup (name);
  tensor->has_raw_data = TRUE;
  tensor->raw_data.len = n_values * sizeof (float);
  tensor->raw_data.data = g_malloc (tensor->raw_data.len);
  bp_float_copy_little_endian (tensor->raw_data.data, values, n_values);
  APPEND (graph, initializer, tensor);
}

static BpOnnx__NodeProto *
add_node (BpOnnx__GraphProto *graph,
          const char *operator_name,
          const char *const *inputs,
          const char *output)
{
  BpOnnx__NodeProto *node = g_new (BpOnnx__NodeProto, 1);

  bp_onnx__node_proto__init (node);
  node->op_type = g_strdup (operator_name);
  node->name = g_strdup_printf ("%s:%s", operator_name, output);
  for (guint i = 0; inputs[i] != NULL; i++)
    APPEND (node, input, g_strdup (inputs[i]));
  APPEND (node, output, g_strdup (output));
  APPEND (graph, node, node);

  return node;
}

static void
set_integer (BpOnnx__NodeProto *node, const char *name, gint64 value)
{
  BpOnnx__AttributeProto *attribute = g_new (BpOnnx__AttributeProto, 1);

  bp_onnx__attribute_proto__init (attribute);
  attribute->name = g_strdup (name);
  attribute->has_type = TRUE;
  attribute->type = ATTRIBUTE_INTEGER;
  attribute->has_i = TRUE;
  attribute->i = value;
  APPEND (node, attribute, attribute);
}

static void
set_float (BpOnnx__NodeProto *node, const char *name, float value)
{
  BpOnnx__AttributeProto *attribute = g_new (BpOnnx__AttributeProto, 1);

  bp_onnx__attribute_proto__init (attribute);
  attribute->name = g_strdup (name);
  attribute->has_type = TRUE;
  attribute->type = ATTRIBUTE_FLOAT;
  attribute->has_f = TRUE;
  attribute->f = value;
  APPEND (node, attribute, attribute);
}

/* Describes a value of shape (batch, @n_columns). */
static BpOnnx__ValueInfoProto *
describe_value (const char *name, guint n_columns)
{
  BpOnnx__ValueInfoProto *value = g_new (BpOnnx__ValueInfoProto, 1);
  BpOnnx__TypeProto *type = g_new (BpOnnx__TypeProto, 1);
  BpOnnx__TypeProto__Tensor *tensor = g_new (BpOnnx__TypeProto__Tensor, 1);
  BpOnnx__TensorShapeProto *shape = g_new (BpOnnx__TensorShapeProto, 1);
  BpOnnx__TensorShapeProto__Dimension *dimension;

  bp_onnx__tensor_shape_proto__init (shape);
  dimension = g_new (BpOnnx__TensorShapeProto__Dimension, 1);
  bp_onnx__tensor_shape_proto__dimension__init (dimension);
  dimension->dim_param = g_strdup ("batch");
  APPEND (shape, dim, dimension);
  dimension = g_new (BpOnnx__TensorShapeProto__Dimension, 1);
  bp_onnx__tensor_shape_proto__dimension__init (dimension);
  dimension->has_dim_value = TRUE;
  dimension->dim_value = n_columns;
  APPEND (shape, dim, dimension);

  bp_onnx__type_proto__tensor__init (tensor);
  tensor->has_elem_type = TRUE;
  tensor->elem_type = TENSOR_FLOAT;
  tensor->shape = shape;
  bp_onnx__type_proto__init (type);
  type->tensor_type = tensor;
  bp_onnx__value_info_proto__init (value);
  value->name = g_strdup (name);
  value->type = type;

  return value;
}

static void
add_metadata (BpOnnx__ModelProto *model, const char *key, const char *value)
{
  BpOnnx__StringStringEntryProto *entry;

  entry = g_new (BpOnnx__StringStringEntryProto, 1);
  bp_onnx__string_string_entry_proto__init (entry);
  entry->key = g_strdup (key);
  entry->value = g_strdup (value);
  APPEND (model, metadata_props, entry);
}

static void
add_layer (BpOnnx__GraphProto *graph,
           const BpNetwork *network,
           guint l,
           const char *input,
           const char *output)
{
  const BpLayer *layer = &network->layers[l];
  g_autofree char *weights_name = g_strdup_printf ("%u.weight", 2 * l);
  g_autofree char *biases_name = g_strdup_printf ("%u.bias", 2 * l);
  g_autofree float *weights = g_new (float, (gsize) layer->n_outputs * layer->n_inputs);
  const char *inputs[] = { input, weights_name, biases_name, NULL };

  bp_network_get_weights (network, l, weights);
  add_tensor (graph, weights_name, weights, 2, layer->n_outputs, layer->n_inputs);
  add_tensor (graph, biases_name, layer->biases, 1, layer->n_outputs, 0);
  set_integer (add_node (graph, "Gemm", inputs, output), "transB", 1);
}

static void
add_gelu_numbers (BpOnnx__GraphProto *graph)
{
  const float factor = (float) M_SQRT1_2;
  const float one = 1.0f;
  const float half = 0.5f;

  add_tensor (graph, GELU_FACTOR, &factor, 1, 1, 0);
  add_tensor (graph, GELU_ONE, &one, 1, 1, 0);
  add_tensor (graph, GELU_HALF, &half, 1, 1, 0);
}

static void
add_gelu (BpOnnx__GraphProto *graph, guint l, const char *sums, const char *output)
{
  g_autofree char *scaled = g_strdup_printf ("scaled%u", l);
  g_autofree char *erf = g_strdup_printf ("erf%u", l);
  g_autofree char *shifted = g_strdup_printf ("shifted%u", l);
  g_autofree char *doubled = g_strdup_printf ("doubled%u", l);

  add_node (graph, "Mul", (const char *const[]){ sums, GELU_FACTOR, NULL }, scaled);
  add_node (graph, "Erf", (const char *const[]){ scaled, NULL }, erf);
  add_node (graph, "Add", (const char *const[]){ erf, GELU_ONE, NULL }, shifted);
  add_node (graph, "Mul", (const char *const[]){ sums, shifted, NULL }, doubled);
  add_node (graph, "Mul", (const char *const[]){ doubled, GELU_HALF, NULL }, output);
}

static void
add_activation (BpOnnx__GraphProto *graph,
                BpActivation activation,
                guint l,
                const char *sums,
                const char *output)
{
  BpOnnx__NodeProto *node;

  if (activation == BP_ACTIVATION_GELU)
    {
      add_gelu (graph, l, sums, output);
      return;
    }

  node = add_node (graph, bp_onnx_get_operator (activation), (const char *const[]){ sums, NULL },
                   output);
  if (activation == BP_ACTIVATION_LEAKY_RELU)
    set_float (node, "alpha", BP_LEAKY_RELU_SLOPE);
}

static BpOnnx__GraphProto *
make_graph (const BpNetwork *network)
{
  BpOnnx__GraphProto *graph = g_new (BpOnnx__GraphProto, 1);
  const char *const scaling[] = { "pixels", BP_WEIGHTS_KEY_INPUT_SCALE, NULL };
  const char *const shifting[] = { "scaled", BP_WEIGHTS_KEY_INPUT_OFFSET, NULL };
  const char *const logits[] = { "logits", NULL };
  g_autofree char *input = g_strdup ("normalized");

  bp_onnx__graph_proto__init (graph);
  graph->name = bp_network_describe (network);
  APPEND (graph, input, describe_value ("pixels", bp_network_get_n_inputs (network)));
  APPEND (graph, output, describe_value ("probabilities", bp_network_get_n_outputs (network)));
  APPEND (graph, output, describe_value ("logits", bp_network_get_n_outputs (network)));

  add_tensor (graph, BP_WEIGHTS_KEY_INPUT_SCALE, &network->input_scale, 1, 1, 0);
  add_tensor (graph, BP_WEIGHTS_KEY_INPUT_OFFSET, &network->input_offset, 1, 1, 0);
  if (network->activation == BP_ACTIVATION_GELU && network->n_layers > 1)
    add_gelu_numbers (graph);
  add_node (graph, "Mul", scaling, "scaled");
  add_node (graph, "Add", shifting, input);

  for (guint l = 0; l < network->n_layers - 1; l++)
    {
      g_autofree char *sums = g_strdup_printf ("sums%u", l);
      g_autofree char *activations = g_strdup_printf ("activations%u", l);

      add_layer (graph, network, l, input, sums);
      add_activation (graph, network->activation, l, sums, activations);
      g_free (input);
      input = g_steal_pointer (&activations);
    }
  add_layer (graph, network, network->n_layers - 1, input, "logits");
  set_integer (add_node (graph, "Softmax", logits, "probabilities"), "axis", 1);

  return graph;
}

/**
 * bp_onnx_get_operator:
 * @activation: an activation
 *
 * Returns: (transfer none): the name of its ONNX operator; that of GELU exists from operator set 20
 *   on
 */
const char *
bp_onnx_get_operator (BpActivation activation)
{
  static const char *const operators[BP_N_ACTIVATIONS] = {
    [BP_ACTIVATION_RELU] = "Relu", [BP_ACTIVATION_LEAKY_RELU] = "LeakyRelu",
    [BP_ACTIVATION_TANH] = "Tanh", [BP_ACTIVATION_SIGMOID] = "Sigmoid",
    [BP_ACTIVATION_GELU] = "Gelu",
  };

  return operators[activation];
}

/**
 * bp_onnx_write:
 * @network: the network; its parameters are finite
 * @info: the description of the network
 * @error: return location for %BP_ERROR_INVALID_VALUE, where its answers are not finite, or
 *   %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the bytes of an ONNX file, or %NULL with @error set
 */
GBytes *
bp_onnx_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error)
{
  g_autoptr (BpMetadata) metadata = NULL;
  BpOnnx__ModelProto *model;
  BpOnnx__OperatorSetIdProto *operators;
  guint8 *bytes;
  gsize length;

  metadata = bp_weights_metadata_make (network, info, error);
  if (metadata == NULL)
    return NULL;

  model = g_new (BpOnnx__ModelProto, 1);
  bp_onnx__model_proto__init (model);
  model->has_ir_version = TRUE;
  model->ir_version = IR_VERSION;
  model->producer_name = g_strdup ("Backprop");
  model->producer_version = g_strdup (BP_VERSION);
  model->doc_string = g_strdup ("Takes rows of pixels from 0 (background) to 255 (ink).");
  operators = g_new (BpOnnx__OperatorSetIdProto, 1);
  bp_onnx__operator_set_id_proto__init (operators);
  operators->domain = g_strdup ("");
  operators->has_version = TRUE;
  operators->version = OPSET;
  APPEND (model, opset_import, operators);
  for (guint i = 0; i < bp_metadata_get_n_entries (metadata); i++)
    {
      const char *key = bp_metadata_get_key (metadata, i);

      add_metadata (model, key, bp_metadata_get (metadata, key));
    }
  model->graph = make_graph (network);

  length = bp_onnx__model_proto__get_packed_size (model);
  bytes = g_try_malloc (length);
  if (bytes != NULL)
    bp_onnx__model_proto__pack (model, bytes);
  else
    g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY, _ ("there is no memory to write it"));
  bp_onnx__model_proto__free_unpacked (model, NULL);
  return bytes != NULL ? g_bytes_new_take (bytes, length) : NULL;
}
