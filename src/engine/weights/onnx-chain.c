/* SPDX-License-Identifier: MIT */
/*
 * Walks through an ONNX graph from its input to its output. The graph must be a plain network:
 * pixels that are scaled and flattened, layers (Gemm, or MatMul and Add) with the same activation
 * between all of them, and Softmax, LogSoftmax or neither at the end. Every operator and every
 * value is checked. An unknown or unused one is an error with its name, because a network that is
 * read wrongly gives wrong answers without a warning.
 *
 *   pixels ── Cast, Mul, Add, Flatten … ──▶ row ── layer ──▶ sums ── activation ──▶ row ── layer …
 *   … ──▶ sums ── Softmax ──▶ answer ── ArgMax, ZipMap (scikit-learn's names of the classes)
 *
 * Thread rule: pure functions of their arguments.
 */
#include "onnx-chain.h"

#include "error.h"
#include "onnx-shape.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The type numbers of a TensorProto. */
#define TYPE_FLOAT    1
#define TYPE_UINT8    2
#define TYPE_STRING   8
#define TYPE_FLOAT16  10
#define TYPE_DOUBLE   11
#define TYPE_BFLOAT16 16

/* Pixels with a smaller scale than this are bytes: 1/255 and 1/256 are smaller, 1/0.3081 is not. */
#define SMALLEST_FRACTION (1.0F / 64.0F)

/* The tolerance for constants, which programs write in different precisions. */
#define CONSTANT_TOLERANCE 1e-4F

/* The slope of leaky ReLU for negative sums: the default of PyTorch and ONNX. */
#define LEAKY_SLOPE 0.01F

typedef enum
{
  STAGE_PIXELS,
  STAGE_SUMS,
  STAGE_ACTIVATIONS,
  STAGE_ANSWER,
} Stage;

