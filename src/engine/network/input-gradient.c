/* SPDX-License-Identifier: MIT */
/*
 * Explains an answer by how it would change with each pixel: backpropagation from one output to the
 * image instead of the parameters (Simonyan, Vedaldi and Zisserman, "Deep inside convolutional
 * networks: visualising image classification models and saliency maps", 2014, section 3).
 *
 * Thread rule: that of backprop.c.
 */
#include "input-gradient.h"

#include "kernels.h"
#include "layer.h"

#include <string.h>

/* delta_last is 1 at the output and 0 elsewhere. */
static void
set_output_delta (const BpNetwork *network, BpWorkspace *workspace, guint output)
{
  guint last = network->n_layers - 1;
  gsize stride = workspace->strides[last + 1];
  float *delta = workspace->deltas[last];

  memset (delta, 0, stride * sizeof *delta);
  delta[output] = 1.0f;
  if (last > 0)
    bp_kernels_get ()->transpose (workspace->transposed_deltas[last], workspace->batch_stride,
                                  delta, stride, BP_LANES,
                                  bp_round_up_to_lanes (network->layers[last].n_outputs), NULL,
                                  NULL);
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
 * bp_input_gradient:
 * @network: the network
 * @workspace: holds the activations of one sample, as bp_classify() leaves them; its deltas are
 *   overwritten
 * @output: the class asked about
 * @gradient: (n_inputs) (out): the derivative of the logit of @output by each byte of the image
 *
 * Propagates one logit back through the layers to the image. More ink speaks for the class where
 * the gradient is positive, and against it where it is negative.
 */
void
bp_input_gradient (const BpNetwork *network, BpWorkspace *workspace, guint output, float *gradient)
{
  const BpLayer *first = &network->layers[0];

  g_return_if_fail (output < bp_network_get_n_outputs (network));
  g_return_if_fail (workspace->batch == 1);

  set_output_delta (network, workspace, output);
  for (guint l = network->n_layers - 1; l > 0; l--)
    bp_layer_backward (network, workspace, l, (BpRange){ 0, 1 },
                       (BpRange){ 0, network->layers[l].n_inputs });
  for (guint i = 0; i < first->n_inputs; i++)
    gradient[i] = network->input_scale * multiply_by_weights (first, i, workspace->deltas[0]);
}
