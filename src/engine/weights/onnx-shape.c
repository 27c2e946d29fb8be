/* SPDX-License-Identifier: MIT */
/*
 * Follows the shape of a batch of images up to the first layer. Fully connected layers take the
 * pixels of an image in one row. Programs use Flatten for that, or Reshape to a shape that is
 * constant or computed from that of the input. All of these are followed with an unknown batch
 * size. Nodes that change the order of the pixels, or mix the pixels of several images, are
 * refused.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "onnx-shape.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Limits on the numbers of a computed shape and on the depth of the nodes that compute it. */
#define MAX_NUMBERS 16
#define MAX_DEPTH   16

/* Integers that a graph computes, including %BP_ONNX_BATCH and %BP_ONNX_UNKNOWN. */
typedef struct
{
  guint count;
  gint64 values[MAX_NUMBERS];
} Numbers;

/* A "-1" in the shape of a Reshape: the dimension is inferred from the others. */
#define REST (-3)

/**
 * bp_onnx_shape_init:
 * @shape: (out): the shape
 * @value: the input of a graph
 * @error: return location for %BP_ERROR_UNSUPPORTED
 *
 * Returns: whether it can be a batch of images
 */
gboolean
bp_onnx_shape_init (BpOnnxShape *shape, const BpOnnx__ValueInfoProto *value, GError **error)
{
  const BpOnnx__TensorShapeProto *from = NULL;

  *shape = (BpOnnxShape){ .batch = BP_ONNX_UNKNOWN };
  if (value->type != NULL && value->type->tensor_type != NULL)
    from = value->type->tensor_type->shape;
  if (from == NULL)
    return TRUE;

  if (from->n_dim < 2 || from->n_dim > BP_ONNX_MAX_DIMS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("its input has %u dimensions, but images need 2 or more, of which the first "
                      "is the batch"),
                   (guint) from->n_dim);
      return FALSE;
    }
  shape->is_known = TRUE;
  shape->n_dims = (guint) from->n_dim;
  for (guint i = 0; i < shape->n_dims; i++)
    shape->dims[i] = from->dim[i]->has_dim_value && from->dim[i]->dim_value > 0
                         ? from->dim[i]->dim_value
                         : BP_ONNX_UNKNOWN;
  shape->batch = shape->dims[0];
  shape->dims[0] = BP_ONNX_BATCH;
  return TRUE;
}

/**
 * bp_onnx_shape_count_features:
 * @shape: a shape
 *
 * Returns: the count of numbers in one image, or %BP_ONNX_UNKNOWN
 */
gint64
bp_onnx_shape_count_features (const BpOnnxShape *shape)
{
  gint64 count = 1;

  if (!shape->is_known)
    return BP_ONNX_UNKNOWN;
  for (guint i = 1; i < shape->n_dims; i++)
    {
      if (shape->dims[i] < 1 || count > G_MAXINT32 / shape->dims[i])
        return BP_ONNX_UNKNOWN;
      count *= shape->dims[i];
    }
  return count;
}

/* --- Shapes that are computed --- */

static gboolean compute (BpOnnxGraph *graph,
                         GHashTable *shapes,
                         const char *name,
                         guint depth,
                         Numbers *numbers,
                         GError **error);

static gboolean
read_numbers (BpOnnxGraph *graph, const char *name, Numbers *numbers, GError **error)
{
  BpOnnxConstant constant = { NULL };

  if (!bp_onnx_graph_read_constant (graph, name, &constant, error))
    return FALSE;
  if (constant.count > MAX_NUMBERS)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("its graph has a shape of too many numbers"));
      return FALSE;
    }
  numbers->count = (guint) constant.count;
  if (!bp_onnx_constant_read_integers (&constant, numbers->values, error))
    return FALSE;
  for (guint i = 0; i < numbers->count; i++)
    if (numbers->values[i] == -1)
      numbers->values[i] = REST;
    else if (numbers->values[i] < -1)
      numbers->values[i] = BP_ONNX_UNKNOWN;
  return TRUE;
}

/* Reads the integers of an argument such as axes and indices. */
static gboolean
read_argument (BpOnnxGraph *graph,
               const BpOnnx__NodeProto *node,
               guint index,
               gint64 *value,
               GError **error)
{
  const char *name = bp_onnx_node_get_input (node, index);
  BpOnnxConstant constant = { NULL };

  if (name == NULL || !bp_onnx_graph_is_constant (graph, name))
    return bp_onnx_set_node_error (
        node, _ ("its operator %s splits a shape at an index that is not constant"), error);
  if (!bp_onnx_graph_read_constant (graph, name, &constant, error))
    return FALSE;
  if (constant.count != 1)
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s splits a shape at more than one index"),
                                   error);
  return bp_onnx_constant_read_integers (&constant, value, error);
}