typedef struct
{
  BpOnnxGraph *graph;
  BpOnnxChain *chain;
  Stage stage;
  const char *value; /* the name of the current value */
  BpOnnxShape shape; /* of @value */

  /* owned */
  GHashTable *shapes; /* name of a value to its #BpOnnxShape */
  GHashTable *labels; /* the names of values computed from the answer */
} Walk;

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->shapes, g_hash_table_unref);
  g_clear_pointer (&walk->labels, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* Makes the output of @node the current value. */
static gboolean
advance (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  if (node->n_output < 1 || *node->output[0] == '\0')
    return bp_onnx_set_node_error (node, _ ("its operator %s gives nothing"), error);
  if (!bp_onnx_graph_use (walk->graph, node, error))
    return FALSE;

  walk->value = node->output[0];
  g_hash_table_insert (walk->shapes, (gpointer) walk->value,
                       g_memdup2 (&walk->shape, sizeof walk->shape));
  return TRUE;
}

/* Reads the constant input of @node beside the current value. @is_first: whether the constant is
 * the first input. */
static gboolean
read_operand (Walk *walk,
              const BpOnnx__NodeProto *node,
              BpOnnxConstant *constant,
              gboolean *is_first,
              GError **error)
{
  const char *left = bp_onnx_node_get_input (node, 0);
  const char *right = bp_onnx_node_get_input (node, 1);

  if (left == NULL || right == NULL || node->n_input != 2)
    return bp_onnx_set_node_error (node, _ ("its operator %s needs two inputs"), error);
  *is_first = !g_str_equal (left, walk->value);
  if (!bp_onnx_graph_is_constant (walk->graph, *is_first ? left : right))
    return bp_onnx_set_node_error (
        node,
        _ ("its operator %s combines two computed values, which no plain "
           "network does"),
        error);
  return bp_onnx_graph_read_constant (walk->graph, *is_first ? left : right, constant, error);
}

/* --- Pixels --- */

/* Extends the scale and the offset of the pixels to @count numbers. */
static gboolean
spread (Walk *walk, const BpOnnx__NodeProto *node, gint64 count, GError **error)
{
  BpOnnxChain *chain = walk->chain;
  gint64 n_features = bp_onnx_shape_count_features (&walk->shape);

  if (count == 1 || count == walk->chain->n_scaled)
    return TRUE;
  if (count < 1 || count > BP_NETWORK_MAX_UNITS || walk->chain->n_scaled != 1 ||
      (n_features != BP_ONNX_UNKNOWN && n_features != count))
    return bp_onnx_set_node_error (node, _ ("its operator %s scales rows or columns of the pixels"),
                                   error);

  chain->scale = g_renew (float, chain->scale, count);
  chain->offset = g_renew (float, chain->offset, count);
  for (gint64 i = 1; i < count; i++)
    {
      chain->scale[i] = chain->scale[0];
      chain->offset[i] = chain->offset[0];
    }
  walk->chain->n_scaled = (guint) count;
  return TRUE;
}

/* Appends pixels * factors + terms to the transform of the pixels. */
static gboolean
scale_pixels (Walk *walk,
              const BpOnnx__NodeProto *node,
              const float *factors,
              const float *terms,
              gint64 count,
              GError **error)
{
  BpOnnxChain *chain = walk->chain;

  if (!spread (walk, node, count, error))
    return FALSE;
  for (guint i = 0; i < walk->chain->n_scaled; i++)
    {
      float factor = factors != NULL ? factors[count == 1 ? 0 : i] : 1.0F;
      float term = terms != NULL ? terms[count == 1 ? 0 : i] : 0.0F;

      chain->scale[i] *= factor;
      chain->offset[i] = chain->offset[i] * factor + term;
      if (!isfinite (chain->scale[i]) || !isfinite (chain->offset[i]) || chain->scale[i] == 0.0F)
        return bp_onnx_set_node_error (node,
                                       _ ("its operator %s scales pixels with an invalid constant"),
                                       error);
      chain->has_pixels = chain->has_pixels || fabsf (chain->scale[i]) < SMALLEST_FRACTION;
    }
  return TRUE;
}

static gboolean
step_arithmetic (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  g_autofree float *values = NULL;
  BpOnnxConstant constant = { NULL };
  gboolean is_first = FALSE;
  gboolean is_done;

  if (!read_operand (walk, node, &constant, &is_first, error))
    return FALSE;
  if (is_first && (bp_onnx_node_is (node, "Sub") || bp_onnx_node_is (node, "Div")))
    return bp_onnx_set_node_error (
        node, _ ("its operator %s subtracts pixels from a constant, or divides a constant by them"),
        error);
  if (constant.count < 1 || constant.count > BP_NETWORK_MAX_UNITS)
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s scales pixels with an invalid constant"),
                                   error);

  values = g_new (float, constant.count);
  if (!bp_onnx_constant_read_floats (&constant, values, error))
    return FALSE;
  for (gint64 i = 0; i < constant.count; i++)
    if (bp_onnx_node_is (node, "Sub"))
      values[i] = -values[i];
    else if (bp_onnx_node_is (node, "Div"))
      values[i] = 1.0F / values[i];

  if (bp_onnx_node_is (node, "Mul") || bp_onnx_node_is (node, "Div"))
    is_done = scale_pixels (walk, node, values, NULL, constant.count, error);
  else
    is_done = scale_pixels (walk, node, NULL, values, constant.count, error);
  return is_done && advance (walk, node, error);
}

/* scikit-learn's StandardScaler: (pixels - offset) * scale. */
static gboolean
step_scaler (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  const BpOnnx__AttributeProto *offset = bp_onnx_node_find_attribute (node, "offset");
  const BpOnnx__AttributeProto *scale = bp_onnx_node_find_attribute (node, "scale");
  g_autofree float *terms = NULL;

  if (offset == NULL || scale == NULL || offset->n_floats < 1 || scale->n_floats < 1)
    return bp_onnx_set_node_error (node, _ ("its operator %s lacks its offset or its scale"),
                                   error);

  terms = g_new (float, offset->n_floats);
  for (gsize i = 0; i < offset->n_floats; i++)
    terms[i] = -offset->floats[i];
  return scale_pixels (walk, node, NULL, terms, (gint64) offset->n_floats, error) &&
         scale_pixels (walk, node, scale->floats, NULL, (gint64) scale->n_floats, error) &&
         advance (walk, node, error);
}

/* --- Layers --- */

