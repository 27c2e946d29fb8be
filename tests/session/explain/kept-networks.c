/* SPDX-License-Identifier: MIT */
#include "kept-networks.h"

#include "toy-data.h"
#include "toy-network.h"
#include "weights.h"

/**
 * bp_kept_networks_init:
 * @kept: (out): the networks; free with bp_kept_networks_clear()
 */
void
bp_kept_networks_init (BpKeptNetworks *kept)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (BpWeightsInfo) info = { 0 };

  bp_weights_info_init (&info);
  kept->folder = bp_test_folder_new ();
  kept->dataset = bp_toy_dataset_new (20, 100, 0, 3);
  for (guint i = 0; i < BP_N_KEPT_NETWORKS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.safetensors", i);
      g_autofree char *path = g_build_filename (kept->folder->path, name, NULL);
      g_autoptr (GError) error = NULL;

      kept->networks[i] = bp_toy_network_new_for_dataset (kept->dataset, 6, i);
      bp_weights_save (kept->networks[i], &info, path, &error);
      g_assert_no_error (error);
      g_strv_builder_add (paths, path);
    }
  kept->paths = g_strv_builder_end (paths);
}

/**
 * bp_kept_networks_clear:
 * @kept: the networks
 *
 * Frees them, and deletes their files.
 */
void
bp_kept_networks_clear (BpKeptNetworks *kept)
{
  for (guint i = 0; i < BP_N_KEPT_NETWORKS; i++)
    bp_network_unref (kept->networks[i]);
  bp_dataset_unref (kept->dataset);
  g_strfreev (kept->paths);
  bp_test_folder_free (kept->folder);
}
