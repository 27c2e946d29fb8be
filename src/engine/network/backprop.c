/* SPDX-License-Identifier: MIT */
/*
 * Forward propagation, the loss, and backpropagation.
 *
 * With x_0 the inputs, W_l (in, out) and b_l the parameters of layer l, the activation f, and rows
 * for samples:
 *
 *   forward      z_l = x_l W_l + b_l,   x_(l+1) = f (z_l),   p = softmax (z_last)
 *   loss         L = mean over the batch of -log p[label]
 *   backward     delta_last = (p - onehot (label)) / batch
 *                dW_l = x_l^T delta_l,   db_l = sum over the batch of delta_l
 *                delta_(l-1) = delta_l W_l^T times f' (z_(l-1)), element by element
 *
 * (Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.)
 * layer.c has the matrix products. This file puts them in order and computes the output layer:
 * softmax, loss and the first deltas.
 *
 * Thread rule: a workspace belongs to one thread at a time; the network is only read. The functions
 * that take a range of samples may run at the same time for ranges that do not overlap.
 */
#include "backprop.h"

#include "kernels.h"

#include <math.h>

/**
 * bp_find_largest:
 * @values: (n) logits or probabilities
 * @n: how many, at least 1
 *
 * Returns: the index of the largest value; of equal ones, the first
 */
guint
bp_find_largest (const float *values, guint n)
{
  guint largest = 0;

  for (guint j = 1; j < n; j++)
    largest = values[j] > values[largest] ? j : largest;

  return largest;
}

/**
 * bp_soften:
 * @probabilities: (n, padded) (out): softmax (@logits / @temperature)
 * @logits: (n, padded) which may be @probabilities
 * @n: how many, at least 1
 * @temperature: over 0; the higher, the more alike the probabilities
 */
void
bp_soften (float *probabilities, const float *logits, guint n, float temperature)
{
  guint largest = bp_find_largest (logits, n);

  for (guint j = 0; j < n; j++)
    probabilities[j] = logits[j] / temperature;
  bp_kernels_get ()->softmax (probabilities, probabilities, n, probabilities[largest]);
}

/**
 * bp_forward_propagation:
 * @network: the network
 * @workspace: holds a batch of inputs: see bp_workspace_gather()
 *
 * Computes the activations of every layer for the batch, up to the logits.
 */
void
bp_forward_propagation (const BpNetwork *network, BpWorkspace *workspace)
{
  g_return_if_fail (workspace->n_layers == network->n_layers);

  for (guint l = 0; l < network->n_layers; l++)
    bp_layer_forward (network, workspace, l, (BpRange){ 0, workspace->batch },
                      (BpRange){ 0, network->layers[l].n_outputs });
}

/* The logit of a sample's label. A label that is no class has a uniform target, so that the mean of
 * all logits takes its place: "outlier exposure" (Hendrycks, Mazeika and Dietterich, "Deep anomaly
 * detection with outlier exposure", 2019, section 4.3). */
static double
get_logit_of_label (const float *logits, guint n_outputs, guint8 label)
{
  double sum = 0.0;

  if (label < n_outputs)
    return (double) logits[label];

  for (guint j = 0; j < n_outputs; j++)
    sum += (double) logits[j];
  return sum / n_outputs;
}

/**
 * bp_output_probabilities:
 * @network: the network
 * @workspace: holds the logits of a batch: see bp_forward_propagation()
 * @labels: (batch) (nullable): the right classes, or %NULL where only the probabilities matter
 * @samples: of the batch
 *
 * Fills the workspace's probabilities with the softmax of its logits and, where there are labels,
 * its losses with log (sum_j exp (z_j)) - z_label. The largest logit is subtracted from all first:
 * the exponentials stay in range, and the result is the same.
 */
void
bp_output_probabilities (const BpNetwork *network,
                         BpWorkspace *workspace,
                         const guint8 *labels,
                         BpRange samples)
{
  const BpKernels *kernels = bp_kernels_get ();
  guint n_outputs = bp_network_get_n_outputs (network);
  gsize stride = workspace->strides[workspace->n_layers];

  for (gsize i = samples.begin; i < samples.end; i++)
    {
      const float *logits = workspace->activations[workspace->n_layers] + i * stride;
      guint largest = bp_find_largest (logits, n_outputs);
      float sum = kernels->softmax (workspace->probabilities + i * stride, logits, n_outputs,
                                    logits[largest]);

      if (labels == NULL)
        continue;
      workspace->losses[i] = (double) logits[largest] -
                             get_logit_of_label (logits, n_outputs, labels[i]) +
                             (double) logf (sum);
      workspace->is_correct[i] = labels[i] < n_outputs
                                     ? largest == labels[i]
                                     : workspace->probabilities[i * stride + largest] < 0.5f;
    }
}

/**
 * bp_output_loss:
 * @workspace: holds the losses of a batch
 * @n_correct: (out) (optional): how many of the batch have their largest logit at their label
 *
 * Returns: the mean of the losses, in nats
 */
double
bp_output_loss (const BpWorkspace *workspace, guint *n_correct)
{
  double loss = 0.0;
  guint correct = 0;

  for (guint i = 0; i < workspace->batch; i++)
    {
      loss += workspace->losses[i];
      correct += workspace->is_correct[i];
    }

  if (n_correct != NULL)
    *n_correct = correct;
  return loss / workspace->batch;
}

/**
 * bp_cross_entropy:
 * @network: the network
 * @workspace: holds the logits of a batch: see bp_forward_propagation()
 * @labels: (batch) (nullable): the right classes, or %NULL where only the probabilities matter
 * @n_correct: (out) (optional): how many of the batch have their largest logit at their label
 *
 * Fills the workspace's probabilities with the softmax of its logits.
 *
 * Returns: the mean over the batch of log (sum_j exp (z_j)) - z_label, in nats; 0 without @labels
 */
