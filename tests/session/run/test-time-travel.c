/* SPDX-License-Identifier: MIT */
#include "time-travel.h"

#include "run-helpers.h"
#include "run-networks.h"
#include "stored-run.h"
#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>

#define N_EPOCHS 6

typedef struct
{
  BpTestFolder *store;
  BpTrainingRun *run;
  BpHistory *history; /* of the run */
  BpTimeTravel *travel;
  guint n_failures;
  guint n_networks;
} Fixture;

/* Trains, and waits for the end. */
static void
train (Fixture *fixture, BpTrainer *trainer, guint n_epochs)
{
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (fixture->run, trainer, n_epochs, NULL, bp_test_on_run_done,
                               &outcome);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
}

static void
count_failure (Fixture *fixture)
{
  fixture->n_failures++;
}

/* Counts the networks that are shown one after the other. */
static void
count_network (Fixture *fixture)
{
  static BpNetwork *last = NULL;

  if (bp_time_travel_get_network (fixture->travel) == last)
    return;
  last = bp_time_travel_get_network (fixture->travel);
  fixture->n_networks += last != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpRunSettings) settings = { 0 };

  bp_run_settings_init (&settings);
  fixture->store = bp_test_folder_new ();
  fixture->run = bp_training_run_new (NULL);
  fixture->history = bp_training_run_get_history (fixture->run);
  bp_training_run_keep (fixture->run, fixture->store->path, &settings);
  train (fixture, bp_test_trainer_new (0.05F, NULL), N_EPOCHS);
  fixture->travel = bp_time_travel_new ();
  g_signal_connect_swapped (fixture->travel, "failed", G_CALLBACK (count_failure), fixture);
  g_signal_connect_swapped (fixture->travel, "changed", G_CALLBACK (count_network), fixture);
}

/* What is being read holds the object, and lets it go on its own thread. */
static void
wait_until_still (const Fixture *fixture)
{
  while (G_OBJECT (fixture->travel)->ref_count > 1)
    bp_test_iterate_for (1);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  wait_until_still (fixture);
  g_assert_finalize_object (fixture->travel);
  g_assert_finalize_object (fixture->run);
  bp_test_folder_free (fixture->store);
}

static guint
count_epochs (const Fixture *fixture)
{
  guint n_epochs;

  bp_time_travel_get_epochs (fixture->travel, &n_epochs);
  return n_epochs;
}

static void
wait_for_epochs (const Fixture *fixture, guint n_epochs)
{
  while (count_epochs (fixture) != n_epochs)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_shown (const Fixture *fixture, guint epoch)
{
  while (bp_time_travel_get_shown (fixture->travel) != epoch)
    g_main_context_iteration (NULL, TRUE);
}

/* Loads the network of an epoch from the folder of the run. */
static BpNetwork *
load_epoch (const Fixture *fixture, guint epoch)
{
  g_autofree char *path =
      bp_run_networks_get_path (bp_training_run_get_folder (fixture->run), epoch);
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (GError) error = NULL;
  BpNetwork *network;

  bp_weights_info_init (&info);
  network = bp_weights_load (path, &info, &error);
  g_assert_no_error (error);
  return network;
}

static void
test_there_and_back (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) expected = load_epoch (fixture, 2);
  guint n_epochs;

  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS);
  wait_for_epochs (fixture, N_EPOCHS);
  g_assert_cmpuint (bp_time_travel_get_epochs (fixture->travel, &n_epochs)[0], ==, 1);
  g_assert_null (bp_time_travel_get_network (fixture->travel));

  bp_time_travel_go_to (fixture->travel, 2);
  g_assert_cmpuint (bp_time_travel_get_wanted (fixture->travel), ==, 2);
  wait_for_shown (fixture, 2);
  bp_test_assert_same_parameters (bp_time_travel_get_network (fixture->travel), expected);

  bp_time_travel_go_to (fixture->travel, N_EPOCHS);
  g_assert_cmpuint (bp_time_travel_get_wanted (fixture->travel), ==, 0);
  g_assert_cmpuint (bp_time_travel_get_shown (fixture->travel), ==, 0);
  g_assert_null (bp_time_travel_get_network (fixture->travel));
}

/* Of many epochs that are asked for while one is read, only the last is read. */
static void
test_coalesced (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS);
  wait_for_epochs (fixture, N_EPOCHS);
  fixture->n_networks = 0;
  for (guint i = 0; i < 100; i++)
    bp_time_travel_go_to (fixture->travel, 1 + i % (N_EPOCHS - 1));
  wait_for_shown (fixture, N_EPOCHS - 1);
  g_assert_cmpuint (fixture->n_networks, <=, 2);
}

/* A wish that is withdrawn while it is read has no effect. */
static void
test_back_while_reading (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS);
  wait_for_epochs (fixture, N_EPOCHS);
  bp_time_travel_go_to (fixture->travel, 3);
  bp_time_travel_go_back (fixture->travel);
  wait_until_still (fixture);
  g_assert_cmpuint (bp_time_travel_get_shown (fixture->travel), ==, 0);
  g_assert_null (bp_time_travel_get_network (fixture->travel));
}

