/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "onnx-graph.h"

/**
 * BpOnnxLayer:
 * @weights: (n_inputs, n_outputs), or (n_outputs, n_inputs) where @is_out_in
 * @is_out_in: see @weights
 * @alpha: the factor of the weights
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
 * @layers: (n_layers): from the input to the output
 * @n_layers: the number of layers
 * @activation: (not owned) (nullable): the operator between all layers, as in "Relu"; %NULL with a
 *   single layer
 * @scale: (n_scaled) (owned): the factors of the inputs
 * @offset: (n_scaled) (owned): the terms added to the scaled inputs
 * @n_scaled: 1 where all inputs share one scale and offset, else the number of inputs
 * @has_pixels: whether the inputs are bytes, or numbers from 0 to 255 that the graph scales itself
 * @class_names: (nullable) (owned): the names of the outputs
 *
 * The network that a graph computes.
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
