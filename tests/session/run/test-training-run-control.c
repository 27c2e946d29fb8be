/* SPDX-License-Identifier: MIT */
#include "run-helpers.h"
#include "test-file.h"
#include "training-run.h"

#include <time.h>

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_pause_resume_stop (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (BpTestOutcome) outcome = { 0 };
  gsize n_steps;
  guint n_changes = 0;
  clock_t processor_time;
  gint64 begin;

  bp_training_run_start_async (run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &outcome);
  bp_test_wait_for_steps (run, 100);

  bp_training_run_pause (run);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_PAUSED);
  n_steps = bp_test_wait_until_still (run);
  g_signal_connect_swapped (run, "changed", G_CALLBACK (count_change), &n_changes);
  processor_time = clock ();
  begin = g_get_monotonic_time ();
  bp_test_iterate_for (300);
  processor_time = clock () - processor_time;
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, n_steps);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_PAUSED);
  g_test_message ("processor time while paused: %.1f ms of %.1f ms",
                  1000.0 * (double) processor_time / CLOCKS_PER_SEC,
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpfloat ((double) processor_time / CLOCKS_PER_SEC, <, 0.15);

  bp_training_run_resume (run);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_RUNNING);
  bp_test_wait_for_steps (run, 100);

  begin = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&outcome);
  g_test_message ("from stop to stopped: %.1f ms",
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
  bp_test_outcome_assert_success (&outcome);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FINISHED);
  g_assert_cmpuint (bp_history_get_n_steps (history), >=, n_steps + 100);
  g_assert_nonnull (bp_training_run_get_figures (run)->test_metrics);
  g_assert_cmpuint (bp_training_run_get_figures (run)->test_metrics->count, ==, 200);
  bp_test_assert_is_calibrated (bp_training_run_get_network (run));

  /* After the end, requests have no effect. */
  bp_training_run_pause (run);
  bp_training_run_resume (run);
  bp_training_run_set_learning_rate (run, 0.5);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FINISHED);
  g_assert_finalize_object (run);
}

static void
test_stop_while_paused (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &outcome);
  bp_test_wait_for_steps (run, 10);
  bp_training_run_pause (run);
  bp_test_wait_until_still (run);
  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_finalize_object (run);
}

static void
test_stop_before_first_step (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpTrainer) reference = bp_test_trainer_new (0.1f, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (BpTestOutcome) outcome = { 0 };

  g_cancellable_cancel (cancellable);
  bp_training_run_start_async (run, bp_test_trainer_new (0.1f, NULL), 10, cancellable,
                               bp_test_on_run_done, &outcome);
  g_assert_false (outcome.is_done);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  bp_test_assert_same_parameters (bp_training_run_get_network (run),
                                  bp_trainer_get_network (reference));
  /* A network without training is neither calibrated nor tested. */
  g_assert_cmpfloat (bp_training_run_get_network (run)->temperature, ==, 1.0f);
  g_assert_null (bp_training_run_get_figures (run)->test_metrics);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (run)), ==, 0);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FINISHED);
  g_assert_finalize_object (run);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_stop_from_another_thread (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (BpTestOutcome) outcome = { 0 };
  GThread *thread;

  bp_training_run_start_async (run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &outcome);
  thread = g_thread_new ("cancelling", cancel_soon, cancellable);
  bp_test_outcome_wait (&outcome);
  g_thread_join (thread);
  bp_test_outcome_assert_success (&outcome);
  g_assert_finalize_object (run);
}

static void
test_stop_many_times (void)
{
  gint64 longest = 0;

  for (guint i = 0; i < 20; i++)
    {
      BpTrainingRun *run = bp_training_run_new (NULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (BpTestOutcome) outcome = { 0 };
      gint64 begin;

      bp_training_run_start_async (run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                                   cancellable, bp_test_on_run_done, &outcome);
      bp_test_iterate_for (3 * i);
      begin = g_get_monotonic_time ();
      g_cancellable_cancel (cancellable);
      bp_test_outcome_wait (&outcome);
      longest = MAX (longest, g_get_monotonic_time () - begin);
      bp_test_outcome_assert_success (&outcome);
      g_assert_finalize_object (run);
    }

  g_test_message ("from stop to stopped, the longest of 20: %.1f ms", (double) longest / 1000.0);
}

/* With a tiny learning rate, the network does not change; after the rate was changed, it does. */
static void
test_learning_rate (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpTrainer) reference = bp_test_trainer_new (1e-30f, NULL);
  const BpNetwork *initial = bp_trainer_get_network (reference);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (run, bp_test_trainer_new (1e-30f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &outcome);
  bp_test_wait_for_steps (run, 1000);
  bp_training_run_pause (run);
  bp_test_wait_until_still (run);
  for (guint i = 0; i < initial->n_layers; i++)
    for (guint j = 0; j < initial->layers[i].n_inputs; j++)
      for (guint k = 0; k < initial->layers[i].n_outputs; k++)
        {
          const BpNetwork *published = bp_training_run_get_network (run);

          g_assert_cmpfloat (*bp_layer_get_weight (&published->layers[i], j, k), ==,
                             *bp_layer_get_weight (&initial->layers[i], j, k));
        }

  bp_training_run_set_learning_rate (run, 0.25);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->learning_rate, ==, 0.25);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_PAUSED);
  bp_test_iterate_for (50);
  bp_training_run_resume (run);
  while (bp_training_run_get_network (run)->layers[0].weights[0] == initial->layers[0].weights[0])
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_finalize_object (run);
}

/* A run of one epoch is measured like any other. */
static void
test_one_epoch (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (run, bp_test_trainer_new (0.1f, NULL), 1, NULL, bp_test_on_run_done,
                               &outcome);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, 1);
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, bp_history_get_steps_per_epoch (history));
  g_assert_cmpuint (bp_training_run_get_figures (run)->best_epoch, ==, 1);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->fraction, ==, 1.0);
  g_assert_finalize_object (run);
}

BP_TEST_FILE (training_run_control)
{
  g_test_add_func ("/training-run-control/one-epoch", test_one_epoch);
  g_test_add_func ("/training-run-control/pause-resume-stop", test_pause_resume_stop);
  g_test_add_func ("/training-run-control/stop-while-paused", test_stop_while_paused);
  g_test_add_func ("/training-run-control/stop-before-first-step", test_stop_before_first_step);
  g_test_add_func ("/training-run-control/stop-from-another-thread", test_stop_from_another_thread);
  g_test_add_func ("/training-run-control/stop-many-times", test_stop_many_times);
  g_test_add_func ("/training-run-control/learning-rate", test_learning_rate);
}
