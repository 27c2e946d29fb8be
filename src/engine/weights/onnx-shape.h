/* SPDX-License-Identifier: MIT */
#pragma once

#include "onnx-graph.h"

/* Special values of a dimension: the batch size, and an unknown one. */
#define BP_ONNX_BATCH   (-1)
#define BP_ONNX_UNKNOWN (-2)

/**
 * BpOnnxShape:
 * @batch: the batch size that the file fixes, or %BP_ONNX_UNKNOWN
 * @is_known: whether the number of dimensions is known
 * @n_dims: the number of dimensions
 * @dims: (n_dims): their lengths, the first that of the batch; or %BP_ONNX_BATCH or
 *   %BP_ONNX_UNKNOWN
 *
 * The shape of a value that a graph computes from images.
 */
typedef struct
{
  gint64 batch;
  gboolean is_known;
  guint n_dims;
  gint64 dims[BP_ONNX_MAX_DIMS];
} BpOnnxShape;

gboolean
bp_onnx_shape_init (BpOnnxShape *shape, const BpOnnx__ValueInfoProto *value, GError **error);
gint64 bp_onnx_shape_count_features (const BpOnnxShape *shape);
gboolean bp_onnx_shape_apply (BpOnnxShape *shape,
                              BpOnnxGraph *graph,
                              GHashTable *shapes,
                              const BpOnnx__NodeProto *node,
                              GError **error);
