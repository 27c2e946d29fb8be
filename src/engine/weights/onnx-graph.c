/* SPDX-License-Identifier: MIT */
/*
 * The values of an ONNX graph by their names: the node that produces one, the nodes that consume
 * it, and the constants, which are initialisers or computed by nodes. The shape of a constant must
 * agree with the count of its numbers before it is used.
 *
 * Thread rule: one thread at a time uses a graph.
 */
#include "onnx-graph.h"

#include "error.h"
#include "float-bits.h"
#include "number-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The type numbers of a TensorProto. */
enum
{
  TYPE_FLOAT = 1,
  TYPE_UINT8 = 2,
  TYPE_INT32 = 6,
  TYPE_INT64 = 7,
  TYPE_BOOL = 9,
  TYPE_FLOAT16 = 10,
  TYPE_DOUBLE = 11,
  TYPE_BFLOAT16 = 16,
};

/* A TensorProto's data_location. */
#define LOCATION_EXTERNAL 1

/* --- Finding --- */

G_GNUC_PRINTF (2, 0)
static gboolean
set_damaged_error (GError **error, const char *format, const char *name)
{
  g_autofree char *quoted = bp_error_quote (name);

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, format, quoted);
  return FALSE;
}

static gboolean
is_defined (const BpOnnxGraph *self, const char *name)
{
  return g_hash_table_contains (self->tensors, name) ||
         g_hash_table_contains (self->producers, name);
}

static gboolean
add_node (BpOnnxGraph *self, guint index, GError **error)
{
  const BpOnnx__NodeProto *node = self->graph->node[index];

  for (gsize i = 0; i < node->n_output; i++)
    {
      if (*node->output[i] == '\0')
        continue;
      if (is_defined (self, node->output[i]))
        return set_damaged_error (error, _ ("its graph is damaged: there are two values named %s"),
                                  node->output[i]);
      g_hash_table_insert (self->producers, node->output[i], GUINT_TO_POINTER (index + 1));
    }
  for (gsize i = 0; i < node->n_input; i++)
    {
      GArray *consumers = g_hash_table_lookup (self->consumers, node->input[i]);

      if (*node->input[i] == '\0')
        continue;
      if (consumers == NULL)
        {
          consumers = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (self->consumers, node->input[i], consumers);
        }
      /* A node that takes a value twice is one consumer. */
      if (consumers->len == 0 || g_array_index (consumers, guint, consumers->len - 1) != index)
        g_array_append_val (consumers, index);
    }
  return TRUE;
}

/* Old files list initialisers among the inputs, as optional inputs. */
static gboolean
find_input (BpOnnxGraph *self, GError **error)
{
  for (gsize i = 0; i < self->graph->n_input; i++)
    {
      const BpOnnx__ValueInfoProto *input = self->graph->input[i];

      if (input->name == NULL || g_hash_table_contains (self->tensors, input->name))
        continue;
      if (self->input != NULL)
        {
          g_set_error_literal (
              error, BP_ERROR, BP_ERROR_UNSUPPORTED,
              _ ("its graph has more than one input, but a network only has the pixels"));
          return FALSE;
        }
      self->input = input;
    }
  if (self->input != NULL)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED, _ ("its graph has no input"));
  return FALSE;
}

/**
 * bp_onnx_graph_init:
 * @self: (out caller-allocates): the graph; to be cleared in either case
 * @graph: (nullable): the graph of the file, borrowed until @self is cleared
 * @error: return location for %BP_ERROR_DAMAGED or %BP_ERROR_UNSUPPORTED
 *
 * Returns: whether all names are unique and the graph has exactly one input
 */
gboolean
bp_onnx_graph_init (BpOnnxGraph *self, const BpOnnx__GraphProto *graph, GError **error)
{
  *self = (BpOnnxGraph){ .graph = graph };
  if (graph == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED, _ ("it holds no graph"));
      return FALSE;
    }
  if (graph->n_sparse_initializer > 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("its graph has sparse tensors, which are not read here"));
      return FALSE;
    }

  self->tensors = g_hash_table_new (g_str_hash, g_str_equal);
  self->producers = g_hash_table_new (g_str_hash, g_str_equal);
  self->consumers =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  self->is_used = g_new0 (gboolean, graph->n_node);
  for (gsize i = 0; i < graph->n_initializer; i++)
    {
      BpOnnx__TensorProto *tensor = graph->initializer[i];

      if (tensor->name == NULL)
        return set_damaged_error (error, _ ("its graph is damaged: a tensor has no name among %s"),
                                  "initializer");
      if (is_defined (self, tensor->name))
        return set_damaged_error (error, _ ("its graph is damaged: there are two values named %s"),
                                  tensor->name);
      g_hash_table_insert (self->tensors, tensor->name, tensor);
    }
  for (gsize i = 0; i < graph->n_node; i++)
    if (!add_node (self, (guint) i, error))
      return FALSE;
  return find_input (self, error);
}

