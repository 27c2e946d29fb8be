/* SPDX-License-Identifier: MIT */
/* A run of the window is stored, and goes on from there. */
#include "run-helpers.h"

#include "run-continuation.h"
#include "run-folder.h"
#include "run-log.h"
#include "run-networks.h"
#include "run-writer.h"
#include "test-file.h"
#include "test-files.h"
#include "weights.h"

#include <string.h>

#define N_EPOCHS 8

typedef struct
{
  BpTestFolder *store;
  BpTrainingRun *run;
  BpTestOutcome outcome;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpRunSettings) settings = { 0 };

  bp_run_settings_init (&settings);
  fixture->store = bp_test_folder_new ();
  fixture->run = bp_training_run_new (NULL);
  bp_training_run_keep (fixture->run, fixture->store->path, &settings);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_finalize_object (fixture->run);
  bp_test_outcome_clear (&fixture->outcome);
  bp_test_folder_free (fixture->store);
}

static BpRunRecord *
load_record (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BpRunRecord *record = bp_run_record_load (bp_training_run_get_folder (fixture->run), &error);

  g_assert_no_error (error);
  return record;
}

static void
test_finished (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpRunRecord) record = NULL;
  g_autoptr (BpRunLog) log = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  BpHistory *history = bp_training_run_get_history (fixture->run);
  const float *losses;
  gsize n_losses;

  bp_training_run_start_async (fixture->run, bp_test_trainer_new (0.05f, NULL), 3, NULL,
                               bp_test_on_run_done, &fixture->outcome);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);

  record = load_record (fixture);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_FINISHED);
  g_assert_cmpuint (record->figures.n_epochs, ==, 3);
  g_assert_cmpuint (record->figures.best_epoch, ==,
                    bp_training_run_get_figures (fixture->run)->best_epoch);
  g_assert_cmpfloat (record->result.test_accuracy, ==,
                     bp_training_run_get_figures (fixture->run)->test_metrics->accuracy);

  log = bp_run_log_load (record->folder, &error);
  g_assert_no_error (error);
  losses = bp_history_get_step_losses (history, &n_losses);
  g_assert_cmpmem (log->losses->data, log->losses->len * sizeof (float), losses,
                   n_losses * sizeof (float));

  path = g_build_filename (record->folder, BP_RUN_FILE_FINAL, NULL);
  network = bp_weights_load (path, NULL, &error);
  g_assert_no_error (error);
  bp_test_assert_same_parameters (network, bp_training_run_get_network (fixture->run));
  bp_test_assert_is_calibrated (network);
}

/* What was stopped can be continued, with what came before. */
static void
test_stopped (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BpRunRecord) record = NULL;
  g_autoptr (BpRunWriter) writer = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpTrainer) original = bp_test_trainer_new (0.001f, NULL);
  g_autoptr (GError) error = NULL;

  bp_training_run_start_async (fixture->run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &fixture->outcome);
  bp_test_wait_for_steps (fixture->run, 100);
  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);

  record = load_record (fixture);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_STOPPED);
  g_assert_true (bp_run_record_can_continue (record));
  g_assert_cmpuint (record->figures.n_steps, ==,
                    bp_history_get_n_steps (bp_training_run_get_history (fixture->run)));

  writer = bp_run_writer_open (record->folder, &error);
  g_assert_no_error (error);
  trainer = bp_run_writer_continue (writer, bp_trainer_get_dataset (original), 1, &error);
  g_assert_no_error (error);
  bp_test_assert_same_parameters (bp_trainer_get_network (trainer),
                                  bp_training_run_get_network (fixture->run));
}

static void
test_diverged (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpRunRecord) record = NULL;

  bp_training_run_start_async (fixture->run, bp_test_trainer_new (1e36f, NULL), 3, NULL,
                               bp_test_on_run_done, &fixture->outcome);
  bp_test_outcome_wait (&fixture->outcome);
  g_assert_false (fixture->outcome.is_successful);

  record = load_record (fixture);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_DIVERGED);
  g_assert_cmpstr (record->message, ==, fixture->outcome.error->message);
}

static void
on_not_kept (BpTrainingRun *run G_GNUC_UNUSED, const char *problem, guint *n_problems)
{
  g_assert_nonnull (strstr (problem, "no-folder"));
  (*n_problems)++;
}

static void
on_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  BpRunContinuation **continuation = data;
  g_autoptr (GError) error = NULL;

  *continuation = bp_run_continuation_load_finish (result, &error);
  g_assert_no_error (error);
}