static gboolean
gather (BpOnnxGraph *graph, const BpOnnx__NodeProto *node, Numbers *numbers, GError **error)
{
  gint64 index = 0;

  if (!read_argument (graph, node, 1, &index, error))
    return FALSE;
  if (index < 0)
    index += numbers->count;
  if (index < 0 || index >= numbers->count)
    return bp_onnx_set_node_error (node, _ ("its operator %s uses a dimension that does not exist"),
                                   error);
  numbers->values[0] = numbers->values[index];
  numbers->count = 1;
  return TRUE;
}

static gboolean
slice (BpOnnxGraph *graph, const BpOnnx__NodeProto *node, Numbers *numbers, GError **error)
{
  gint64 begin = 0;
  gint64 end = 0;
  gint64 step = 1;

  if (!read_argument (graph, node, 1, &begin, error) ||
      !read_argument (graph, node, 2, &end, error) ||
      (bp_onnx_node_get_input (node, 4) != NULL && !read_argument (graph, node, 4, &step, error)))
    return FALSE;
  begin = CLAMP (begin < 0 ? begin + numbers->count : begin, 0, (gint64) numbers->count);
  end = CLAMP (end < 0 ? end + numbers->count : end, 0, (gint64) numbers->count);
  if (step != 1 || begin >= end)
    return bp_onnx_set_node_error (node, _ ("its operator %s selects an empty part of a shape"),
                                   error);
  memmove (numbers->values, numbers->values + begin,
           (gsize) (end - begin) * sizeof numbers->values[0]);
  numbers->count = (guint) (end - begin);
  return TRUE;
}

static gboolean
concat (BpOnnxGraph *graph,
        GHashTable *shapes,
        const BpOnnx__NodeProto *node,
        guint depth,
        Numbers *numbers,
        GError **error)
{
  numbers->count = 0;
  for (guint i = 0; i < node->n_input; i++)
    {
      Numbers part;

      if (!compute (graph, shapes, node->input[i], depth + 1, &part, error))
        return FALSE;
      if (part.count == 0 || numbers->count + part.count > MAX_NUMBERS)
        return bp_onnx_set_node_error (node,
                                       _ ("its operator %s makes a shape of too many numbers"),
                                       error);
      memcpy (numbers->values + numbers->count, part.values, part.count * sizeof part.values[0]);
      numbers->count += part.count;
    }
  return TRUE;
}

static gboolean
get_shape (GHashTable *shapes, const BpOnnx__NodeProto *node, Numbers *numbers, GError **error)
{
  const char *name = bp_onnx_node_get_input (node, 0);
  const BpOnnxShape *shape = name != NULL ? g_hash_table_lookup (shapes, name) : NULL;

  if (shape == NULL || node->n_attribute > 0)
    return bp_onnx_set_node_error (
        node, _ ("its operator %s uses the shape of another value than the images"), error);
  if (shape->is_known)
    {
      numbers->count = shape->n_dims;
      memcpy (numbers->values, shape->dims, sizeof shape->dims);
      return TRUE;
    }

  /* The first dimension is always the batch. */
  numbers->count = BP_ONNX_MAX_DIMS;
  for (guint i = 0; i < numbers->count; i++)
    numbers->values[i] = i == 0 ? BP_ONNX_BATCH : BP_ONNX_UNKNOWN;
  return TRUE;
}

/* Computes the value called @name. */
static gboolean
compute (BpOnnxGraph *graph,
         GHashTable *shapes,
         const char *name,
         guint depth,
         Numbers *numbers,
         GError **error)
{
  const BpOnnx__NodeProto *node;
  const char *input;

  *numbers = (Numbers){ .count = 0 };
  if (bp_onnx_graph_is_constant (graph, name))
    return read_numbers (graph, name, numbers, error);

  node = bp_onnx_graph_find_producer (graph, name);
  if (node == NULL || depth > MAX_DEPTH)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("its graph computes a shape in an unsupported way"));
      return FALSE;
    }
  if (bp_onnx_node_is (node, "Shape"))
    {
      bp_onnx_graph_mark (graph, node);
      return get_shape (shapes, node, numbers, error);
    }
  if (bp_onnx_node_is (node, "Concat"))
    {
      bp_onnx_graph_mark (graph, node);
      return concat (graph, shapes, node, depth, numbers, error);
    }

  input = bp_onnx_node_get_input (node, 0);
  if (!bp_onnx_node_is (node, "Gather") && !bp_onnx_node_is (node, "Slice") &&
      !bp_onnx_node_is (node, "Unsqueeze") && !bp_onnx_node_is (node, "Squeeze") &&
      !bp_onnx_node_is (node, "Cast") && !bp_onnx_node_is (node, "Identity"))
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s computes a shape in an unsupported way"),
                                   error);
  if (input == NULL)
    return bp_onnx_set_node_error (node, _ ("its operator %s takes nothing"), error);
  if (!compute (graph, shapes, input, depth + 1, numbers, error))
    return FALSE;
  bp_onnx_graph_mark (graph, node);
  if (bp_onnx_node_is (node, "Gather"))
    return gather (graph, node, numbers, error);
  if (bp_onnx_node_is (node, "Slice"))
    return slice (graph, node, numbers, error);
  if (node->n_input > 1)
    {
      gint64 axis = 0;

      return read_argument (graph, node, 1, &axis, error);
    }
  return TRUE;
}