/**
 * bp_onnx_graph_clear:
 * @self: the graph
 */
void
bp_onnx_graph_clear (BpOnnxGraph *self)
{
  g_clear_pointer (&self->tensors, g_hash_table_unref);
  g_clear_pointer (&self->producers, g_hash_table_unref);
  g_clear_pointer (&self->consumers, g_hash_table_unref);
  g_clear_pointer (&self->is_used, g_free);
}

/**
 * bp_onnx_graph_find_producer:
 * @self: the graph
 * @name: of a value
 *
 * Returns: (transfer none) (nullable): the node that produces it
 */
const BpOnnx__NodeProto *
bp_onnx_graph_find_producer (const BpOnnxGraph *self, const char *name)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->producers, name));

  return index > 0 ? self->graph->node[index - 1] : NULL;
}

/**
 * bp_onnx_graph_list_consumers:
 * @self: the graph
 * @name: of a value
 *
 * Returns: (transfer container): the nodes that consume it, in the order of the file
 */
GPtrArray *
bp_onnx_graph_list_consumers (const BpOnnxGraph *self, const char *name)
{
  GArray *indices = g_hash_table_lookup (self->consumers, name);
  GPtrArray *nodes = g_ptr_array_new ();

  for (guint i = 0; indices != NULL && i < indices->len; i++)
    g_ptr_array_add (nodes, self->graph->node[g_array_index (indices, guint, i)]);
  return nodes;
}

/**
 * bp_onnx_graph_is_output:
 * @self: the graph
 * @name: of a value
 *
 * Returns: whether it is an output of the graph
 */
gboolean
bp_onnx_graph_is_output (const BpOnnxGraph *self, const char *name)
{
  for (gsize i = 0; i < self->graph->n_output; i++)
    if (g_strcmp0 (self->graph->output[i]->name, name) == 0)
      return TRUE;
  return FALSE;
}

static guint
find_index (const BpOnnxGraph *self, const BpOnnx__NodeProto *node)
{
  for (guint i = 0; i < self->graph->n_node; i++)
    if (self->graph->node[i] == node)
      return i;
  g_return_val_if_reached (0);
}

/* Finds the index of a node through its first output. */
static guint
get_index (const BpOnnxGraph *self, const BpOnnx__NodeProto *node)
{
  for (gsize i = 0; i < node->n_output; i++)
    if (*node->output[i] != '\0')
      return GPOINTER_TO_UINT (g_hash_table_lookup (self->producers, node->output[i])) - 1;
  return find_index (self, node);
}

/**
 * bp_onnx_graph_use:
 * @self: the graph
 * @node: a node that is understood
 * @error: return location for %BP_ERROR_UNSUPPORTED
 *
 * Returns: whether it is the first use; a network is a chain without a cycle
 */
gboolean
bp_onnx_graph_use (BpOnnxGraph *self, const BpOnnx__NodeProto *node, GError **error)
{
  guint index = get_index (self, node);

  if (self->is_used[index])
    return bp_onnx_set_node_error (
        node, _ ("its operator %s occurs twice between the pixels and the answer"), error);
  self->is_used[index] = TRUE;
  return TRUE;
}

/**
 * bp_onnx_graph_mark:
 * @self: the graph
 * @node: a node that computes constants or shapes, which may be used several times
 */
void
bp_onnx_graph_mark (BpOnnxGraph *self, const BpOnnx__NodeProto *node)
{
  self->is_used[get_index (self, node)] = TRUE;
}

/**
 * bp_onnx_graph_find_unused:
 * @self: the graph
 *
 * Returns: (transfer none) (nullable): a node that was not used
 */
const BpOnnx__NodeProto *
bp_onnx_graph_find_unused (const BpOnnxGraph *self)
{
  for (gsize i = 0; i < self->graph->n_node; i++)
    if (!self->is_used[i])
      return self->graph->node[i];
  return NULL;
}

/* --- Nodes --- */

