/* SPDX-License-Identifier: MIT */
#include "toy-network.h"

#include "random.h"

/**
 * bp_toy_network_new:
 * @n_inputs: the number of pixels
 * @n_hidden: the units of the hidden layer
 * @n_classes: the number of outputs
 * @seed: of the initial weights
 *
 * Returns: (transfer full): a network that has learnt nothing yet
 */
BpNetwork *
bp_toy_network_new (guint n_inputs, guint n_hidden, guint n_classes, guint64 seed)
{
  const guint sizes[] = { n_inputs, n_hidden, n_classes };
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  BpRandom random;

  bp_random_init (&random, seed, 0);
  bp_network_initialise (network, &random);
  return network;
}

/**
 * bp_toy_network_new_for_dataset:
 * @dataset: what it is to learn
 * @n_hidden: the units of the hidden layer
 * @seed: of the initial weights
 *
 * Returns: (transfer full): a network with an input for each pixel and an output for each class
 */
BpNetwork *
bp_toy_network_new_for_dataset (const BpDataset *dataset, guint n_hidden, guint64 seed)
{
  return bp_toy_network_new (bp_dataset_get_n_pixels (dataset), n_hidden,
                             bp_dataset_get_n_classes (dataset), seed);
}
