/* SPDX-License-Identifier: MIT */
#pragma once

#include "activation.h"
#include "kernels.h"
#include "progress.h"
#include "random.h"

#include <glib.h>

/* Limits of a network's size: far more than this program needs, and far below any overflow. */
#define BP_NETWORK_MAX_LAYERS 16
#define BP_NETWORK_MAX_UNITS  16384

/* Outputs in a panel of weights: the width of the kernels' widest tile. */
#define BP_PANEL 64

/**
 * BpLayer:
 * @n_inputs: units that feed it
 * @n_outputs: units that it has
 * @n_columns: @n_outputs rounded up to %BP_LANES, so that kernels need no remainder loop over the
 *   outputs
 * @weights: (n_panels, n_inputs, width of the panel) for each input the weights to the outputs of a
 *   panel; the padding is 0. See bp_layer_get_weight().
 * @biases: (n_columns) the padding is 0; they follow the weights in memory
 *
 * One fully connected layer, a view into its network's parameters. Weights are stored in panels of
 * %BP_PANEL outputs, the last one narrower where they do not divide evenly. Within a panel they lie
 * as (in, out), the order in which the kernels read them. Threads that share a layer work on
 * different panels. With one long row for all outputs, the processor's prefetching would run into
 * floats that another core is about to write. Files hold (out, in): see bp_network_get_weights().
 */
typedef struct
{
  guint n_inputs;
  guint n_outputs;
  guint n_columns;
  float *weights;
  float *biases;
} BpLayer;

/**
 * BpNetwork:
 * @n_layers: the number of layers of weights: 2 for 784-128-10
 * @layers: (n_layers) all but the last are followed by @activation, the last by softmax
 * @activation: of all hidden units
 * @parameters: (n_parameters) the weights and biases of all layers, one after the other, 64-byte
 * aligned
 * @n_parameters: floats in @parameters, padding included
 * @input_scale: a pixel byte b enters the network as b * input_scale + input_offset
 * @input_offset: see @input_scale
 * @temperature: the divisor of the logits that calibrates probabilities; 1 where the network is not
 *   calibrated. See bp_calibrate().
 * @sure_threshold: the least evidence of a sure answer, or 0: see bp_network_is_sure()
 * @non_digits_found: the share of non-digits that have less evidence, from 0 to 1; 0 where it is
 *   unknown
 *
 * A fully connected network: its parameters and what is needed to apply them. Scratch space is a
 * #BpWorkspace, hyperparameters are a #BpTrainingConfig. Reference-counted, so that a published
 * copy can be shared. A shared network is const from then on, and any number of threads may use it.
 */
typedef struct
{
  guint n_layers;
  BpLayer layers[BP_NETWORK_MAX_LAYERS];
  BpActivation activation;
  float *parameters;
  gsize n_parameters;
  float input_scale;
  float input_offset;
  float temperature;
  float sure_threshold;
  float non_digits_found;
  /*< private >*/
  _Atomic int ref_count;
} BpNetwork;

BpNetwork *bp_network_new (const guint *sizes, guint n_sizes, GError **error);
BpNetwork *bp_network_copy (const BpNetwork *network, GError **error);
BpNetwork *bp_network_ref (BpNetwork *network);
void bp_network_unref (BpNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpNetwork, bp_network_unref)

void bp_network_initialise (BpNetwork *network, BpRandom *random);
gboolean bp_network_try_initialise (BpNetwork *network,
                                    BpRandom *random,
                                    BpProgress *progress,
                                    GError **error);
void bp_network_assign (BpNetwork *destination, const BpNetwork *source);
BpNetwork *bp_network_mean (BpNetwork *const *networks, guint n_networks, GError **error);
gboolean bp_network_has_shape_of (const BpNetwork *network, const BpNetwork *other);
gboolean bp_network_has_slopes (const BpNetwork *network);
gboolean bp_network_is_finite (const BpNetwork *network);
guint bp_network_get_n_inputs (const BpNetwork *network);
guint bp_network_get_n_outputs (const BpNetwork *network);
gsize bp_network_count_weights (const BpNetwork *network);
gsize bp_network_find_parameter (const BpNetwork *network, guint layer, guint row, guint output);
char *bp_network_describe (const BpNetwork *network);
guint bp_layer_get_rows (const BpLayer *layer, guint panel, float *rows);
void bp_network_get_weights (const BpNetwork *network, guint layer, float *weights);
void bp_network_get_parameters (const BpNetwork *network, float *parameters);
void bp_network_set_weights (BpNetwork *network, guint layer, const float *weights);

/* The width of the panel of an output: floats from its weight from one input to its weight from the
 * next. */
static inline guint
bp_layer_get_panel_width (const BpLayer *layer, guint output)
{
  return MIN (BP_PANEL, layer->n_columns - output / BP_PANEL * BP_PANEL);
}

/* Locates the weight from an input to an output. */
static inline float *
bp_layer_get_weight (const BpLayer *layer, gsize input, guint output)
{
  guint first = output / BP_PANEL * BP_PANEL;

  return layer->weights + first * (gsize) layer->n_inputs +
         input * bp_layer_get_panel_width (layer, output) + (output - first);
}
