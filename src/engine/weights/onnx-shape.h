/* SPDX-License-Identifier: MIT */
#pragma once

#include "onnx-graph.h"

/* In the place of a number: how many images there are at once, and what cannot be told. */
#define BP_ONNX_BATCH   (-1)
#define BP_ONNX_UNKNOWN (-2)

/**
 * BpOnnxShape:
 * @batch: how many images there are at once where the file says it, or %BP_ONNX_UNKNOWN
 * @is_known: whether the file says how many dimensions there are
 * @n_dims: how many
 * @dims: (n_dims): their lengths, the first that of the batch; or %BP_ONNX_BATCH or
 *   %BP_ONNX_UNKNOWN
 *
 * The shape of what a graph computes of images.
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