/* Adds @factor times a constant to the biases of the last layer. */
static gboolean
add_biases (Walk *walk,
            const BpOnnx__NodeProto *node,
            const BpOnnxConstant *constant,
            float factor,
            GError **error)
{
  BpOnnxLayer *layer = &walk->chain->layers[walk->chain->n_layers - 1];
  gboolean is_row = constant->count == layer->n_outputs && constant->n_dims > 0 &&
                    constant->dims[constant->n_dims - 1] == constant->count;
  g_autofree float *values = NULL;

  if (!is_row && constant->count != 1)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s adds a constant that does not have one bias for each unit"),
        error);

  values = g_new (float, constant->count);
  if (!bp_onnx_constant_read_floats (constant, values, error))
    return FALSE;
  for (guint j = 0; j < layer->n_outputs; j++)
    {
      float bias = values[constant->count == 1 ? 0 : j];

      /* The first bias of a layer is stored exactly: no multiplication by 1, no addition to 0. */
      if (factor != 1.0F)
        bias *= factor;
      layer->biases[j] = layer->biases[j] == 0.0F ? bias : layer->biases[j] + bias;
    }
  return TRUE;
}

static gboolean
add_layer (Walk *walk,
           const BpOnnx__NodeProto *node,
           const BpOnnxConstant *weights,
           gboolean is_out_in,
           float alpha,
           GError **error)
{
  BpOnnxChain *chain = walk->chain;
  gint64 n_features = bp_onnx_shape_count_features (&walk->shape);
  BpOnnxLayer *layer;
  gint64 n_inputs;
  gint64 n_outputs;

  if (walk->stage == STAGE_SUMS)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s follows another layer without an activation between"), error);
  if (walk->stage == STAGE_ANSWER)
    return bp_onnx_set_node_error (node, _ ("its operator %s comes after the answer"), error);
  if (chain->n_layers == BP_NETWORK_MAX_LAYERS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it has more than %d layers, the maximum of this program"),
                   BP_NETWORK_MAX_LAYERS);
      return FALSE;
    }
  if (weights->n_dims != 2 || !bp_onnx_constant_is_float (weights))
    return bp_onnx_set_node_error (
        node, _ ("its operator %s has weights that are not a matrix of numbers"), error);
  if (walk->shape.is_known && walk->shape.n_dims != 2)
    return bp_onnx_set_node_error (node, _ ("its operator %s takes images that were not flattened"),
                                   error);

  n_inputs = weights->dims[is_out_in ? 1 : 0];
  n_outputs = weights->dims[is_out_in ? 0 : 1];
  if (n_inputs < 1 || n_inputs > BP_NETWORK_MAX_UNITS || n_outputs < 1 ||
      n_outputs > BP_NETWORK_MAX_UNITS)
    return bp_onnx_set_node_error (node, _ ("its operator %s has an unsupported number of units"),
                                   error);
  if ((n_features != BP_ONNX_UNKNOWN && n_features != n_inputs) ||
      (chain->n_layers == 0 && walk->chain->n_scaled != 1 && walk->chain->n_scaled != n_inputs))
    return bp_onnx_set_node_error (
        node, _ ("its operator %s has another number of inputs than the values before it"), error);

  layer = &chain->layers[chain->n_layers++];
  *layer = (BpOnnxLayer){
    .weights = *weights,
    .is_out_in = is_out_in,
    .alpha = alpha,
    .biases = g_new0 (float, n_outputs),
    .n_inputs = (guint) n_inputs,
    .n_outputs = (guint) n_outputs,
  };
  walk->shape.is_known = TRUE;
  walk->shape.n_dims = 2;
  walk->shape.dims[0] = BP_ONNX_BATCH;
  walk->shape.dims[1] = n_outputs;
  walk->stage = STAGE_SUMS;
  return TRUE;
}

static gboolean
step_matmul (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  BpOnnxConstant weights = { NULL };
  gboolean is_first = FALSE;

  if (!read_operand (walk, node, &weights, &is_first, error))
    return FALSE;
  if (is_first)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s takes images as columns, but only rows are supported"), error);
  return add_layer (walk, node, &weights, FALSE, 1.0F, error) && advance (walk, node, error);
}