/**
 * bp_onnx_node_get_input:
 * @node: a node
 * @index: from 0
 *
 * Returns: (transfer none) (nullable): the name of that input, or %NULL where the node does not
 *   have it
 */
const char *
bp_onnx_node_get_input (const BpOnnx__NodeProto *node, guint index)
{
  return index < node->n_input && *node->input[index] != '\0' ? node->input[index] : NULL;
}

/**
 * bp_onnx_node_is:
 * @node: a node
 * @operator_name: an operator of ONNX itself, or of its extension for machine learning
 *
 * Returns: whether @node has that operator. An operator of another domain with the same name does
 *   not count.
 */
gboolean
bp_onnx_node_is (const BpOnnx__NodeProto *node, const char *operator_name)
{
  return (node->domain == NULL || *node->domain == '\0' || g_str_equal (node->domain, "ai.onnx") ||
          g_str_equal (node->domain, "ai.onnx.ml")) &&
         g_strcmp0 (node->op_type, operator_name) == 0;
}

/**
 * bp_onnx_node_find_attribute:
 * @node: a node
 * @name: of an attribute
 *
 * Returns: (transfer none) (nullable): the attribute
 */
const BpOnnx__AttributeProto *
bp_onnx_node_find_attribute (const BpOnnx__NodeProto *node, const char *name)
{
  for (gsize i = 0; i < node->n_attribute; i++)
    if (g_strcmp0 (node->attribute[i]->name, name) == 0)
      return node->attribute[i];
  return NULL;
}

/**
 * bp_onnx_node_get_integer:
 * @node: a node
 * @name: of an attribute
 * @default_value: the value of a missing attribute
 *
 * Returns: its value
 */
gint64
bp_onnx_node_get_integer (const BpOnnx__NodeProto *node, const char *name, gint64 default_value)
{
  const BpOnnx__AttributeProto *attribute = bp_onnx_node_find_attribute (node, name);

  return attribute != NULL ? attribute->i : default_value;
}

/**
 * bp_onnx_node_get_float:
 * @node: a node
 * @name: of an attribute
 * @default_value: the value of a missing attribute
 *
 * Returns: its value
 */
float
bp_onnx_node_get_float (const BpOnnx__NodeProto *node, const char *name, float default_value)
{
  const BpOnnx__AttributeProto *attribute = bp_onnx_node_find_attribute (node, name);

  return attribute != NULL ? attribute->f : default_value;
}

/**
 * bp_onnx_node_describe:
 * @node: a node
 *
 * Returns: (transfer full): its operator, with its name if it has one, as in "“Gemm” (“fc1”)"
 */
char *
bp_onnx_node_describe (const BpOnnx__NodeProto *node)
{
  g_autofree char *operator_name = bp_error_quote (node->op_type != NULL ? node->op_type : "");
  g_autofree char *name = NULL;

  if (node->name == NULL || *node->name == '\0')
    return g_steal_pointer (&operator_name);
  name = bp_error_quote (node->name);
  return g_strdup_printf ("%s (%s)", operator_name, name);
}

/**
 * bp_onnx_set_node_error:
 * @node: an unsupported node
 * @format: the message, translated, with a place for the operator, as in "its operator %s has no
 *   shape"
 * @error: return location for %BP_ERROR_UNSUPPORTED
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_onnx_set_node_error (const BpOnnx__NodeProto *node, const char *format, GError **error)
{
  g_autofree char *operator_name = bp_onnx_node_describe (node);

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, format, operator_name);
  return FALSE;
}

/* --- Constants --- */

/* The size of an element in raw data, or 0 for an unsupported type. */
static gsize
get_element_size (gint32 type)
{
  switch (type)
    {
    case TYPE_UINT8:
    case TYPE_BOOL:
      return 1;
    case TYPE_FLOAT16:
    case TYPE_BFLOAT16:
      return 2;
    case TYPE_FLOAT:
    case TYPE_INT32:
      return 4;
    case TYPE_DOUBLE:
    case TYPE_INT64:
      return 8;
    default:
      return 0;
    }
}

static gboolean
is_float_type (gint32 type)
{
  return type == TYPE_FLOAT || type == TYPE_DOUBLE || type == TYPE_FLOAT16 || type == TYPE_BFLOAT16;
}

