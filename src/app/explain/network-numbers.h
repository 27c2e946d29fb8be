/* SPDX-License-Identifier: MIT */
#pragma once

#include "walkthrough.h"

/* The lines into the chosen unit. */
#define BP_NETWORK_N_LINES 20

/**
 * BpNetworkKind:
 * @BP_NETWORK_UNKNOWN: nothing is computed yet
 * @BP_NETWORK_ACTIVATIONS: a of the units
 * @BP_NETWORK_DELTAS: delta of the units
 *
 * What the tiles of a layer show.
 */
typedef enum
{
  BP_NETWORK_UNKNOWN,
  BP_NETWORK_ACTIVATIONS,
  BP_NETWORK_DELTAS,
} BpNetworkKind;

/**
 * BpNetworkLine:
 * @input: the unit or pixel where it begins
 * @strength: from -1 to 1: its product w x over the largest of the lines
 *
 * A line into the chosen unit.
 */
typedef struct
{
  guint input;
  float strength;
} BpNetworkLine;

/**
 * BpNetworkNumbers:
 * @n_layers: of weights
 * @kinds: (n_layers) what each layer shows
 * @strengths: (n_layers) of (n_units): from -1 to 1: the numbers over the largest of the layer; of
 *   the output, the probabilities
 * @lines: (n_lines) the strongest contributions into the chosen unit, the strongest first
 * @n_lines: how many; 0 where nothing is computed
 *
 * The numbers of a drawn network, ready to be drawn. Begins as zeroed memory.
 */
typedef struct
{
  guint n_layers;
  BpNetworkKind kinds[BP_NETWORK_MAX_LAYERS];
  float *strengths[BP_NETWORK_MAX_LAYERS];
  BpNetworkLine lines[BP_NETWORK_N_LINES];
  guint n_lines;
} BpNetworkNumbers;

void bp_network_numbers_clear (BpNetworkNumbers *numbers);
void bp_network_numbers_set_shape (BpNetworkNumbers *numbers, const BpNetwork *network);
void bp_network_numbers_update (BpNetworkNumbers *numbers,
                                const BpWalkthrough *walkthrough,
                                guint layer,
                                guint unit);