/* --- Operators on images --- */

static gboolean
reshape (BpOnnxShape *shape,
         BpOnnxGraph *graph,
         GHashTable *shapes,
         const BpOnnx__NodeProto *node,
         GError **error)
{
  const char *name = bp_onnx_node_get_input (node, 1);
  gint64 n_features = bp_onnx_shape_count_features (shape);
  gint64 product = 1;
  int rest = -1;
  Numbers wanted;

  if (name == NULL)
    return bp_onnx_set_node_error (node, _ ("its operator %s has no shape"), error);
  if (!compute (graph, shapes, name, 0, &wanted, error))
    return FALSE;
  if (wanted.count < 2 || wanted.count > BP_ONNX_MAX_DIMS)
    return bp_onnx_set_node_error (node,
                                   _ ("its operator %s gives images a shape that no layer accepts"),
                                   error);

  for (guint i = 0; i < wanted.count; i++)
    {
      /* 0 keeps the dimension at this index. */
      if (wanted.values[i] == 0)
        wanted.values[i] = shape->is_known && i < shape->n_dims ? shape->dims[i]
                           : i == 0                             ? BP_ONNX_BATCH
                                                                : BP_ONNX_UNKNOWN;
      if (wanted.values[i] == REST && rest >= 0)
        return bp_onnx_set_node_error (node, _ ("its operator %s leaves two dimensions open"),
                                       error);
      if (wanted.values[i] == REST)
        rest = (int) i;
      else if (i > 0 && wanted.values[i] < 1)
        return bp_onnx_set_node_error (node, _ ("its operator %s gives images an unknown shape"),
                                       error);
      else if (i > 0 && product > G_MAXINT32 / wanted.values[i])
        return bp_onnx_set_node_error (node, _ ("its operator %s gives images an impossible shape"),
                                       error);
      else if (i > 0)
        product *= wanted.values[i];
    }

  /* Where the batch is inferred, or nothing, the number of pixels must stay the same; where a side
   * of the images is inferred, the batch size must. */
  if (rest <= 0 && n_features != BP_ONNX_UNKNOWN && n_features != product)
    return bp_onnx_set_node_error (node, _ ("its operator %s mixes pixels of several images"),
                                   error);
  if (rest > 0)
    {
      if (wanted.values[0] != BP_ONNX_BATCH && wanted.values[0] != 1 &&
          wanted.values[0] != shape->batch)
        return bp_onnx_set_node_error (node, _ ("its operator %s mixes pixels of several images"),
                                       error);
      wanted.values[rest] = n_features == BP_ONNX_UNKNOWN || n_features % product != 0
                                ? BP_ONNX_UNKNOWN
                                : n_features / product;
    }

  shape->is_known = TRUE;
  shape->n_dims = wanted.count;
  memcpy (shape->dims, wanted.values, wanted.count * sizeof wanted.values[0]);
  shape->dims[0] = BP_ONNX_BATCH;
  return TRUE;
}

static gboolean
flatten (BpOnnxShape *shape, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 axis = bp_onnx_node_get_integer (node, "axis", 1);

  if (axis < 0 && shape->is_known)
    axis += shape->n_dims;
  if (axis != 1)
    return bp_onnx_set_node_error (node, _ ("its operator %s mixes pixels of several images"),
                                   error);

  shape->dims[1] = bp_onnx_shape_count_features (shape);
  shape->dims[0] = BP_ONNX_BATCH;
  shape->n_dims = 2;
  shape->is_known = TRUE;
  return TRUE;
}

/* A permutation is accepted if it keeps the order of the pixels: only dimensions of length 1 may
 * move. */