/* The number of elements that are stored outside raw data. */
static gsize
count_typed (const BpOnnx__TensorProto *tensor)
{
  switch (tensor->data_type)
    {
    case TYPE_FLOAT:
      return tensor->n_float_data;
    case TYPE_DOUBLE:
      return tensor->n_double_data;
    case TYPE_INT64:
      return tensor->n_int64_data;
    default:
      return tensor->n_int32_data;
    }
}

G_GNUC_PRINTF (3, 0)
static gboolean
set_tensor_error (BpError code,
                  const BpOnnx__TensorProto *tensor,
                  const char *format,
                  GError **error)
{
  g_autofree char *name =
      bp_error_quote (tensor->name != NULL && *tensor->name != '\0' ? tensor->name : "constant");

  g_set_error (error, BP_ERROR, (int) code, format, name);
  return FALSE;
}

/* Checks that @tensor has as many numbers as its shape needs. */
static gboolean
check_tensor (const BpOnnx__TensorProto *tensor, BpOnnxConstant *constant, GError **error)
{
  gsize size = get_element_size (tensor->data_type);

  if (tensor->data_location == LOCATION_EXTERNAL)
    return set_tensor_error (BP_ERROR_UNSUPPORTED, tensor,
                             _ ("its tensor %s is in another file: save the model in one, with "
                                "save_as_external_data=False"),
                             error);
  if (size == 0)
    return set_tensor_error (BP_ERROR_UNSUPPORTED, tensor,
                             _ ("its tensor %s has an unsupported type of numbers"), error);
  if (tensor->n_dims > BP_ONNX_MAX_DIMS)
    return set_tensor_error (BP_ERROR_UNSUPPORTED, tensor,
                             _ ("its tensor %s has more than 8 dimensions"), error);

  *constant = (BpOnnxConstant){ .tensor = tensor, .n_dims = (guint) tensor->n_dims, .count = 1 };
  for (gsize i = 0; i < tensor->n_dims; i++)
    {
      gint64 dim = tensor->dims[i];

      if (dim < 0 || (dim > 0 && constant->count > G_MAXINT32 / dim))
        return set_tensor_error (BP_ERROR_TOO_LARGE, tensor,
                                 _ ("its tensor %s has an impossible shape"), error);
      constant->dims[i] = dim;
      constant->count *= dim;
    }

  if (tensor->has_raw_data ? tensor->raw_data.len != (gsize) constant->count * size
                           : count_typed (tensor) != (gsize) constant->count)
    return set_tensor_error (BP_ERROR_DAMAGED, tensor,
                             _ ("its tensor %s has another count of numbers than its shape"),
                             error);
  return TRUE;
}

/* The tensor of a node "Constant". */
static const BpOnnx__TensorProto *
get_constant_value (const BpOnnx__NodeProto *node)
{
  const BpOnnx__AttributeProto *attribute = bp_onnx_node_find_attribute (node, "value");

  return attribute != NULL ? attribute->t : NULL;
}

static gboolean
exchange (const BpOnnx__NodeProto *node, BpOnnxConstant *constant, GError **error)
{
  const BpOnnx__AttributeProto *order = bp_onnx_node_find_attribute (node, "perm");
  gint64 n_rows = constant->dims[0];

  if (constant->n_dims != 2)
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s transposes a constant that is not a matrix"),
                                   error);
  if (order != NULL && order->n_ints == 2 && order->ints[0] == 0 && order->ints[1] == 1)
    return TRUE;

  constant->is_transposed = !constant->is_transposed;
  constant->dims[0] = constant->dims[1];
  constant->dims[1] = n_rows;
  return TRUE;
}

/* Adds or removes dimensions of length 1 of a vector. */
static gboolean
straighten (const BpOnnx__NodeProto *node, BpOnnxConstant *constant, GError **error)
{
  gint64 longest = 1;

  for (guint i = 0; i < constant->n_dims; i++)
    longest = MAX (longest, constant->dims[i]);
  if (longest != constant->count)
    return bp_onnx_set_node_error (node, _ ("its operator %s gives weights another shape"), error);

  constant->n_dims = 1;
  constant->dims[0] = constant->count;
  return TRUE;
}

