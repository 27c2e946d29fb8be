/* SPDX-License-Identifier: MIT */
#include "network-numbers.h"

#include "contributions.h"

#include <math.h>

/**
 * bp_network_numbers_clear:
 * @numbers: the numbers whose contents to free
 */
void
bp_network_numbers_clear (BpNetworkNumbers *numbers)
{
  for (guint l = 0; l < numbers->n_layers; l++)
    g_free (numbers->strengths[l]);
  *numbers = (BpNetworkNumbers){ 0 };
}

/**
 * bp_network_numbers_set_shape:
 * @numbers: the numbers
 * @network: a network of the shape of the next updates
 */
void
bp_network_numbers_set_shape (BpNetworkNumbers *numbers, const BpNetwork *network)
{
  bp_network_numbers_clear (numbers);
  numbers->n_layers = network->n_layers;
  for (guint l = 0; l < network->n_layers; l++)
    numbers->strengths[l] = g_new0 (float, network->layers[l].n_outputs);
}

static void
scale (const float *values, guint n, float *strengths)
{
  float largest = 0.0F;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, fabsf (values[i]));
  for (guint i = 0; i < n; i++)
    strengths[i] = largest > 0.0F ? values[i] / largest : 0.0F;
}

static BpNetworkKind
choose_kind (const BpWalkthrough *walkthrough, guint layer)
{
  if (!bp_walkthrough_shows_activations (walkthrough, layer))
    return BP_NETWORK_UNKNOWN;
  if (bp_walkthrough_get_phase (walkthrough) == BP_WALK_PHASE_BACKWARD &&
      bp_walkthrough_shows_deltas (walkthrough, layer))
    return BP_NETWORK_DELTAS;
  return BP_NETWORK_ACTIVATIONS;
}

static void
update_layer (BpNetworkNumbers *self, const BpWalkthrough *walkthrough, guint layer)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);
  guint n = bp_explanation_get_network (explanation)->layers[layer].n_outputs;
  BpNetworkKind kind = choose_kind (walkthrough, layer);

  self->kinds[layer] = kind;
  if (kind == BP_NETWORK_UNKNOWN)
    memset (self->strengths[layer], 0, n * sizeof (float));
  else if (kind == BP_NETWORK_DELTAS)
    scale (bp_explanation_get_deltas (explanation, layer), n, self->strengths[layer]);
  else if (layer + 1 == self->n_layers)
    memcpy (self->strengths[layer], bp_explanation_get_probabilities (explanation),
            n * sizeof (float));
  else
    scale (bp_explanation_get_activations (explanation, layer), n, self->strengths[layer]);
}

/**
 * bp_network_numbers_update:
 * @numbers: the numbers, of the shape of the walkthrough's network
 * @walkthrough: the walkthrough
 * @layer: of the chosen unit, from 0
 * @unit: the chosen unit, from 0
 */
void
bp_network_numbers_update (BpNetworkNumbers *numbers,
                           const BpWalkthrough *walkthrough,
                           guint layer,
                           guint unit)
{
  BpContribution strongest[BP_NETWORK_N_LINES];

  for (guint l = 0; l < numbers->n_layers; l++)
    update_layer (numbers, walkthrough, l);

  numbers->n_lines = 0;
  if (numbers->kinds[layer] == BP_NETWORK_UNKNOWN)
    return;
  numbers->n_lines = bp_find_contributions_into (bp_walkthrough_get_explanation (walkthrough),
                                                 layer, unit, strongest, BP_NETWORK_N_LINES);
  for (guint i = 0; i < numbers->n_lines; i++)
    numbers->lines[i] =
        (BpNetworkLine){ strongest[i].unit, strongest[i].product / fabsf (strongest[0].product) };
}