double
bp_cross_entropy (const BpNetwork *network,
                  BpWorkspace *workspace,
                  const guint8 *labels,
                  guint *n_correct)
{
  bp_output_probabilities (network, workspace, labels, (BpRange){ 0, workspace->batch });
  if (labels != NULL)
    return bp_output_loss (workspace, n_correct);

  if (n_correct != NULL)
    *n_correct = 0;
  return 0.0;
}

/* Mixes the delta of a sample's labels with that of its soft targets s, whose part of the loss is
 * weight T^2 times the cross-entropy of s and q = softmax (logits / T), so that its delta is
 * weight T (q - s): T^2 keeps its size independent of T. */
static void
mix_soft_delta (float *delta,
                const BpNetwork *network,
                const BpWorkspace *workspace,
                const BpSoftTargets *soft,
                float scale,
                guint sample)
{
  guint n_outputs = bp_network_get_n_outputs (network);
  gsize stride = workspace->strides[network->n_layers];
  const float *logits = workspace->activations[network->n_layers] + sample * stride;
  const float *targets = soft->probabilities + sample * soft->stride;
  float *softened = workspace->probabilities + sample * stride;

  bp_soften (softened, logits, n_outputs, soft->temperature);
  for (guint j = 0; j < n_outputs; j++)
    delta[j] = (1.0f - soft->weight) * delta[j] +
               soft->weight * soft->temperature * scale * (softened[j] - targets[j]);
}

/**
 * bp_output_delta:
 * @network: the network
 * @workspace: holds the logits and the probabilities of a batch; gets the deltas of the last layer,
 *   both ways
 * @labels: (batch) the right classes
 * @soft: (nullable): what teachers answer; the workspace's probabilities are then replaced by those
 *   at its temperature
 * @scale: factor of the deltas: 1 / batch for the derivative of the mean loss
 * @samples: of the batch, from a multiple of %BP_LANES
 *
 * delta_last = (p - onehot (label)) scale. For a label that is no class, 1 / n_outputs takes the
 * place of every element of onehot.
 *
 * With soft targets s, the loss is weight T^2 times the cross-entropy of s and the network's own
 * answer at the temperature T, plus 1 - weight times that with the labels (Hinton, Vinyals and
 * Dean, "Distilling the knowledge in a neural network", 2015).
 */
void
bp_output_delta (const BpNetwork *network,
                 BpWorkspace *workspace,
                 const guint8 *labels,
                 const BpSoftTargets *soft,
                 float scale,
                 BpRange samples)
{
  guint last = network->n_layers - 1;
  guint n_outputs = bp_network_get_n_outputs (network);
  gsize stride = workspace->strides[last + 1];

  for (gsize i = samples.begin; i < samples.end; i++)
    {
      const float *probabilities = workspace->probabilities + i * stride;
      float *delta = workspace->deltas[last] + i * stride;

      for (guint j = 0; j < n_outputs; j++)
        delta[j] = probabilities[j] * scale;
      if (labels[i] < n_outputs)
        delta[labels[i]] = (probabilities[labels[i]] - 1.0f) * scale;
      else
        for (guint j = 0; j < n_outputs; j++)
          delta[j] = (probabilities[j] - 1.0f / (float) n_outputs) * scale;
      if (soft != NULL)
        mix_soft_delta (delta, network, workspace, soft, scale, i);
    }

  if (last > 0)
    bp_kernels_get ()->transpose (workspace->transposed_deltas[last] + samples.begin,
                                  workspace->batch_stride,
                                  workspace->deltas[last] + samples.begin * stride, stride,
                                  bp_round_up_to_lanes (samples.end - samples.begin),
                                  bp_round_up_to_lanes (n_outputs), NULL, NULL);
}

/**
 * bp_propagate_deltas:
 * @network: the network
 * @workspace: holds the activations of a batch, and the deltas of the last layer, both ways: see
 *   bp_output_delta()
 * @gradient: (n_parameters) (out): the derivative of the loss by each parameter, laid out as the
 *   parameters are
 *
 * Propagates the deltas of the last layer back through the layers.
 */
void
bp_propagate_deltas (const BpNetwork *network, BpWorkspace *workspace, float *gradient)
{
  const BpRange samples = { 0, workspace->batch };

  for (guint l = network->n_layers; l-- > 0;)
    {
      const BpLayer *layer = &network->layers[l];

      bp_layer_gradient (network, workspace, l, (BpRange){ 0, layer->n_inputs + 1 },
                         (BpRange){ 0, layer->n_outputs }, gradient);
      if (l > 0)
        bp_layer_backward (network, workspace, l, samples, (BpRange){ 0, layer->n_inputs });
    }
}

/**
 * bp_backpropagation:
 * @network: the network
 * @workspace: holds the activations and probabilities of a batch: see bp_cross_entropy()
 * @labels: (batch) the right classes
 * @gradient: (n_parameters) (out): the derivative of the batch's mean loss by each parameter, laid
 *   out as the parameters are
 *
 * Propagates the deltas of the loss back through the layers.
 */
void
bp_backpropagation (const BpNetwork *network,
                    BpWorkspace *workspace,
                    const guint8 *labels,
                    float *gradient)
{
  const BpRange samples = { 0, workspace->batch };

  bp_output_delta (network, workspace, labels, NULL, 1.0f / (float) workspace->batch, samples);
  bp_propagate_deltas (network, workspace, gradient);
}