static gboolean
step_gemm (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  const char *weights_name = bp_onnx_node_get_input (node, 1);
  const char *biases_name = bp_onnx_node_get_input (node, 2);
  float alpha = bp_onnx_node_get_float (node, "alpha", 1.0F);
  float beta = bp_onnx_node_get_float (node, "beta", 1.0F);
  BpOnnxConstant weights = { NULL };
  BpOnnxConstant biases = { NULL };

  if (g_strcmp0 (bp_onnx_node_get_input (node, 0), walk->value) != 0 || weights_name == NULL ||
      !bp_onnx_graph_is_constant (walk->graph, weights_name) ||
      (biases_name != NULL && !bp_onnx_graph_is_constant (walk->graph, biases_name)))
    return bp_onnx_set_node_error (
        node,
        _ ("its operator %s does not have a row and constant weights and biases as its inputs"),
        error);
  if (bp_onnx_node_get_integer (node, "transA", 0) != 0)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s takes images as columns, but only rows are supported"), error);
  if (!isfinite (alpha) || !isfinite (beta))
    return bp_onnx_set_node_error (node, _ ("its operator %s has invalid factors"), error);

  return bp_onnx_graph_read_constant (walk->graph, weights_name, &weights, error) &&
         add_layer (walk, node, &weights, bp_onnx_node_get_integer (node, "transB", 0) != 0, alpha,
                    error) &&
         (biases_name == NULL ||
          (bp_onnx_graph_read_constant (walk->graph, biases_name, &biases, error) &&
           add_biases (walk, node, &biases, beta, error))) &&
         advance (walk, node, error);
}

static gboolean
step_biases (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  BpOnnxConstant biases = { NULL };
  gboolean is_first = FALSE;

  return read_operand (walk, node, &biases, &is_first, error) &&
         add_biases (walk, node, &biases, 1.0F, error) && advance (walk, node, error);
}

/* --- Activations --- */

static gboolean
set_activation (Walk *walk, const BpOnnx__NodeProto *node, const char *name, GError **error)
{
  if (walk->stage != STAGE_SUMS)
    return bp_onnx_set_node_error (node, _ ("its operator %s does not come after a layer"), error);
  if (walk->chain->activation != NULL && !g_str_equal (walk->chain->activation, name))
    {
      g_autofree char *operator_name = bp_onnx_node_describe (node);

      g_set_error (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("its operator %s differs from “%s” before it, but all hidden layers must have "
             "the same activation"),
          operator_name, walk->chain->activation);
      return FALSE;
    }

  walk->chain->activation = name;
  walk->stage = STAGE_ACTIVATIONS;
  return TRUE;
}

static gboolean
step_activation (Walk *walk, const BpOnnx__NodeProto *node, const char *name, GError **error)
{
  const BpOnnx__AttributeProto *way = bp_onnx_node_find_attribute (node, "approximate");

  if (bp_onnx_node_is (node, "LeakyRelu") &&
      !(fabsf (bp_onnx_node_get_float (node, "alpha", LEAKY_SLOPE) - LEAKY_SLOPE) < 1e-6F))
    return bp_onnx_set_node_error (node, _ ("its operator %s has another slope than 0.01"), error);
  if (way != NULL && !(way->s.len == 4 && memcmp (way->s.data, "none", 4) == 0))
    return bp_onnx_set_node_error (
        node, _ ("its operator %s is an approximation, but only the exact function is supported"),
        error);
  return set_activation (walk, node, name, error) && advance (walk, node, error);
}

/* The only consumer of @name, or %NULL where it has several or is an output of the graph. */
static const BpOnnx__NodeProto *
find_only_consumer (const Walk *walk, const char *name)
{
  g_autoptr (GPtrArray) nodes = bp_onnx_graph_list_consumers (walk->graph, name);

  return nodes->len == 1 && !bp_onnx_graph_is_output (walk->graph, name)
             ? g_ptr_array_index (nodes, 0)
             : NULL;
}

/* Whether @node is @operator_name of @value and a constant near @expected. If so, the constant is
 * marked as used. */
