/* SPDX-License-Identifier: MIT */
#include "run-source.h"

#include "store.h"
#include "test-file.h"

static void
assert_path (const char *const *paths, const BpDatasetMix *mix, const char *expected)
{
  g_autoptr (BpRunRecord) record = bp_run_record_new ("/nowhere");
  g_autofree char *path = NULL;

  if (paths != NULL)
    bp_run_settings_set_paths (&record->settings, paths);
  record->settings.mix = *mix;
  path = bp_run_source_get_path (&record->settings);
  g_assert_cmpstr (path, ==, expected);
}

/* The window trains on what it can load itself: one file, alone or with its number of built-in
 * digits. Other mixes are made by the command line only. */
static void
test_path (void)
{
  const char *const one[] = { "/data/mnist.npz", NULL };
  const char *const two[] = { "/data/images", "/data/labels", NULL };

  assert_path (one, &(BpDatasetMix){ 0 }, "/data/mnist.npz");
  assert_path (one, &(BpDatasetMix){ .n_builtin = BP_STORE_N_MIXED },
               BP_STORE_MIXED_PREFIX "/data/mnist.npz");
  assert_path (one, &(BpDatasetMix){ .n_builtin = BP_STORE_N_MIXED - 1 }, NULL);
  assert_path (one, &(BpDatasetMix){ .n_hasty = 1 }, NULL);
  assert_path (one, &(BpDatasetMix){ .n_non_digits = 1 }, NULL);
  assert_path (two, &(BpDatasetMix){ 0 }, NULL);
  assert_path (NULL, &(BpDatasetMix){ 0 }, BP_STORE_BUILTIN);
  assert_path (NULL, &(BpDatasetMix){ .n_builtin = BP_STORE_N_MIXED }, NULL);
}

/* A run is trained again to compare its weights: these have to follow from its settings alone. */
static void
test_can_repeat (void)
{
  g_autoptr (BpRunRecord) record = bp_run_record_new ("/nowhere");

  record->state = BP_RUN_STATE_FINISHED;
  g_assert_false (bp_run_source_can_repeat (record));
  record->result.weights_sha256 = g_strdup ("0011");
  g_assert_true (bp_run_source_can_repeat (record));
  record->state = BP_RUN_STATE_STOPPED;
  g_assert_false (bp_run_source_can_repeat (record));
  record->state = BP_RUN_STATE_FINISHED;
  record->settings.starts_from_network = TRUE;
  g_assert_false (bp_run_source_can_repeat (record));
  record->settings.starts_from_network = FALSE;
  record->settings.mix.n_hasty = 1;
  g_assert_false (bp_run_source_can_repeat (record));
}

BP_TEST_FILE (run_source)
{
  g_test_add_func ("/run-source/path", test_path);
  g_test_add_func ("/run-source/can-repeat", test_can_repeat);
}
