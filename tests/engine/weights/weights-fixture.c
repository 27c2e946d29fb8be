/* SPDX-License-Identifier: MIT */
#include "weights-fixture.h"

#include "weights.h"

#include <glib/gstdio.h>

void
bp_weights_fixture_set_up (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("backprop-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "file.safetensors", NULL);
}

/* Removes the weight file and the folder. A temporary file that is left in the folder makes this
 * fail. */
void
bp_weights_fixture_tear_down (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* A network with fixed random weights and biases. */
BpNetwork *
bp_sample_network_new (const guint *sizes, guint n_sizes)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *network = bp_network_new (sizes, n_sizes, &error);
  BpRandom random;

  g_assert_no_error (error);
  bp_random_init (&random, 5, 0);
  bp_network_initialise (network, &random);
  for (guint l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      network->layers[l].biases[j] = (float) bp_random_normal (&random);
  return network;
}

BpNetwork *
bp_small_network_new (void)
{
  const guint sizes[] = { 6, 4, 3 };

  return bp_sample_network_new (sizes, G_N_ELEMENTS (sizes));
}

/* Saves a network without a description. */
void
bp_save_weights (const BpNetwork *network, const char *path)
{
  g_auto (BpWeightsInfo) info;
  g_autoptr (GError) error = NULL;
  gboolean is_saved;

  bp_weights_info_init (&info);
  is_saved = bp_weights_save (network, &info, path, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
}

/* Asserts that @path is refused with "“NAME” cannot be read as weights: MESSAGE". */
void
bp_assert_weights_refused (const char *path, BpError code, const char *message)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *whole_message =
      g_strdup_printf ("“%s” cannot be read as weights: %s", name, message);
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;
  BpNetwork *network = bp_weights_load (path, &info, &error);

  g_assert_null (network);
  g_assert_error (error, BP_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, whole_message);
}