static gboolean
matches_constant (Walk *walk,
                  const BpOnnx__NodeProto *node,
                  const char *operator_name,
                  const char *value,
                  float expected)
{
  const char *other;
  BpOnnxConstant constant = { NULL };
  float number;

  if (node == NULL || !bp_onnx_node_is (node, operator_name) || node->n_input != 2)
    return FALSE;
  other = node->input[g_str_equal (node->input[0], value) ? 1 : 0];
  if (g_str_equal (operator_name, "Div") && other == node->input[0])
    return FALSE;
  return bp_onnx_graph_is_constant (walk->graph, other) &&
         bp_onnx_graph_read_constant (walk->graph, other, &constant, NULL) && constant.count == 1 &&
         bp_onnx_constant_read_floats (&constant, &number, NULL) &&
         fabsf (number - expected) < CONSTANT_TOLERANCE;
}

/* Whether @node multiplies the values @a and @b. */
static gboolean
multiplies (const BpOnnx__NodeProto *node, const char *a, const char *b)
{
  return node != NULL && bp_onnx_node_is (node, "Mul") && node->n_input == 2 &&
         ((g_str_equal (node->input[0], a) && g_str_equal (node->input[1], b)) ||
          (g_str_equal (node->input[0], b) && g_str_equal (node->input[1], a)));
}

/* GELU before operator set 20: x / 2 (1 + erf (x / sqrt 2)), in five nodes. Both the first node and
 * a Mul take x; the factor 1/2 comes before or after that Mul. */
static gboolean
step_split_gelu (Walk *walk, GPtrArray *consumers, gboolean *is_gelu, GError **error)
{
  const char *x = walk->value;

  *is_gelu = FALSE;
  for (guint k = 0; k < 2 && consumers->len == 2; k++)
    {
      const BpOnnx__NodeProto *divide = g_ptr_array_index (consumers, k);
      const BpOnnx__NodeProto *other = g_ptr_array_index (consumers, 1 - k);
      const BpOnnx__NodeProto *erf;
      const BpOnnx__NodeProto *add;
      const BpOnnx__NodeProto *last;
      const BpOnnx__NodeProto *parts[5];

      if (divide->n_output < 1 || other->n_output < 1 ||
          (!matches_constant (walk, divide, "Div", x, (float) G_SQRT2) &&
           !matches_constant (walk, divide, "Mul", x, (float) (1.0 / G_SQRT2))))
        continue;
      erf = find_only_consumer (walk, divide->output[0]);
      if (erf == NULL || !bp_onnx_node_is (erf, "Erf") || erf->n_output < 1)
        continue;
      add = find_only_consumer (walk, erf->output[0]);
      if (!matches_constant (walk, add, "Add", erf->output[0], 1.0F) || add->n_output < 1)
        continue;
      last = find_only_consumer (walk, other->output[0]);
      if (last == NULL || last->n_output < 1 ||
          !((multiplies (other, x, add->output[0]) &&
             matches_constant (walk, last, "Mul", other->output[0], 0.5F)) ||
            (matches_constant (walk, other, "Mul", x, 0.5F) &&
             multiplies (last, other->output[0], add->output[0]))))
        continue;

      parts[0] = divide;
      parts[1] = erf;
      parts[2] = add;
      parts[3] = other;
      parts[4] = last;
      *is_gelu = TRUE;
      if (!set_activation (walk, divide, "Gelu", error))
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        if (!advance (walk, parts[i], error))
          return FALSE;
      return TRUE;
    }
  return TRUE;
}

/* --- The answer --- */

static gboolean
step_softmax (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 axis = bp_onnx_node_get_integer (node, "axis", 1);

  if (walk->stage != STAGE_SUMS || (axis != 1 && axis != -1))
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s does not come at the end of a network"),
                                   error);
  walk->stage = STAGE_ANSWER;
  return advance (walk, node, error);
}

/* Sets the class names to those of @node. */
static gboolean
take_names (Walk *walk,
            const BpOnnx__NodeProto *node,
            const gint64 *numbers,
            const ProtobufCBinaryData *texts,
            gsize count,
            GError **error)
{
  BpOnnxChain *chain = walk->chain;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_assert (numbers != NULL || texts != NULL || count == 0);
  if (count != chain->layers[chain->n_layers - 1].n_outputs)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s names another number of classes than there are"), error);
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *name =
          numbers != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i])
                          : g_utf8_make_valid ((const char *) texts[i].data, (gssize) texts[i].len);

      g_strv_builder_add (builder, name);
    }
  g_clear_pointer (&chain->class_names, g_strfreev);
  chain->class_names = g_strv_builder_end (builder);
  return TRUE;
}

