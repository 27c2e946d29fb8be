/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "training-sample.h"

/**
 * BpLayerFigures:
 * @n_values: the layers that the figure is known for, from the first; 0 where it is unknown
 * @values: (n_values)
 *
 * A figure of each layer.
 */
typedef struct
{
  guint n_values;
  double values[BP_NETWORK_MAX_LAYERS];
} BpLayerFigures;

/**
 * BpLayerHealth:
 * @gradient_norms: the Euclidean norm of the gradient of the loss by the weights and biases of each
 *   layer, in nats
 * @update_ratios: the norm of the newest update of each layer's weights and biases over the norm of
 *   these
 * @dead_shares: of each hidden layer, the share of units that no image moves, from 0 to 1: those of
 *   ReLU that are 0, and those of other activations that are saturated, for every image
 *
 * How well each layer learns. Begins as zeroed memory ("= { 0 }"): nothing is known.
 */
typedef struct
{
  BpLayerFigures gradient_norms;
  BpLayerFigures update_ratios;
  BpLayerFigures dead_shares;
} BpLayerHealth;

/**
 * BpHealthMeter:
 *
 * Measures the health of a network's layers, again and again in the same memory. Used by one thread
 * at a time.
 */
typedef struct _BpHealthMeter BpHealthMeter;

BpHealthMeter *
bp_health_meter_new (const BpNetwork *network, BpSamples samples, const BpTrainingSample *sample);
void bp_health_meter_free (BpHealthMeter *meter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpHealthMeter, bp_health_meter_free)

void bp_health_meter_begin_update (BpHealthMeter *meter, const BpNetwork *network);
void
bp_health_meter_measure (BpHealthMeter *meter, const BpNetwork *network, BpLayerHealth *health);