/* Applies @node to a constant. */
static gboolean
apply (const BpOnnx__NodeProto *node, BpOnnxConstant *constant, GError **error)
{
  if (bp_onnx_node_is (node, "Identity"))
    return TRUE;
  if (bp_onnx_node_is (node, "Transpose"))
    return exchange (node, constant, error);
  if (bp_onnx_node_is (node, "Cast") &&
      (!bp_onnx_constant_is_float (constant) ||
       is_float_type ((gint32) bp_onnx_node_get_integer (node, "to", 0))))
    return TRUE;
  if (bp_onnx_node_is (node, "Squeeze") || bp_onnx_node_is (node, "Unsqueeze") ||
      bp_onnx_node_is (node, "Reshape"))
    return straighten (node, constant, error);
  return bp_onnx_set_node_error (
      node, _ ("its operator %s computes weights from other weights, which is not supported"),
      error);
}

/* Marks the inputs of a node after the first as used, as the axes of Squeeze. */
static void
mark_arguments (BpOnnxGraph *self, const BpOnnx__NodeProto *node)
{
  for (guint i = 1; i < node->n_input; i++)
    {
      const BpOnnx__NodeProto *argument = bp_onnx_graph_find_producer (self, node->input[i]);

      if (argument != NULL && bp_onnx_node_is (argument, "Constant"))
        bp_onnx_graph_mark (self, argument);
    }
}

/**
 * bp_onnx_graph_find_tensor:
 * @self: the graph
 * @name: of a value
 *
 * Returns: (transfer none) (nullable): its tensor in the file, of any type; a node that holds the
 *   tensor is marked as used
 */
const BpOnnx__TensorProto *
bp_onnx_graph_find_tensor (BpOnnxGraph *self, const char *name)
{
  const BpOnnx__TensorProto *tensor = g_hash_table_lookup (self->tensors, name);
  const BpOnnx__NodeProto *node = bp_onnx_graph_find_producer (self, name);

  if (tensor != NULL || node == NULL || !bp_onnx_node_is (node, "Constant"))
    return tensor;
  bp_onnx_graph_mark (self, node);
  return get_constant_value (node);
}

/**
 * bp_onnx_graph_is_constant:
 * @self: the graph
 * @name: of a value
 *
 * Returns: whether it is independent of the input: an initialiser, or computed from initialisers
 *   alone
 */
gboolean
bp_onnx_graph_is_constant (const BpOnnxGraph *self, const char *name)
{
  for (gsize n = 0; name != NULL && n <= self->graph->n_node; n++)
    {
      const BpOnnx__NodeProto *node;

      if (g_hash_table_contains (self->tensors, name))
        return TRUE;
      node = bp_onnx_graph_find_producer (self, name);
      if (node == NULL)
        return FALSE;
      if (bp_onnx_node_is (node, "Constant"))
        return TRUE;
      name = bp_onnx_node_get_input (node, 0);
    }
  return FALSE;
}

/**
 * bp_onnx_graph_read_constant:
 * @self: the graph
 * @name: of a value for which bp_onnx_graph_is_constant() is true
 * @constant: (out): the constant
 * @error: return location for %BP_ERROR_UNSUPPORTED, %BP_ERROR_DAMAGED or %BP_ERROR_TOO_LARGE
 *
 * Evaluates a constant. The nodes that compute it are marked as used.
 *
 * Returns: whether it could be evaluated
 */
gboolean
bp_onnx_graph_read_constant (BpOnnxGraph *self,
                             const char *name,
                             BpOnnxConstant *constant,
                             GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  const BpOnnx__TensorProto *tensor = g_hash_table_lookup (self->tensors, name);

  while (tensor == NULL)
    {
      const BpOnnx__NodeProto *node = bp_onnx_graph_find_producer (self, name);

      if (node == NULL || steps->len > self->graph->n_node)
        return set_damaged_error (error, _ ("its graph is damaged: no node computes the value %s"),
                                  name);
      if (bp_onnx_node_is (node, "Constant"))
        {
          tensor = get_constant_value (node);
          if (tensor == NULL)
            return bp_onnx_set_node_error (node, _ ("its operator %s is not a tensor"), error);
          bp_onnx_graph_mark (self, node);
          break;
        }

      g_ptr_array_add (steps, (gpointer) node);
      name = bp_onnx_node_get_input (node, 0);
      if (name == NULL)
        return bp_onnx_set_node_error (node, _ ("its operator %s takes nothing"), error);
      tensor = g_hash_table_lookup (self->tensors, name);
    }

  if (!check_tensor (tensor, constant, error))
    return FALSE;
  for (guint i = steps->len; i > 0; i--)
    {
      const BpOnnx__NodeProto *node = g_ptr_array_index (steps, i - 1);

      if (!apply (node, constant, error))
        return FALSE;
      bp_onnx_graph_mark (self, node);
      mark_arguments (self, node);
    }
  return TRUE;
}