/* Reads the class names from which @node selects by index. */
static gboolean
read_names (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  const char *name = bp_onnx_node_get_input (node, 0);
  const BpOnnx__TensorProto *tensor =
      name != NULL ? bp_onnx_graph_find_tensor (walk->graph, name) : NULL;
  g_autofree gint64 *numbers = NULL;
  BpOnnxConstant constant = { NULL };

  if (tensor == NULL)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s looks up other values than the names of the classes"), error);
  if (tensor->data_type == TYPE_STRING)
    return take_names (walk, node, NULL, tensor->string_data, tensor->n_string_data, error);
  if (!bp_onnx_graph_read_constant (walk->graph, name, &constant, error))
    return FALSE;
  if (constant.count > BP_NETWORK_MAX_UNITS)
    return bp_onnx_set_node_error (node, _ ("its operator %s names more classes than there are"),
                                   error);
  numbers = g_new (gint64, MAX (constant.count, 1));
  return bp_onnx_constant_read_integers (&constant, numbers, error) &&
         take_names (walk, node, numbers, NULL, (gsize) constant.count, error);
}

static gboolean
read_zip_map (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  const BpOnnx__AttributeProto *numbers = bp_onnx_node_find_attribute (node, "classlabels_int64s");
  const BpOnnx__AttributeProto *texts = bp_onnx_node_find_attribute (node, "classlabels_strings");

  if (numbers != NULL && numbers->n_ints > 0)
    return take_names (walk, node, numbers->ints, NULL, numbers->n_ints, error);
  if (texts != NULL && texts->n_strings > 0)
    return take_names (walk, node, NULL, texts->strings, texts->n_strings, error);
  return bp_onnx_set_node_error (node, _ ("its operator %s names no classes"), error);
}

static gboolean
begins_label (const BpOnnx__NodeProto *node)
{
  return bp_onnx_node_is (node, "ArgMax") || bp_onnx_node_is (node, "ZipMap");
}

/* Follows nodes after the answer, which compute the most probable class and its name. They do not
 * change the answer. */
