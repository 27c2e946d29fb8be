/* SPDX-License-Identifier: MIT */
/* Steps one at a time, slow motion, a length that changes, and ends before the last epoch. */
#include "run-helpers.h"
#include "test-file.h"
#include "toy-data.h"
#include "training-run.h"

#define N_BATCHES 126

typedef struct
{
  BpTrainingRun *run;
  BpHistory *history; /* the run's */
  GCancellable *cancellable;
  BpTestOutcome outcome;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->run = bp_training_run_new (NULL);
  fixture->history = bp_training_run_get_history (fixture->run);
  fixture->cancellable = g_cancellable_new ();
}

static void
start (Fixture *fixture, guint n_epochs)
{
  bp_training_run_start_async (fixture->run, bp_test_trainer_new (0.001f, NULL), n_epochs,
                               fixture->cancellable, bp_test_on_run_done, &fixture->outcome);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_cancellable_cancel (fixture->cancellable);
  if (bp_training_run_is_active (fixture->run))
    {
      bp_test_outcome_wait (&fixture->outcome);
      bp_test_outcome_assert_success (&fixture->outcome);
    }
  bp_test_outcome_clear (&fixture->outcome);
  g_object_unref (fixture->cancellable);
  g_assert_finalize_object (fixture->run);
}

static BpTrainingState
get_state (Fixture *fixture)
{
  return bp_training_run_get_figures (fixture->run)->state;
}

static void
wait_for_state (Fixture *fixture, BpTrainingState state)
{
  while (get_state (fixture) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_batches (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_training_run_step_batch (fixture->run);
  start (fixture, 2);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  g_assert_cmpuint (bp_test_wait_until_still (fixture->run), ==, 1);
  g_assert_cmpuint (bp_training_run_get_figures (fixture->run)->batch, ==, 1);
  g_assert_cmpuint (bp_training_run_get_figures (fixture->run)->n_batches, ==, N_BATCHES);
  g_assert_cmpfloat (bp_training_run_get_figures (fixture->run)->loss, ==,
                     (double) bp_history_get_step_losses (fixture->history, NULL)[0]);

  for (guint i = 0; i < 3; i++)
    {
      bp_training_run_step_batch (fixture->run);
      wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
    }
  g_assert_cmpuint (bp_test_wait_until_still (fixture->run), ==, 4);
}

static void
test_epochs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_training_run_step_batch (fixture->run);
  start (fixture, 2);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  bp_training_run_step_epoch (fixture->run);
  g_assert_cmpint (get_state (fixture), ==, BP_TRAINING_STATE_RUNNING);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  g_assert_cmpuint (bp_test_wait_until_still (fixture->run), ==, N_BATCHES);
  g_assert_cmpuint (bp_history_get_n_epochs (fixture->history), ==, 1);

  /* The last epoch ends the run. */
  bp_training_run_step_epoch (fixture->run);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (fixture->history), ==, 2);
}

static void
test_resume_after_step (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_training_run_step_batch (fixture->run);
  start (fixture, 2);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  bp_training_run_resume (fixture->run);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (fixture->history), ==, 2);
}

/* In slow motion, there is time for a few steps only; a stop and full speed do not wait. */
static void
test_slow_motion (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_training_run_set_step_time (fixture->run, 1000.0);
  start (fixture, BP_TEST_ENDLESS);
  g_assert_cmpuint (bp_test_wait_until_still (fixture->run), ==, 1);
  bp_training_run_set_step_time (fixture->run, 0.001);
  bp_test_wait_for_steps (fixture->run, 20);
  bp_training_run_set_step_time (fixture->run, 0.0);
  bp_test_wait_for_steps (fixture->run, 1000);
  bp_training_run_set_step_time (fixture->run, 1000.0);
  bp_test_wait_until_still (fixture->run);
  g_cancellable_cancel (fixture->cancellable);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
}

static void
test_length (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_training_run_step_batch (fixture->run);
  start (fixture, BP_TEST_ENDLESS);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  bp_training_run_set_n_epochs (fixture->run, 3);
  g_assert_cmpuint (bp_training_run_get_figures (fixture->run)->n_epochs, ==, 3);
  bp_training_run_resume (fixture->run);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (fixture->history), ==, 3);
}

/* The epoch in progress is made to its end, however short the run becomes. */
static void
test_length_behind (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_training_run_step_epoch (fixture->run);
  start (fixture, BP_TEST_ENDLESS);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  bp_training_run_step_batch (fixture->run);
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  bp_test_wait_until_still (fixture->run);
  bp_training_run_set_n_epochs (fixture->run, 1);
  g_assert_cmpuint (bp_training_run_get_figures (fixture->run)->n_epochs, ==, 2);
  bp_training_run_resume (fixture->run);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (fixture->history), ==, 2);
}

static void
test_abandon (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  start (fixture, BP_TEST_ENDLESS);
  bp_test_wait_for_steps (fixture->run, 10);
  bp_training_run_abandon (fixture->run);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_nonnull (bp_training_run_get_network (fixture->run));
  g_assert_null (bp_training_run_get_figures (fixture->run)->test_metrics);
}

/* A trainer that is only planned is prepared on the training thread, and a run that is stopped
 * before has no network. */
static void
test_planned (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1004, 300, 200, 1);
  BpTrainingConfig config;

  bp_test_training_config_init (&config);
  g_cancellable_cancel (fixture->cancellable);
  bp_training_run_start_async (fixture->run, bp_trainer_plan (&config, dataset, NULL, NULL), 1,
                               fixture->cancellable, bp_test_on_run_done, &fixture->outcome);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_null (bp_training_run_get_network (fixture->run));
}

static void
test_early_stopping (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1004, 300, 200, 1);
  BpTrainingConfig config;

  bp_test_training_config_init (&config);
  config.learning_rate = 1e-30f;
  config.patience = 2;
  bp_training_run_start_async (fixture->run, bp_trainer_plan (&config, dataset, NULL, NULL),
                               BP_TEST_ENDLESS, fixture->cancellable, bp_test_on_run_done,
                               &fixture->outcome);
  bp_test_outcome_wait (&fixture->outcome);
  bp_test_outcome_assert_success (&fixture->outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (fixture->history), ==, 3);
  g_assert_true (bp_training_run_get_figures (fixture->run)->is_stopped_early);
  g_assert_nonnull (bp_training_run_get_figures (fixture->run)->test_metrics);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (training_run_steps)
{
  add ("/training-run-steps/batches", test_batches);
  add ("/training-run-steps/epochs", test_epochs);
  add ("/training-run-steps/resume-after-step", test_resume_after_step);
  add ("/training-run-steps/slow-motion", test_slow_motion);
  add ("/training-run-steps/length", test_length);
  add ("/training-run-steps/length-behind", test_length_behind);
  add ("/training-run-steps/abandon", test_abandon);
  add ("/training-run-steps/planned", test_planned);
  add ("/training-run-steps/early-stopping", test_early_stopping);
}