/**
 * bp_onnx_constant_is_float:
 * @constant: a constant
 *
 * Returns: whether it can be weights
 */
gboolean
bp_onnx_constant_is_float (const BpOnnxConstant *constant)
{
  return is_float_type (constant->tensor->data_type);
}

static float
get_float (const BpOnnx__TensorProto *tensor, gsize i)
{
  static const BpNumberType wide = { .kind = BP_NUMBER_FLOAT, .size = 8 };
  const guint8 *raw = tensor->has_raw_data ? tensor->raw_data.data : NULL;
  guint16 bits;
  float value;
  double number;

  switch (tensor->data_type)
    {
    case TYPE_FLOAT:
      if (raw == NULL)
        return tensor->float_data[i];
      bp_float_copy_little_endian (&value, raw + 4 * i, 1);
      return value;
    case TYPE_DOUBLE:
      if (raw == NULL)
        return (float) tensor->double_data[i];
      bp_number_type_decode (&wide, raw + 8 * i, 1, &number);
      return (float) number;
    default:
      bits = raw != NULL ? (guint16) (raw[2 * i] | raw[2 * i + 1] << 8)
                         : (guint16) tensor->int32_data[i];
      return tensor->data_type == TYPE_BFLOAT16 ? bp_float_from_bits ((guint32) bits << 16)
                                                : bp_float_from_half (bits);
    }
}

/**
 * bp_onnx_constant_read_floats:
 * @constant: a constant
 * @values: (out): (count) its numbers in C order of its shape
 * @error: return location for %BP_ERROR_UNSUPPORTED, where it holds integers
 *
 * Returns: whether @values is filled
 */
gboolean
bp_onnx_constant_read_floats (const BpOnnxConstant *constant, float *values, GError **error)
{
  const BpOnnx__TensorProto *tensor = constant->tensor;

  if (!bp_onnx_constant_is_float (constant))
    return set_tensor_error (
        BP_ERROR_UNSUPPORTED, tensor,
        _ ("its tensor %s holds whole numbers, but trained weights are fractions: quantised "
           "models are not supported"),
        error);

  if (!constant->is_transposed && tensor->data_type == TYPE_FLOAT && tensor->has_raw_data)
    bp_float_copy_little_endian (values, tensor->raw_data.data, (gsize) constant->count);
  else if (!constant->is_transposed)
    for (gint64 i = 0; i < constant->count; i++)
      values[i] = get_float (tensor, (gsize) i);
  else
    for (gint64 i = 0; i < constant->dims[0]; i++)
      for (gint64 j = 0; j < constant->dims[1]; j++)
        values[i * constant->dims[1] + j] = get_float (tensor, (gsize) (j * constant->dims[0] + i));
  return TRUE;
}

/**
 * bp_onnx_constant_read_integers:
 * @constant: a constant
 * @values: (out): (count) its numbers
 * @error: return location for %BP_ERROR_UNSUPPORTED, where it does not hold integers
 *
 * Returns: whether @values is filled
 */
gboolean
bp_onnx_constant_read_integers (const BpOnnxConstant *constant, gint64 *values, GError **error)
{
  const BpOnnx__TensorProto *tensor = constant->tensor;
  const guint8 *raw = tensor->has_raw_data ? tensor->raw_data.data : NULL;

  for (gint64 i = 0; i < constant->count; i++)
    {
      gint64 wide;
      gint32 narrow;

      if (tensor->data_type == TYPE_INT64 && raw != NULL)
        {
          memcpy (&wide, raw + 8 * i, sizeof wide);
          values[i] = GINT64_FROM_LE (wide);
        }
      else if (tensor->data_type == TYPE_INT64)
        values[i] = tensor->int64_data[i];
      else if (tensor->data_type == TYPE_INT32 && raw != NULL)
        {
          memcpy (&narrow, raw + 4 * i, sizeof narrow);
          values[i] = GINT32_FROM_LE (narrow);
        }
      else if (tensor->data_type == TYPE_BOOL && raw != NULL)
        values[i] = raw[i];
      else if (tensor->data_type == TYPE_INT32 || tensor->data_type == TYPE_BOOL)
        values[i] = tensor->int32_data[i];
      else
        return set_tensor_error (
            BP_ERROR_UNSUPPORTED, tensor,
            _ ("its tensor %s holds no whole numbers where a shape is expected"), error);
    }
  return TRUE;
}
