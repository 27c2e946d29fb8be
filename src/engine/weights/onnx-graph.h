/* SPDX-License-Identifier: MIT */
#pragma once

#include "onnx.pb-c.h"

#include <glib.h>

#define BP_ONNX_MAX_DIMS 8

/**
 * BpOnnxGraph:
 * @graph: (not owned): the graph of the file
 * @input: (not owned): the name of the only input of the graph
 *
 * A graph whose values can be found by their names. Nodes that were used are marked, so that unused
 * ones can be reported.
 */
typedef struct
{
  const BpOnnx__GraphProto *graph;
  const BpOnnx__ValueInfoProto *input;
  /*< private >*/
  GHashTable *tensors;   /* name to BpOnnx__TensorProto, of initialisers */
  GHashTable *producers; /* name to the index of a node, plus 1 */
  GHashTable *consumers; /* name to a GArray of guint, indices of nodes */
  gboolean *is_used;     /* (n_node) */
} BpOnnxGraph;

/**
 * BpOnnxConstant:
 * @tensor: (not owned): holds its numbers
 * @is_transposed: rows and columns of @tensor are exchanged
 * @n_dims: 0 is a single number
 * @dims: (n_dims): the shape, after the exchange
 * @count: the product of @dims
 *
 * A value of a graph that does not depend on the input.
 */
typedef struct
{
  const BpOnnx__TensorProto *tensor;
  gboolean is_transposed;
  guint n_dims;
  gint64 dims[BP_ONNX_MAX_DIMS];
  gint64 count;
} BpOnnxConstant;

gboolean bp_onnx_graph_init (BpOnnxGraph *self, const BpOnnx__GraphProto *graph, GError **error);
void bp_onnx_graph_clear (BpOnnxGraph *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpOnnxGraph, bp_onnx_graph_clear)

const BpOnnx__NodeProto *bp_onnx_graph_find_producer (const BpOnnxGraph *self, const char *name);
GPtrArray *bp_onnx_graph_list_consumers (const BpOnnxGraph *self, const char *name);
gboolean bp_onnx_graph_is_output (const BpOnnxGraph *self, const char *name);
gboolean bp_onnx_graph_use (BpOnnxGraph *self, const BpOnnx__NodeProto *node, GError **error);
void bp_onnx_graph_mark (BpOnnxGraph *self, const BpOnnx__NodeProto *node);
const BpOnnx__NodeProto *bp_onnx_graph_find_unused (const BpOnnxGraph *self);

const char *bp_onnx_node_get_input (const BpOnnx__NodeProto *node, guint index);
gboolean bp_onnx_node_is (const BpOnnx__NodeProto *node, const char *operator_name);
const BpOnnx__AttributeProto *bp_onnx_node_find_attribute (const BpOnnx__NodeProto *node,
                                                           const char *name);
gint64
bp_onnx_node_get_integer (const BpOnnx__NodeProto *node, const char *name, gint64 default_value);
float bp_onnx_node_get_float (const BpOnnx__NodeProto *node, const char *name, float default_value);
char *bp_onnx_node_describe (const BpOnnx__NodeProto *node);
gboolean bp_onnx_set_node_error (const BpOnnx__NodeProto *node, const char *format, GError **error)
    G_GNUC_PRINTF (2, 0);

const BpOnnx__TensorProto *bp_onnx_graph_find_tensor (BpOnnxGraph *self, const char *name);
gboolean bp_onnx_graph_is_constant (const BpOnnxGraph *self, const char *name);
gboolean bp_onnx_graph_read_constant (BpOnnxGraph *self,
                                      const char *name,
                                      BpOnnxConstant *constant,
                                      GError **error);
gboolean
bp_onnx_constant_read_floats (const BpOnnxConstant *constant, float *values, GError **error);
gboolean
bp_onnx_constant_read_integers (const BpOnnxConstant *constant, gint64 *values, GError **error);
gboolean bp_onnx_constant_is_float (const BpOnnxConstant *constant);
