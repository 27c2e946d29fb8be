/* SPDX-License-Identifier: MIT */
/* Forward propagation in double precision, written from the formulas. Differences of its results
 * are accurate to many digits. */
#include "reference-network.h"

#include "reference-activation.h"

#include <string.h>

/* The widest layer. */
#define MAX_ROW 64

/* A network of random weights and nonzero biases. */
BpNetwork *
bp_reference_network_new (const guint *sizes,
                          guint n_sizes,
                          BpActivation activation,
                          BpRandom *random)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *network = bp_network_new (sizes, n_sizes, &error);

  g_assert_no_error (error);
  network->activation = activation;
  bp_network_initialise (network, random);
  for (guint l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      network->layers[l].biases[j] = (float) (0.1 * bp_random_normal (random));
  return network;
}

/* The sums of a layer: (in) to (out). */
static void
propagate (const BpLayer *layer, const double *row, double *sums)
{
  for (guint j = 0; j < layer->n_outputs; j++)
    {
      sums[j] = (double) layer->biases[j];
      for (guint i = 0; i < layer->n_inputs; i++)
        sums[j] += row[i] * (double) *bp_layer_get_weight (layer, i, j);
    }
}

/* The logits (n_classes) of a network for one sample's inputs (n_inputs), after the input
 * transform.
 */
void
bp_reference_logits (const BpNetwork *network, const double *inputs, double *logits)
{
  guint n_outputs = network->layers[0].n_inputs;
  double row[MAX_ROW];
  double sums[MAX_ROW];

  memcpy (row, inputs, n_outputs * sizeof *row);
  for (guint l = 0; l < network->n_layers; l++)
    {
      n_outputs = network->layers[l].n_outputs;
      g_assert_cmpuint (n_outputs, <=, MAX_ROW);
      propagate (&network->layers[l], row, sums);
      for (guint j = 0; j < n_outputs; j++)
        row[j] = l + 1 < network->n_layers ? bp_reference_activation (network->activation, sums[j])
                                           : sums[j];
    }
  memcpy (logits, row, n_outputs * sizeof *logits);
}