static void
remove_epoch (const Fixture *fixture, guint epoch)
{
  g_autofree char *path =
      bp_run_networks_get_path (bp_training_run_get_folder (fixture->run), epoch);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* Where networks were left out, only the others can be gone to. */
static void
test_thinned (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_epoch (fixture, 2);
  remove_epoch (fixture, 3);
  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS);
  wait_for_epochs (fixture, N_EPOCHS - 2);
  g_assert_cmpuint (bp_time_travel_find_nearest (fixture->travel, 2), ==, 1);
  g_assert_cmpuint (bp_time_travel_find_nearest (fixture->travel, 3), ==, 4);
  g_assert_cmpuint (bp_time_travel_find_next (fixture->travel, 1, 1), ==, 4);
  g_assert_cmpuint (bp_time_travel_find_next (fixture->travel, 4, -1), ==, 1);
  g_assert_cmpuint (bp_time_travel_find_next (fixture->travel, 1, -1), ==, 1);
  g_assert_cmpuint (bp_time_travel_find_next (fixture->travel, N_EPOCHS, 1), ==, N_EPOCHS);
  bp_time_travel_go_to (fixture->travel, 2);
  g_assert_cmpuint (bp_time_travel_get_wanted (fixture->travel), ==, 0);
}

/* A file that has gone since is an error, and the network that was shown stays. */
static void
test_vanished (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS);
  wait_for_epochs (fixture, N_EPOCHS);
  bp_time_travel_go_to (fixture->travel, 1);
  wait_for_shown (fixture, 1);
  remove_epoch (fixture, 3);
  bp_time_travel_go_to (fixture->travel, 3);
  while (fixture->n_failures == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (bp_time_travel_get_shown (fixture->travel), ==, 1);
  g_assert_cmpuint (bp_time_travel_get_wanted (fixture->travel), ==, 1);
  wait_for_epochs (fixture, N_EPOCHS - 1);
}

/* Two runs of one history, in two folders: epochs are counted over both. */
static void
test_over_two_runs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) initial = load_epoch (fixture, N_EPOCHS);
  g_autoptr (BpTrainingRun) first = fixture->run;
  g_autoptr (BpNetwork) expected = NULL;
  g_auto (BpRunSettings) settings = { 0 };

  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS);
  bp_run_settings_init (&settings);
  fixture->run = bp_training_run_new (fixture->history);
  bp_training_run_keep (fixture->run, fixture->store->path, &settings);
  train (fixture, bp_test_trainer_new (0.05F, initial), 2);
  bp_time_travel_set_history (fixture->travel, fixture->history, N_EPOCHS + 2);
  wait_for_epochs (fixture, N_EPOCHS + 2);

  expected = load_epoch (fixture, 1);
  bp_time_travel_go_to (fixture->travel, N_EPOCHS + 1);
  wait_for_shown (fixture, N_EPOCHS + 1);
  bp_test_assert_same_parameters (bp_time_travel_get_network (fixture->travel), expected);
}

static void
on_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer stored)
{
  g_autoptr (GError) error = NULL;

  *(BpStoredRun **) stored = bp_stored_run_load_finish (result, &error);
  g_assert_no_error (error);
}

/* The history of a stored run is that of the run when it was trained. */
static void
test_stored_history (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpStoredRun *loaded = NULL;
  g_autoptr (BpStoredRun) stored = NULL;
  g_autoptr (BpHistory) history = NULL;
  const BpHistoryEpoch *epochs = bp_history_get_epochs (fixture->history, NULL);
  gsize n_steps;
  const float *losses = bp_history_get_step_losses (fixture->history, &n_steps);

  bp_stored_run_load_async (bp_training_run_get_folder (fixture->run), NULL, on_loaded, &loaded);
  while (loaded == NULL)
    g_main_context_iteration (NULL, TRUE);
  stored = loaded;
  g_assert_true (bp_stored_run_is_at_best (stored));
  history = bp_stored_run_create_history (stored->record, stored->log, stored->network);

  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, N_EPOCHS);
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, n_steps);
  g_assert_cmpmem (bp_history_get_step_losses (history, NULL), n_steps * sizeof (float), losses,
                   n_steps * sizeof (float));
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const BpHistoryEpoch *epoch = &bp_history_get_epochs (history, NULL)[i];

      g_assert_cmpuint (epoch->n_steps, ==, epochs[i].n_steps);
      g_assert_cmpfloat (epoch->values.held_out_accuracy, ==, epochs[i].values.held_out_accuracy);
    }
  g_assert_cmpuint (bp_history_get_steps_per_epoch (history), ==,
                    bp_history_get_steps_per_epoch (fixture->history));
  g_assert_cmpfloat_with_epsilon (bp_history_get_learning_rate (history, 0), 0.05, 1e-6);
  g_assert_cmpfloat (bp_history_get_seconds (history, n_steps), >, 0.0);
  bp_test_assert_same_parameters (stored->network, bp_history_get_best_network (fixture->history));

  bp_time_travel_set_history (fixture->travel, history, N_EPOCHS);
  wait_for_epochs (fixture, N_EPOCHS);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (time_travel)
{
  add ("/time-travel/there-and-back", test_there_and_back);
  add ("/time-travel/coalesced", test_coalesced);
  add ("/time-travel/back-while-reading", test_back_while_reading);
  add ("/time-travel/thinned", test_thinned);
  add ("/time-travel/vanished", test_vanished);
  add ("/time-travel/over-two-runs", test_over_two_runs);
  add ("/time-travel/stored-history", test_stored_history);
}
