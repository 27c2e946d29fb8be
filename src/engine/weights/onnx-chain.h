/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "onnx-graph.h"

/**
 * BpOnnxLayer:
 * @weights: (n_inputs, n_outputs), or (n_outputs, n_inputs) where @is_out_in
 * @is_out_in: see @weights
 * @alpha: what the weights are multiplied by
 * @biases: (n_outputs) (owned)
 *
 * A fully connected layer of a graph.
 */
typedef struct
{
  BpOnnxConstant weights;
  gboolean is_out_in;
  float alpha;
  float *biases;
  guint n_inputs;
  guint n_outputs;
} BpOnnxLayer;

/**
 * BpOnnxChain:
 * @layers: (n_layers): from the pixels to the answer
 * @n_layers: how many
 * @activation: (not owned) (nullable): the operator between all of them, as in "Relu"; %NULL where
 *   there is one layer
 * @scale: (n_scaled) (owned): what inputs are multiplied by
 * @offset: (n_scaled) (owned): what is added to them then
 * @n_scaled: 1 where it is the same for all inputs, or as many as they are
 * @has_pixels: the graph takes bytes, or scales numbers from 0 to 255 itself
 * @class_names: (nullable) (owned): what the answers are called
 *
 * What a graph computes, from its input to its output.
 */
typedef struct
{
  BpOnnxLayer layers[BP_NETWORK_MAX_LAYERS];
  guint n_layers;
  const char *activation;
  float *scale;
  float *offset;
  guint n_scaled;
  gboolean has_pixels;
  char **class_names;
} BpOnnxChain;

gboolean bp_onnx_chain_find (BpOnnxChain *chain, BpOnnxGraph *graph, GError **error);
void bp_onnx_chain_clear (BpOnnxChain *chain);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpOnnxChain, bp_onnx_chain_clear)
