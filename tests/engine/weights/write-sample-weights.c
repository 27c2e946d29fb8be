/* SPDX-License-Identifier: MIT */
/*
 * Writes a weight file in the format of its ending, for other programs to read, and prints this
 * program's logits of a few images. "write-sample-weights FILE relu 784 128 10" prints one JSON
 * object in each line: the bytes of an image and its logits, and at the end the digest of the
 * weights.
 */
#include "backprop.h"
#include "weights-check.h"
#include "weights.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define N_IMAGES 5

static void
print_answer (const BpNetwork *network, BpRandom *random)
{
  guint n_inputs = bp_network_get_n_inputs (network);
  g_autofree guint8 *image = g_malloc (n_inputs);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);

  for (guint i = 0; i < n_inputs; i++)
    image[i] = (guint8) bp_random_below (random, 256);
  bp_workspace_gather (workspace, network, image, NULL, 1);
  bp_forward_propagation (network, workspace);

  g_print ("{\"image\": [");
  for (guint i = 0; i < n_inputs; i++)
    g_print ("%s%u", i > 0 ? ", " : "", image[i]);
  g_print ("], \"logits\": [");
  for (guint j = 0; j < bp_network_get_n_outputs (network); j++)
    g_print ("%s%.9g", j > 0 ? ", " : "", (double) workspace->activations[network->n_layers][j]);
  g_print ("]}\n");
}

int
main (int argc, char *argv[])
{
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  g_auto (BpWeightsInfo) info;
  BpRandom random;

  bp_weights_info_init (&info);
  if (argc < 5 || argc > BP_NETWORK_MAX_LAYERS + 4)
    return 2;
  for (int i = 3; i < argc; i++)
    sizes[i - 3] = (guint) strtoul (argv[i], NULL, 10);

  network = bp_network_new (sizes, (guint) argc - 3, &error);
  g_assert_no_error (error);
  if (!bp_activation_parse (&network->activation, argv[2], &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  bp_random_init (&random, 11, 0);
  bp_network_initialise (network, &random);
  for (gsize l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      network->layers[l].biases[j] = (float) bp_random_normal (&random) * 0.1F;
  network->input_offset = -0.25F;
  network->temperature = 1.5F;

  if (!bp_weights_save (network, &info, argv[1], &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < N_IMAGES; i++)
    print_answer (network, &random);
  sha256 = bp_weights_sha256 (network);
  g_print ("{\"weights_sha256\": \"%s\", \"temperature\": %g}\n", sha256,
           (double) network->temperature);
  return 0;
}