/* Starts a run and waits until it has made one epoch and a step. */
static void
start_and_pause (BpTrainingRun *run,
                 BpTrainer *trainer,
                 GCancellable *cancellable,
                 BpTestOutcome *outcome)
{
  bp_training_run_step_epoch (run);
  bp_training_run_start_async (run, trainer, N_EPOCHS, cancellable, bp_test_on_run_done, outcome);
  while (bp_training_run_get_figures (run)->state != BP_TRAINING_STATE_PAUSED)
    g_main_context_iteration (NULL, TRUE);
  bp_training_run_step_batch (run);
  while (bp_training_run_get_figures (run)->state != BP_TRAINING_STATE_PAUSED)
    g_main_context_iteration (NULL, TRUE);
}

/* A run that was stopped and is continued by another object ends as one that was not stopped. It
 * has the space that it is continued with: none leaves the networks of three epochs. */
static void
test_continued (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BpTrainer) whole = NULL;
  g_autoptr (BpRunContinuation) continuation = NULL;
  g_autoptr (BpRunRecord) record = NULL;
  g_auto (BpTestOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;
  BpTrainingRun *run;
  BpHistory *history;
  guint64 n_steps;
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GArray) networks = NULL;
  BpEpoch epoch;

  bp_test_training_config_init (&config);
  config.n_epochs = N_EPOCHS;
  config.schedule = BP_SCHEDULE_LINEAR;
  whole = bp_test_trainer_new (0.05f, NULL);
  dataset = bp_dataset_ref (bp_trainer_get_dataset (whole));
  g_clear_pointer (&whole, bp_trainer_free);
  whole = bp_trainer_new (&config, dataset, NULL, &error);
  g_assert_no_error (error);

  start_and_pause (fixture->run, bp_trainer_new (&config, dataset, NULL, &error), cancellable,
                   &fixture->outcome);
  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);

  bp_run_continuation_load_async (bp_training_run_get_folder (fixture->run), dataset, 2, 0, NULL,
                                  on_loaded, &continuation);
  while (continuation == NULL)
    g_main_context_iteration (NULL, TRUE);
  run = bp_run_continuation_get_run (continuation);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (run)), ==, 1);
  g_assert_cmpuint (bp_history_get_n_steps (bp_training_run_get_history (run)), ==,
                    bp_history_get_n_steps (bp_training_run_get_history (fixture->run)));
  bp_run_continuation_start (continuation, NULL, bp_test_on_run_done, &outcome);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);

  for (guint i = 0; i < N_EPOCHS; i++)
    g_assert_true (bp_trainer_train (whole, NULL, &epoch, &error));
  bp_test_assert_same_parameters (bp_trainer_get_network (whole),
                                  bp_training_run_get_network (run));
  /* The schedule goes on where it was, also in the charts. */
  history = bp_training_run_get_history (run);
  n_steps = bp_history_get_n_steps (history);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, N_EPOCHS);
  g_assert_cmpfloat_with_epsilon (bp_history_get_learning_rate (history, n_steps - 1),
                                  (double) config.learning_rate *
                                      bp_schedule_get_factor (config.schedule, n_steps - 1, n_steps,
                                                              0),
                                  1e-9);
  g_assert_cmpstr (bp_training_run_get_folder (run), ==, bp_training_run_get_folder (fixture->run));
  record = load_record (fixture);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_FINISHED);
  g_assert_cmpuint (record->figures.n_epochs, ==, N_EPOCHS);
  networks = bp_run_networks_list (record->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (networks->len, <=, 3);
}

/* A store that cannot be written to does not keep anybody from training. */
static void
test_unwritable_store (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *file = bp_test_folder_write (fixture->store, "no-folder", "", 0);
  g_auto (BpRunSettings) settings = { 0 };
  guint n_problems = 0;

  bp_run_settings_init (&settings);
  bp_training_run_keep (fixture->run, file, &settings);
  g_signal_connect (fixture->run, "not-kept", G_CALLBACK (on_not_kept), &n_problems);
  bp_training_run_start_async (fixture->run, bp_test_trainer_new (0.05f, NULL), 3, NULL,
                               bp_test_on_run_done, &fixture->outcome);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_cmpuint (n_problems, ==, 1);
  g_assert_null (bp_training_run_get_folder (fixture->run));
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (training_run_kept)
{
  add ("/training-run-kept/finished", test_finished);
  add ("/training-run-kept/stopped", test_stopped);
  add ("/training-run-kept/continued", test_continued);
  add ("/training-run-kept/diverged", test_diverged);
  add ("/training-run-kept/unwritable-store", test_unwritable_store);
}
