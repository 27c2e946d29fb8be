/* SPDX-License-Identifier: MIT */
/*
 * Measures the derivative of one image's loss by one parameter: the loss with a slightly larger
 * parameter minus the loss with a slightly smaller one, over the distance of the two. Nothing here
 * is shared with backpropagation, which makes the measurement a check of it.
 *
 * It computes in double precision. A loss in floats is accurate to about 1e-7, which over a step
 * small enough for the curve of the loss leaves no digit of a small derivative.
 *
 * Thread rule: callable from any thread; the network is only read.
 */
#include "central-difference.h"

#include <math.h>

/* The step h, times the size of a parameter over 1. The error of the measurement is about
 * 1e-15 / h from rounding, and h^2 / 6 times the third derivative. The step is small enough that a
 * unit of ReLU rarely changes its sign within it. */
#define STEP 1e-5

/* A parameter, and its change. */
typedef struct
{
  guint layer;
  guint row;
  guint output;
  double change;
} Nudge;

/* Fills the sums (n_outputs) of a layer from its inputs (n_inputs). */
static void
compute_sums (const BpLayer *layer, const double *inputs, double *sums)
{
  for (guint j = 0; j < layer->n_outputs; j++)
    sums[j] = (double) layer->biases[j];
  for (guint i = 0; i < layer->n_inputs; i++)
    for (guint j = 0; j < layer->n_outputs && inputs[i] != 0.0; j++)
      sums[j] += inputs[i] * (double) *bp_layer_get_weight (layer, i, j);
}

/* Computes the logits (n_outputs) with a parameter that is a little different. @inputs and @outputs
 * are (widest layer). Returns the one of them that holds the logits. */
static const double *
compute_logits (const BpNetwork *network,
                const float *image,
                const Nudge *nudge,
                double *inputs,
                double *outputs)
{
  for (guint i = 0; i < bp_network_get_n_inputs (network); i++)
    inputs[i] = (double) image[i];

  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      double *swapped = inputs;

      compute_sums (layer, inputs, outputs);
      if (l == nudge->layer)
        outputs[nudge->output] +=
            nudge->change * (nudge->row < layer->n_inputs ? inputs[nudge->row] : 1.0);
      for (guint j = 0; l + 1 < network->n_layers && j < layer->n_outputs; j++)
        outputs[j] = bp_activation_compute (network->activation, outputs[j]);
      inputs = outputs;
      outputs = swapped;
    }
  return inputs;
}

/* The difference of the cross-entropies of two rows of logits, where a cross-entropy is
 * log (sum_j exp (z_j - z_label)). With S and S' the sums, log S' - log S = log (1 + (S' - S) / S).
 * Each term of S' - S is made of the difference of its exponents, so that small losses and small
 * probabilities keep all their digits. */
static double
subtract_losses (const double *above, const double *below, guint n_outputs, guint label)
{
  double largest = 0.0;
  double difference = 0.0;
  double sum = 0.0;

  for (guint j = 0; j < n_outputs; j++)
    largest = MAX (largest, below[j] - below[label]);
  for (guint j = 0; j < n_outputs; j++)
    {
      double term = exp (below[j] - below[label] - largest);

      sum += term;
      difference += term * expm1 ((above[j] - below[j]) - (above[label] - below[label]));
    }
  return log1p (difference / sum);
}

static guint
find_widest (const BpNetwork *network)
{
  guint widest = bp_network_get_n_inputs (network);

  for (guint l = 0; l < network->n_layers; l++)
    widest = MAX (widest, network->layers[l].n_outputs);
  return widest;
}

/**
 * bp_central_difference:
 * @network: the network
 * @inputs: (n_inputs) the scaled pixels of an image
 * @label: the image's class, below n_outputs
 * @layer: from 0 to n_layers - 1
 * @row: from 0 to n_inputs - 1 of the layer the input of a weight, or n_inputs for a bias
 * @output: from 0 to n_outputs - 1 of the layer
 *
 * Measures (L (w + h) - L (w - h)) / 2 h for one parameter w, where L is the cross-entropy of the
 * image, in nats. Where a unit of ReLU changes its sign between the two, there is no derivative,
 * and the result is one of the slopes in between.
 *
 * Returns: the derivative
 */
double
bp_central_difference (const BpNetwork *network,
                       const float *inputs,
                       guint label,
                       guint layer,
                       guint row,
                       guint output)
{
  g_return_val_if_fail (label < bp_network_get_n_outputs (network), 0.0);
  g_return_val_if_fail (layer < network->n_layers, 0.0);
  g_return_val_if_fail (row <= network->layers[layer].n_inputs, 0.0);
  g_return_val_if_fail (output < network->layers[layer].n_outputs, 0.0);

  float parameter = network->parameters[bp_network_find_parameter (network, layer, row, output)];
  double step = STEP * MAX (1.0, fabs ((double) parameter));
  guint widest = find_widest (network);
  g_autofree double *rows = g_new (double, (gsize) widest * 4);
  Nudge nudge = { layer, row, output, step };
  const double *above = compute_logits (network, inputs, &nudge, rows, rows + widest);
  const double *below;

  nudge.change = -step;
  below = compute_logits (network, inputs, &nudge, rows + 2 * (gsize) widest,
                          rows + 3 * (gsize) widest);
  return subtract_losses (above, below, bp_network_get_n_outputs (network), label) / (2.0 * step);
}
