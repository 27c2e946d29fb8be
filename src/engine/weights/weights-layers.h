/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "safetensors.h"

/**
 * BpWeightsLayer:
 * @name: (owned): what its tensors' names have in common: "net.0" for "net.0.weight"
 * @weights: (out, in)
 * @biases: (nullable): (out), or %NULL where the layer has none
 *
 * The tensors of one fully connected layer, borrowed from their file.
 */
typedef struct
{
  char *name;
  const BpTensor *weights;
  const BpTensor *biases;
} BpWeightsLayer;

/**
 * BpWeightsLayers:
 * @layers: (n_layers): from the inputs to the outputs
 *
 * The layers of the network that a file holds.
 */
typedef struct
{
  BpWeightsLayer layers[BP_NETWORK_MAX_LAYERS];
  guint n_layers;
} BpWeightsLayers;

gboolean
bp_weights_layers_find (BpWeightsLayers *layers, const BpSafetensors *safetensors, GError **error);
void bp_weights_layers_clear (BpWeightsLayers *layers);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpWeightsLayers, bp_weights_layers_clear)

int bp_compare_naturally (const char *a, const char *b);
