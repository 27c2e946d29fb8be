/* SPDX-License-Identifier: MIT */
/*
 * Forward propagation, the loss, and backpropagation, next to each other.
 *
 * With x_0 the inputs, W_l (in, out) and b_l the parameters of layer l, and rows for samples:
 *
 *   forward      z_l = x_l W_l + b_l,   x_(l+1) = max (z_l, 0),   p = softmax (z_last)
 *   loss         L = mean over the batch of -log p[label]
 *   backward     delta_last = (p - onehot (label)) / batch
 *                dW_l = x_l^T delta_l,   db_l = sum over the batch of delta_l
 *                delta_(l-1) = delta_l W_l^T, where z_(l-1) > 0, else 0
 *
 * (Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.)
 *
 * Thread rule: a workspace belongs to one thread at a time; the network is only read.
 */
#include "engine/backprop.h"

#include "engine/error.h"
#include "engine/kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

/**
 * bp_workspace_new:
 * @network: a network of the shape that it is for
 * @max_batch: the largest batch, at least 1
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the workspace, or %NULL with @error set
 */
BpWorkspace *
bp_workspace_new (const BpNetwork *network, guint max_batch, GError **error)
{
  g_return_val_if_fail (max_batch >= 1, NULL);

  BpWorkspace *workspace = g_new0 (BpWorkspace, 1);
  guint n_layers = network->n_layers;
  gsize row = 0;
  float *next;

  workspace->max_batch = max_batch;
  workspace->n_layers = n_layers;
  workspace->strides[0] = (bp_network_get_n_inputs (network) + BP_LANES - 1) / BP_LANES * BP_LANES;
  row += workspace->strides[0];
  for (guint l = 0; l < n_layers; l++)
    {
      workspace->strides[l + 1] = network->layers[l].stride;
      row += 2 * (gsize) workspace->strides[l + 1];
    }
  row += workspace->strides[n_layers];

  workspace->block = aligned_alloc (ALIGNMENT, row * max_batch * sizeof (float));
  if (workspace->block == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   "There is no memory for batches of %u: choose a smaller batch size", max_batch);
      bp_workspace_free (workspace);
      return NULL;
    }
  memset (workspace->block, 0, row * max_batch * sizeof (float));

  next = workspace->block;
  for (guint l = 0; l <= n_layers; l++)
    {
      workspace->activations[l] = next;
      next += (gsize) workspace->strides[l] * max_batch;
    }
  for (guint l = 0; l < n_layers; l++)
    {
      workspace->deltas[l] = next;
      next += (gsize) workspace->strides[l + 1] * max_batch;
    }
  workspace->probabilities = next;

  return workspace;
}

/**
 * bp_workspace_free:
 * @workspace: (transfer full): the workspace
 */
void
bp_workspace_free (BpWorkspace *workspace)
{
  free (workspace->block);
  g_free (workspace);
}

/**
 * bp_workspace_gather:
 * @workspace: the workspace to fill
 * @network: the network that says how bytes become numbers
 * @images: (count, n_inputs) bytes
 * @indices: (batch) (nullable): which of @images, or %NULL for the first ones
 * @batch: how many, from 1 to the workspace's max_batch
 *
 * Puts a batch of images into the workspace as the network's inputs.
 */
void
bp_workspace_gather (BpWorkspace *workspace,
                     const BpNetwork *network,
                     const guint8 *images,
                     const guint32 *indices,
                     guint batch)
{
  g_return_if_fail (batch >= 1 && batch <= workspace->max_batch);

  gsize n_inputs = bp_network_get_n_inputs (network);

  workspace->batch = batch;
  for (guint i = 0; i < batch; i++)
    bp_pixels_to_floats (workspace->activations[0] + (gsize) i * workspace->strides[0],
                         images + (indices != NULL ? indices[i] : i) * n_inputs, n_inputs,
                         network->input_scale, network->input_offset);
}

static void
forward_layer (const BpLayer *layer,
               const float *inputs,
               gsize input_stride,
               float *outputs,
               guint batch,
               gboolean is_last)
{
  for (guint i = 0; i < batch; i++)
    memcpy (outputs + (gsize) i * layer->stride, layer->biases, layer->stride * sizeof (float));

  bp_multiply_add (outputs, layer->stride, (BpMatrix){ inputs, input_stride, 1 },
                   (BpMatrix){ layer->weights, layer->stride, 1 }, batch, layer->n_inputs,
                   layer->stride);

  if (!is_last)
    for (gsize i = 0; i < (gsize) batch * layer->stride; i++)
      outputs[i] = MAX (outputs[i], 0.0f);
}