static gboolean
follow_label (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 axis = bp_onnx_node_get_integer (node, "axis", 0);

  if (walk->stage != STAGE_SUMS && walk->stage != STAGE_ANSWER)
    return bp_onnx_set_node_error (node, _ ("its operator %s comes before the answer"), error);
  if (bp_onnx_node_is (node, "ArgMax") && axis != 1 && axis != -1)
    return bp_onnx_set_node_error (node, _ ("its operator %s compares images instead of classes"),
                                   error);
  if (bp_onnx_node_is (node, "ZipMap") && !read_zip_map (walk, node, error))
    return FALSE;

  while (node != NULL)
    {
      g_autoptr (GPtrArray) next = NULL;

      if (!bp_onnx_graph_use (walk->graph, node, error))
        return FALSE;
      if (node->n_output < 1)
        return bp_onnx_set_node_error (node, _ ("its operator %s gives nothing"), error);
      g_hash_table_add (walk->labels, node->output[0]);
      next = bp_onnx_graph_list_consumers (walk->graph, node->output[0]);
      if (next->len > 1)
        return bp_onnx_set_node_error (node,
                                       _ ("its operator %s is used by more than one operator"),
                                       error);
      if (next->len == 0)
        return TRUE;

      node = g_ptr_array_index (next, 0);
      if (bp_onnx_node_is (node, "ArrayFeatureExtractor"))
        {
          if (!read_names (walk, node, error))
            return FALSE;
        }
      else if (!bp_onnx_node_is (node, "Cast") && !bp_onnx_node_is (node, "Reshape") &&
               !bp_onnx_node_is (node, "Squeeze") && !bp_onnx_node_is (node, "Identity"))
        return bp_onnx_set_node_error (
            node, _ ("its operator %s processes the answer in an unsupported way"), error);
      for (guint i = 1; i < node->n_input; i++)
        {
          BpOnnxConstant constant = { NULL };

          if (bp_onnx_graph_is_constant (walk->graph, node->input[i]) &&
              !bp_onnx_graph_read_constant (walk->graph, node->input[i], &constant, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* --- The walk --- */

/* Dropout has an effect only in training. */
static gboolean
check_dropout (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 is_training = 0;

  for (guint i = 1; i < node->n_input; i++)
    {
      BpOnnxConstant constant = { NULL };

      if (*node->input[i] == '\0')
        continue;
      if (!bp_onnx_graph_is_constant (walk->graph, node->input[i]))
        return bp_onnx_set_node_error (node,
                                       _ ("its operator %s has an input that is not constant"),
                                       error);
      if (!bp_onnx_graph_read_constant (walk->graph, node->input[i], &constant, error))
        return FALSE;
      /* Input 1 is the dropout rate, input 2 whether it is training. */
      if (i == 2 &&
          (constant.count != 1 || !bp_onnx_constant_read_integers (&constant, &is_training, NULL)))
        is_training = 1;
    }
  return is_training == 0 ||
         bp_onnx_set_node_error (
             node, _ ("its operator %s is meant for training: export the model for use"), error);
}

static gboolean
step_through (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 type = bp_onnx_node_get_integer (node, "to", 0);

  if (bp_onnx_node_is (node, "Cast") && type != TYPE_FLOAT && type != TYPE_FLOAT16 &&
      type != TYPE_DOUBLE && type != TYPE_BFLOAT16)
    return bp_onnx_set_node_error (node, _ ("its operator %s rounds values to whole numbers"),
                                   error);
  if (bp_onnx_node_is (node, "Dropout") && !check_dropout (walk, node, error))
    return FALSE;
  return advance (walk, node, error);
}

static gboolean
step_shape (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  return bp_onnx_shape_apply (&walk->shape, walk->graph, walk->shapes, node, error) &&
         advance (walk, node, error);
}

static gboolean
is_one_of (const BpOnnx__NodeProto *node, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (bp_onnx_node_is (node, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
step (Walk *walk, const BpOnnx__NodeProto *node, GError **error)
{
  static const char *const ways[] = { "Identity", "Dropout", "Cast", NULL };
  static const char *const shapes[] = { "Flatten", "Reshape",   "Transpose",
                                        "Squeeze", "Unsqueeze", NULL };
  static const char *const sums[] = { "Add", "Sub", "Mul", "Div", NULL };
  static const char *const activations[] = { "Relu", "LeakyRelu", "Tanh", "Sigmoid", "Gelu", NULL };

  if (is_one_of (node, ways))
    return step_through (walk, node, error);
  if (is_one_of (node, shapes))
    return step_shape (walk, node, error);
  if (walk->stage == STAGE_PIXELS && is_one_of (node, sums))
    return step_arithmetic (walk, node, error);
  if (walk->stage == STAGE_PIXELS && bp_onnx_node_is (node, "Scaler"))
    return step_scaler (walk, node, error);
  if (walk->stage == STAGE_SUMS && bp_onnx_node_is (node, "Add"))
    return step_biases (walk, node, error);
  if (bp_onnx_node_is (node, "MatMul"))
    return step_matmul (walk, node, error);
  if (bp_onnx_node_is (node, "Gemm"))
    return step_gemm (walk, node, error);
  for (guint i = 0; activations[i] != NULL; i++)
    if (bp_onnx_node_is (node, activations[i]))
      return step_activation (walk, node, activations[i], error);
  if (bp_onnx_node_is (node, "Softmax") || bp_onnx_node_is (node, "LogSoftmax"))
    return step_softmax (walk, node, error);
  if (is_one_of (node, sums))
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s is where a plain network has no operator"),
                                   error);
  return bp_onnx_set_node_error (
      node, _ ("its operator %s is not an operator of a plain network of fully connected layers"),
      error);
}

/* Advances by one node; @is_end: whether there is none. */
static gboolean
go_on (Walk *walk, gboolean *is_end, GError **error)
{
  g_autoptr (GPtrArray) consumers = bp_onnx_graph_list_consumers (walk->graph, walk->value);
  gboolean is_gelu = FALSE;

  for (guint i = consumers->len; i > 0; i--)
    {
      const BpOnnx__NodeProto *node = g_ptr_array_index (consumers, i - 1);

      if (begins_label (node) && !follow_label (walk, node, error))
        return FALSE;
      /* The shapes are computed when a Reshape uses them. */
      if (begins_label (node) || bp_onnx_node_is (node, "Shape"))
        g_ptr_array_remove_index (consumers, i - 1);
    }

  *is_end = consumers->len == 0;
  if (*is_end)
    return TRUE;
  if (consumers->len == 1)
    return step (walk, g_ptr_array_index (consumers, 0), error);
  if (!step_split_gelu (walk, consumers, &is_gelu, error))
    return FALSE;
  return is_gelu || bp_onnx_set_node_error (
                        g_ptr_array_index (consumers, 1),
                        _ ("its operator %s shares its input with another one, as no plain "
                           "network does"),
                        error);
}

/* Every output of the graph is the answer or a value on the path to it. */
static gboolean
check_end (const Walk *walk, GError **error)
{
  const BpOnnx__GraphProto *graph = walk->graph->graph;
  const BpOnnx__NodeProto *unused = bp_onnx_graph_find_unused (walk->graph);
  gboolean is_given = g_hash_table_size (walk->labels) > 0;

  if (unused != NULL)
    return bp_onnx_set_node_error (unused,
                                   _ ("its operator %s is not between the pixels and the answer"),
                                   error);
  if (walk->chain->n_layers == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("its graph has no fully connected layers"));
      return FALSE;
    }
  if (walk->stage == STAGE_ACTIVATIONS)
    return bp_onnx_set_node_error (
        bp_onnx_graph_find_producer (walk->graph, walk->value),
        _ ("its operator %s follows the last layer, after which only Softmax is supported"), error);

  for (gsize i = 0; i < graph->n_output; i++)
    {
      const char *name = graph->output[i]->name;

      is_given = is_given || g_strcmp0 (name, walk->value) == 0;
      if (name == NULL || (!g_hash_table_contains (walk->shapes, name) &&
                           !g_hash_table_contains (walk->labels, name)))
        {
          g_autofree char *quoted = bp_error_quote (name != NULL ? name : "");

          g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                       _ ("its output %s is not between the pixels and the answer"), quoted);
          return FALSE;
        }
    }
  if (is_given)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                       _ ("its graph does not output the answer"));
  return FALSE;
}

/**
 * bp_onnx_chain_find:
 * @chain: (out caller-allocates): the network; to be cleared in either case
 * @graph: the graph, which must live as long as @chain
 * @error: return location for a #BpError whose message begins with "its" and names the unknown part
 *
 * Returns: whether the graph is a plain network and nothing else
 */
gboolean
bp_onnx_chain_find (BpOnnxChain *chain, BpOnnxGraph *graph, GError **error)
{
  g_auto (Walk) walk = { .graph = graph, .chain = chain, .value = graph->input->name };
  gboolean is_end = FALSE;

  *chain = (BpOnnxChain){ .n_layers = 0 };
  chain->scale = g_new (float, 1);
  chain->scale[0] = 1.0F;
  chain->offset = g_new0 (float, 1);
  chain->n_scaled = 1;
  walk.shapes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  walk.labels = g_hash_table_new (g_str_hash, g_str_equal);
  if (graph->input->type != NULL && graph->input->type->tensor_type != NULL)
    chain->has_pixels = graph->input->type->tensor_type->elem_type == TYPE_UINT8;

  if (!bp_onnx_shape_init (&walk.shape, graph->input, error))
    return FALSE;
  g_hash_table_insert (walk.shapes, (gpointer) walk.value,
                       g_memdup2 (&walk.shape, sizeof walk.shape));
  while (!is_end)
    if (!go_on (&walk, &is_end, error))
      return FALSE;
  return check_end (&walk, error);
}

/**
 * bp_onnx_chain_clear:
 * @chain: the network
 */
void
bp_onnx_chain_clear (BpOnnxChain *chain)
{
  for (guint l = 0; l < chain->n_layers; l++)
    g_free (chain->layers[l].biases);
  chain->n_layers = 0;
  g_clear_pointer (&chain->scale, g_free);
  g_clear_pointer (&chain->offset, g_free);
  g_clear_pointer (&chain->class_names, g_strfreev);
}
