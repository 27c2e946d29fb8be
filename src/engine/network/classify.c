/* SPDX-License-Identifier: MIT */
/*
 * Classifies one image and says whether the answer is sure.
 *
 * Thread rule: a workspace belongs to one thread at a time; the network is only read.
 */
#include "classify.h"

#include "backprop.h"

#include <math.h>
#include <string.h>

/**
 * bp_classify:
 * @network: the network
 * @workspace: scratch space for it, of the calling thread
 * @image: (n_inputs) bytes
 * @probabilities: (out): (n_outputs) the probability of each class at the network's temperature;
 *   their sum is 1
 *
 * Returns: the most probable class
 */
guint
bp_classify (const BpNetwork *network,
             BpWorkspace *workspace,
             const guint8 *image,
             float *probabilities)
{
  guint n_outputs = bp_network_get_n_outputs (network);

  bp_workspace_gather (workspace, network, image, NULL, 1);
  bp_forward_propagation (network, workspace);
  for (guint j = 0; j < n_outputs; j++)
    workspace->activations[network->n_layers][j] /= network->temperature;
  bp_cross_entropy (network, workspace, NULL, NULL);
  memcpy (probabilities, workspace->probabilities, n_outputs * sizeof (float));

  return bp_find_largest (probabilities, n_outputs);
}

/**
 * bp_network_is_sure:
 * @network: a network
 * @probabilities: (n_outputs) of the classes, from bp_classify()
 *
 * Returns: whether the evidence in them is enough to call the answer sure
 */
gboolean
bp_network_is_sure (const BpNetwork *network, const float *probabilities)
{
  guint n_outputs = bp_network_get_n_outputs (network);

  return bp_measure_evidence (probabilities, n_outputs) >= (double) network->sure_threshold;
}

/**
 * bp_measure_evidence:
 * @probabilities: (n_classes) of the classes
 * @n_classes: the number of classes, at least 1
 *
 * Measures the evidence for the most probable class: log p_largest - mean of log p. This equals
 * (largest logit - mean of the logits) / temperature. Where a network has learnt to be unsure, all
 * logits are alike and the evidence is small. A digit that could be one of two classes has a low
 * largest probability, but much evidence that it is a digit.
 *
 * Returns: the evidence in nats, 0 or more
 */
double
bp_measure_evidence (const float *probabilities, guint n_classes)
{
  double largest = -G_MAXDOUBLE;
  double sum = 0.0;

  for (guint j = 0; j < n_classes; j++)
    {
      double log_probability = log (MAX ((double) probabilities[j], BP_LEAST_PROBABILITY));

      largest = MAX (largest, log_probability);
      sum += log_probability;
    }
  return largest - sum / n_classes;
}