static void
backward_layer (const BpLayer *layer,
                const float *inputs,
                gsize input_stride,
                const float *delta,
                guint batch,
                float *weights_gradient,
                float *input_delta)
{
  float *biases_gradient = weights_gradient + (gsize) layer->n_inputs * layer->stride;

  memset (weights_gradient, 0, ((gsize) layer->n_inputs + 1) * layer->stride * sizeof (float));
  bp_multiply_add (weights_gradient, layer->stride, (BpMatrix){ inputs, 1, input_stride },
                   (BpMatrix){ delta, layer->stride, 1 }, layer->n_inputs, batch, layer->stride);
  for (guint i = 0; i < batch; i++)
    for (guint j = 0; j < layer->n_outputs; j++)
      biases_gradient[j] += delta[(gsize) i * layer->stride + j];

  if (input_delta == NULL)
    return;

  memset (input_delta, 0, (gsize) batch * input_stride * sizeof (float));
  bp_multiply_add (input_delta, input_stride, (BpMatrix){ delta, layer->stride, 1 },
                   (BpMatrix){ layer->weights, 1, layer->stride }, batch, layer->n_outputs,
                   layer->n_inputs);
  for (gsize i = 0; i < (gsize) batch * input_stride; i++)
    if (inputs[i] <= 0.0f)
      input_delta[i] = 0.0f;
}

/**
 * bp_forward_propagation:
 * @network: the network
 * @workspace: holds a batch of inputs: see bp_workspace_gather()
 *
 * Computes what each layer gives out for the batch, up to the logits.
 */
void
bp_forward_propagation (const BpNetwork *network, BpWorkspace *workspace)
{
  g_return_if_fail (workspace->n_layers == network->n_layers);

  for (guint l = 0; l < network->n_layers; l++)
    forward_layer (&network->layers[l], workspace->activations[l], workspace->strides[l],
                   workspace->activations[l + 1], workspace->batch, l == network->n_layers - 1);
}

/* The softmax of one row of logits, and the log of the sum of their exponentials. Taking the
 * largest away first keeps the exponentials in range without changing the result. */
static double
softmax (const float *logits, float *probabilities, guint n, guint *argmax)
{
  float sum = 0.0f;

  *argmax = 0;
  for (guint j = 1; j < n; j++)
    if (logits[j] > logits[*argmax])
      *argmax = j;

  for (guint j = 0; j < n; j++)
    {
      probabilities[j] = expf (logits[j] - logits[*argmax]);
      sum += probabilities[j];
    }
  for (guint j = 0; j < n; j++)
    probabilities[j] /= sum;

  return (double) logits[*argmax] + log ((double) sum);
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
  guint n_outputs = bp_network_get_n_outputs (network);
  guint stride = workspace->strides[workspace->n_layers];
  double loss = 0.0;
  guint correct = 0;

  for (guint i = 0; i < workspace->batch; i++)
    {
      const float *logits = workspace->activations[workspace->n_layers] + (gsize) i * stride;
      float *probabilities = workspace->probabilities + (gsize) i * stride;
      guint argmax;
      double log_sum_exp = softmax (logits, probabilities, n_outputs, &argmax);

      if (labels == NULL)
        continue;
      loss += log_sum_exp - (double) logits[labels[i]];
      correct += argmax == labels[i];
    }

  if (n_correct != NULL)
    *n_correct = correct;
  return loss / workspace->batch;
}

/**
 * bp_backpropagation:
 * @network: the network
 * @workspace: holds the activations and probabilities of a batch: see bp_cross_entropy()
 * @labels: (batch) the right classes
 * @gradient: (n_parameters) (out): the derivative of the batch's mean loss by each parameter, laid
 *   out as the parameters are
 *
 * Follows the loss back through the layers.
 */
void
bp_backpropagation (const BpNetwork *network,
                    BpWorkspace *workspace,
                    const guint8 *labels,
                    float *gradient)
{
  guint last = network->n_layers - 1;
  guint n_outputs = bp_network_get_n_outputs (network);
  guint stride = workspace->strides[last + 1];
  float scale = 1.0f / (float) workspace->batch;

  for (guint i = 0; i < workspace->batch; i++)
    for (guint j = 0; j < n_outputs; j++)
      {
        gsize at = (gsize) i * stride + j;

        workspace->deltas[last][at] =
            (workspace->probabilities[at] - (j == labels[i] ? 1.0f : 0.0f)) * scale;
      }

  for (guint l = network->n_layers; l-- > 0;)
    backward_layer (&network->layers[l], workspace->activations[l], workspace->strides[l],
                    workspace->deltas[l], workspace->batch,
                    gradient + (network->layers[l].weights - network->parameters),
                    l > 0 ? workspace->deltas[l - 1] : NULL);
}