static gboolean
transpose (BpOnnxShape *shape, const BpOnnx__NodeProto *node, GError **error)
{
  const BpOnnx__AttributeProto *order = bp_onnx_node_find_attribute (node, "perm");
  BpOnnxShape old = *shape;
  gboolean is_taken[BP_ONNX_MAX_DIMS] = { FALSE };
  gint64 last = 0;

  if (order == NULL || !old.is_known || order->n_ints != old.n_dims)
    return bp_onnx_set_node_error (node, _ ("its operator %s reorders the pixels"), error);
  for (guint i = 0; i < old.n_dims; i++)
    {
      gint64 from = order->ints[i];

      if (from < 0 || from >= old.n_dims || is_taken[from] || (i == 0 && from != 0) ||
          (old.dims[from] != 1 && from < last))
        return bp_onnx_set_node_error (node, _ ("its operator %s reorders the pixels"), error);
      is_taken[from] = TRUE;
      if (old.dims[from] != 1)
        last = from;
      shape->dims[i] = old.dims[from];
    }
  return TRUE;
}

/* Reads the one axis of Squeeze or Unsqueeze, which was an attribute before it was an input. */
static gboolean
read_axis (BpOnnxGraph *graph,
           const BpOnnx__NodeProto *node,
           guint n_dims,
           gint64 *axis,
           GError **error)
{
  const BpOnnx__AttributeProto *axes = bp_onnx_node_find_attribute (node, "axes");

  if (axes != NULL && axes->n_ints != 1)
    return bp_onnx_set_node_error (node, _ ("its operator %s does not have one axis"), error);
  if (axes != NULL)
    *axis = axes->ints[0];
  else if (!read_argument (graph, node, 1, axis, error))
    return FALSE;
  if (*axis < 0)
    *axis += n_dims;
  return (*axis > 0 && *axis < n_dims) ||
         bp_onnx_set_node_error (
             node, _ ("its operator %s changes the batch, or a dimension that does not exist"),
             error);
}

static gboolean
squeeze (BpOnnxShape *shape, BpOnnxGraph *graph, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 axis = 0;

  if (!shape->is_known)
    return bp_onnx_set_node_error (node, _ ("its operator %s changes an unknown shape"), error);
  if (!read_axis (graph, node, shape->n_dims, &axis, error))
    return FALSE;
  if (shape->dims[axis] != 1)
    return bp_onnx_set_node_error (node, _ ("its operator %s removes a dimension that is not 1"),
                                   error);
  for (guint i = (guint) axis; i + 1 < shape->n_dims; i++)
    shape->dims[i] = shape->dims[i + 1];
  shape->n_dims--;
  return TRUE;
}

static gboolean
unsqueeze (BpOnnxShape *shape, BpOnnxGraph *graph, const BpOnnx__NodeProto *node, GError **error)
{
  gint64 axis = 0;

  if (!shape->is_known || shape->n_dims == BP_ONNX_MAX_DIMS)
    return bp_onnx_set_node_error (node, _ ("its operator %s changes an unknown shape"), error);
  if (!read_axis (graph, node, shape->n_dims + 1, &axis, error))
    return FALSE;
  for (guint i = shape->n_dims; i > (guint) axis; i--)
    shape->dims[i] = shape->dims[i - 1];
  shape->dims[axis] = 1;
  shape->n_dims++;
  return TRUE;
}

/**
 * bp_onnx_shape_apply:
 * @shape: (inout): the shape of the input of @node, replaced by that of its output
 * @graph: the graph; nodes that compute shapes are marked as used
 * @shapes: the #BpOnnxShape of each value so far, by its name
 * @node: Flatten, Reshape, Transpose, Squeeze or Unsqueeze
 * @error: return location for %BP_ERROR_UNSUPPORTED or %BP_ERROR_DAMAGED
 *
 * Returns: whether @node keeps the pixels of each image together and in order
 */
gboolean
bp_onnx_shape_apply (BpOnnxShape *shape,
                     BpOnnxGraph *graph,
                     GHashTable *shapes,
                     const BpOnnx__NodeProto *node,
                     GError **error)
{
  if (bp_onnx_node_is (node, "Flatten"))
    return flatten (shape, node, error);
  if (bp_onnx_node_is (node, "Reshape"))
    return reshape (shape, graph, shapes, node, error);
  if (bp_onnx_node_is (node, "Transpose"))
    return transpose (shape, node, error);
  if (bp_onnx_node_is (node, "Squeeze"))
    return squeeze (shape, graph, node, error);
  return unsqueeze (shape, graph, node, error);
}
