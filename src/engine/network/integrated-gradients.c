/* SPDX-License-Identifier: MIT */
/*
 * Explains an answer by the share of each pixel in it: integrated gradients (Sundararajan, Taly and
 * Yan, "Axiomatic attribution for deep networks", 2017, equation 1). The image fades in from blank
 * paper. The gradient of the answer's logit by a pixel is averaged over the way and multiplied by
 * the ink of the pixel. The shares of all pixels add up to the logit of the image minus that of
 * blank paper. A gradient at the image alone is noisier: tests/bench/deletion_test.py compares the
 * methods.
 *
 * Thread rule: that of backprop.c.
 */
#include "integrated-gradients.h"

#include "kernels.h"
#include "layer.h"

#include <string.h>

#define N_STEPS BP_INTEGRATED_GRADIENTS_N_STEPS

/* Puts the image into the workspace at N_STEPS strengths of its ink, in the middle of each part of
 * the way from blank paper. */
static void
fade_in (const BpNetwork *network, BpWorkspace *workspace, const guint8 *image)
{
  guint n_inputs = bp_network_get_n_inputs (network);

  workspace->batch = N_STEPS;
  for (guint step = 0; step < N_STEPS; step++)
    {
      float *inputs = workspace->activations[0] + step * workspace->strides[0];
      float scale = network->input_scale * ((float) step + 0.5f) / N_STEPS;

      for (guint i = 0; i < n_inputs; i++)
        inputs[i] = (float) image[i] * scale + network->input_offset;
    }
}

/* delta_last is 1 at the output and 0 elsewhere, for every step. */
static void
set_output_deltas (const BpNetwork *network, BpWorkspace *workspace, guint output)
{
  guint last = network->n_layers - 1;
  gsize stride = workspace->strides[last + 1];
  float *deltas = workspace->deltas[last];

  memset (deltas, 0, N_STEPS * stride * sizeof *deltas);
  for (guint step = 0; step < N_STEPS; step++)
    deltas[step * stride + output] = 1.0f;
  if (last > 0)
    bp_kernels_get ()->transpose (workspace->transposed_deltas[last], workspace->batch_stride,
                                  deltas, stride, N_STEPS,
                                  bp_round_up_to_lanes (network->layers[last].n_outputs), NULL,
                                  NULL);
}

/* Replaces the first row of the first layer's deltas by the mean of all rows. The gradient by the
 * inputs is linear in them, so that it is computed only once. */
static void
average_deltas (const BpNetwork *network, BpWorkspace *workspace)
{
  guint n_columns = network->layers[0].n_columns;
  float *mean = workspace->deltas[0];

  for (guint step = 1; step < N_STEPS; step++)
    {
      const float *delta = workspace->deltas[0] + step * workspace->strides[1];

      for (guint j = 0; j < n_columns; j++)
        mean[j] += delta[j];
    }
  for (guint j = 0; j < n_columns; j++)
    mean[j] /= N_STEPS;
}

/* The dot product of an input's weights and a delta (n_columns), both padded with zeros to a
 * multiple of %BP_LANES, in one partial sum for each vector lane. */
static float
multiply_by_weights (const BpLayer *layer, guint input, const float *delta)
{
  float sums[BP_LANES] = { 0.0f };
  float total = 0.0f;

  for (guint j = 0; j < layer->n_columns; j += BP_LANES)
    {
      const float *weights = bp_layer_get_weight (layer, input, j);

      for (guint lane = 0; lane < BP_LANES; lane++)
        sums[lane] += weights[lane] * delta[j + lane];
    }
  for (guint lane = 0; lane < BP_LANES; lane++)
    total += sums[lane];
  return total;
}

/**
 * bp_integrated_gradients:
 * @network: the network
 * @workspace: room for a batch of %BP_INTEGRATED_GRADIENTS_N_STEPS; overwritten
 * @image: (n_inputs) bytes
 * @output: the class asked about
 * @attributions: (n_inputs) (out): the share of each pixel in the logit of @output, in units of the
 *   logit; 0 where there is no ink
 *
 * A pixel speaks for the class where its share is positive, and against it where it is negative.
 * The integral is a sum by the midpoint rule.
 */
void
bp_integrated_gradients (const BpNetwork *network,
                         BpWorkspace *workspace,
                         const guint8 *image,
                         guint output,
                         float *attributions)
{
  const BpLayer *first = &network->layers[0];
  const BpRange samples = { 0, N_STEPS };

  g_return_if_fail (output < bp_network_get_n_outputs (network));
  g_return_if_fail (workspace->max_batch >= N_STEPS);

  fade_in (network, workspace, image);
  for (guint l = 0; l + 1 < network->n_layers; l++)
    bp_layer_forward (network, workspace, l, samples, (BpRange){ 0, network->layers[l].n_outputs });
  set_output_deltas (network, workspace, output);
  for (guint l = network->n_layers - 1; l > 0; l--)
    bp_layer_backward (network, workspace, l, samples, (BpRange){ 0, network->layers[l].n_inputs });
  average_deltas (network, workspace);
  for (guint i = 0; i < first->n_inputs; i++)
    attributions[i] = (float) image[i] * network->input_scale *
                      multiply_by_weights (first, i, workspace->deltas[0]);
}
