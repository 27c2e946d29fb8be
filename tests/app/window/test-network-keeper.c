/* SPDX-License-Identifier: MIT */
#include "network-keeper.h"

#include "digit-image.h"
#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>

static BpDocument *
make_document (guint n_inputs, float value)
{
  const guint sizes[] = { n_inputs, 10 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_auto (BpWeightsInfo) info;

  network->layers[0].biases[0] = value;
  bp_weights_info_init (&info);
  return bp_document_new_from_file (network, &info, NULL);
}

static void
wait_until_idle (BpPending *pending)
{
  while (!bp_pending_is_idle (pending))
    g_main_context_iteration (NULL, TRUE);
}

static void
on_restored (BpNetworkKeeper *keeper G_GNUC_UNUSED, BpDocument *document, BpDocument **restored)
{
  g_assert_null (*restored);
  *restored = bp_document_ref (document);
}

/* Returns the document that a keeper restores at the next start. */
static BpDocument *
restore (void)
{
  g_autoptr (BpPending) pending = bp_pending_new ();
  g_autoptr (BpNetworkKeeper) keeper = bp_network_keeper_new (pending);
  BpDocument *restored = NULL;

  g_signal_connect (keeper, "restored", G_CALLBACK (on_restored), &restored);
  bp_network_keeper_restore (keeper);
  wait_until_idle (pending);
  g_assert_nonnull (restored);
  return restored;
}

/* The last of several quick changes is kept. */
static void
test_last_is_kept (void)
{
  g_autoptr (BpPending) pending = bp_pending_new ();
  g_autoptr (BpNetworkKeeper) keeper = bp_network_keeper_new (pending);
  g_autoptr (BpDocument) restored = NULL;

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (BpDocument) document = make_document (BP_DIGIT_N_PIXELS, (float) i);

      bp_network_keeper_keep (keeper, document);
    }
  wait_until_idle (pending);
  restored = restore ();
  g_assert_cmpfloat (restored->network->layers[0].biases[0], ==, 3.0f);
  g_assert_false (restored->is_pretrained);
}

/* A document without a network keeps the earlier network. */
static void
test_nothing_to_keep (void)
{
  g_autoptr (BpPending) pending = bp_pending_new ();
  g_autoptr (BpNetworkKeeper) keeper = bp_network_keeper_new (pending);
  g_autoptr (BpDocument) document = make_document (BP_DIGIT_N_PIXELS, 5.0f);
  g_autoptr (BpDocument) empty = bp_document_new ();
  g_autoptr (BpDocument) restored = NULL;

  bp_network_keeper_keep (keeper, document);
  wait_until_idle (pending);
  bp_network_keeper_keep (keeper, empty);
  g_assert_true (bp_pending_is_idle (pending));
  restored = restore ();
  g_assert_cmpfloat (restored->network->layers[0].biases[0], ==, 5.0f);
}

/* A network that does not read digits is not kept, as the pad cannot use it. */
static void
test_other_shape (void)
{
  g_autoptr (BpPending) pending = bp_pending_new ();
  g_autoptr (BpNetworkKeeper) keeper = bp_network_keeper_new (pending);
  g_autoptr (BpDocument) document = make_document (64, 1.0f);
  g_autoptr (BpDocument) restored = NULL;

  bp_network_keeper_keep (keeper, document);
  wait_until_idle (pending);
  restored = restore ();
  g_assert_true (restored->is_pretrained);
  g_assert_cmpuint (bp_network_get_n_inputs (restored->network), ==, BP_DIGIT_N_PIXELS);
}

/* The folder is only accessible to its owner, for privacy. */
static void
test_private_folder (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "backprop", NULL);
  g_autofree char *path = g_build_filename (folder, "last-network.safetensors", NULL);
  g_autoptr (BpPending) pending = bp_pending_new ();
  g_autoptr (BpNetworkKeeper) keeper = bp_network_keeper_new (pending);
  g_autoptr (BpDocument) document = make_document (BP_DIGIT_N_PIXELS, 1.0f);
  GStatBuf status;

  g_unlink (path);
  g_rmdir (folder);
  bp_network_keeper_keep (keeper, document);
  wait_until_idle (pending);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_never_kept (void)
{
  g_autofree char *path =
      g_build_filename (g_get_user_state_dir (), "backprop", "last-network.safetensors", NULL);
  g_autoptr (BpDocument) restored = NULL;

  g_unlink (path);
  restored = restore ();
  g_assert_true (restored->is_pretrained);
}

BP_TEST_FILE (network_keeper)
{
  g_autoptr (BpTestFolder) state_folder = bp_test_folder_new ();

  g_setenv ("XDG_STATE_HOME", state_folder->path, TRUE);

  g_test_add_func ("/network-keeper/last-is-kept", test_last_is_kept);
  g_test_add_func ("/network-keeper/nothing-to-keep", test_nothing_to_keep);
  g_test_add_func ("/network-keeper/other-shape", test_other_shape);
  g_test_add_func ("/network-keeper/private-folder", test_private_folder);
  g_test_add_func ("/network-keeper/never-kept", test_never_kept);
}
