/* SPDX-License-Identifier: MIT */
#include "training-run.h"

#include "classify.h"
#include "dataset-builtin.h"
#include "error.h"
#include "run-helpers.h"
#include "test-file.h"
#include "toy-data.h"

#include <math.h>

/* A run equals the same trainer stepped by hand: all steps, epochs and bits. */
static void
test_complete (void)
{
  const guint n_epochs = 6;
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_autoptr (BpTrainer) reference = bp_test_trainer_new (0.05f, NULL);
  guint64 steps_per_epoch = bp_trainer_get_steps_per_epoch (reference);
  g_autoptr (BpNetwork) best_network = NULL;
  const BpHistoryEpoch *epochs;
  const float *losses;
  gsize n_steps;
  gsize n_kept;
  guint best_epoch = 0;
  double best_accuracy = -1.0;
  g_autoptr (GError) error = NULL;
  g_auto (BpMetrics) metrics = { 0 };
  g_auto (BpTestOutcome) outcome = { 0 };

  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_IDLE);
  bp_training_run_start_async (run, bp_test_trainer_new (0.05f, NULL), n_epochs, NULL,
                               bp_test_on_run_done, &outcome);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_RUNNING);
  g_assert_true (bp_training_run_is_active (run));
  g_assert_cmpuint (bp_training_run_get_figures (run)->epoch, ==, 1);
  g_assert_cmpuint (bp_training_run_get_figures (run)->n_epochs, ==, n_epochs);
  g_assert_cmpfloat_with_epsilon (bp_training_run_get_figures (run)->learning_rate, 0.05, 1e-6);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);

  losses = bp_history_get_step_losses (history, &n_steps);
  epochs = bp_history_get_epochs (history, &n_kept);
  g_assert_cmpuint (n_steps, ==, n_epochs * steps_per_epoch);
  g_assert_cmpuint (n_kept, ==, n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    {
      BpEpoch epoch;

      for (guint j = 0; j < steps_per_epoch; j++)
        {
          BpStep step;

          g_assert_true (bp_trainer_step (reference, &step, &error));
          g_assert_cmpfloat (losses[i * steps_per_epoch + j], ==, step.loss);
        }
      g_assert_true (bp_trainer_end_epoch (reference, NULL, &epoch, &error));
      g_assert_cmpuint (epochs[i].values.epoch, ==, i + 1);
      g_assert_cmpuint (epochs[i].n_steps, ==, (i + 1) * steps_per_epoch);
      g_assert_cmpfloat (epochs[i].values.train_loss, ==, epoch.train_loss);
      g_assert_cmpfloat (epochs[i].values.train_accuracy, ==, epoch.train_accuracy);
      g_assert_cmpfloat (epochs[i].values.varied_loss, ==, epoch.varied_loss);
      g_assert_cmpfloat (epochs[i].values.varied_accuracy, ==, epoch.varied_accuracy);
      g_assert_cmpfloat (epochs[i].values.held_out_loss, ==, epoch.held_out_loss);
      g_assert_cmpfloat (epochs[i].values.held_out_accuracy, ==, epoch.held_out_accuracy);
      if (epoch.held_out_accuracy > best_accuracy)
        {
          best_accuracy = epoch.held_out_accuracy;
          best_epoch = i + 1;
          g_clear_pointer (&best_network, bp_network_unref);
          best_network = bp_network_copy (bp_trainer_get_network (reference), &error);
        }
    }

  bp_test_assert_same_parameters (bp_training_run_get_network (run),
                                  bp_trainer_get_network (reference));
  g_assert_cmpuint (bp_training_run_get_figures (run)->best_epoch, ==, best_epoch);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->best_held_out_accuracy, ==, best_accuracy);
  bp_test_assert_same_parameters (bp_history_get_best_network (bp_training_run_get_history (run)),
                                  best_network);
  bp_test_assert_is_calibrated (bp_training_run_get_network (run));
  bp_test_assert_is_calibrated (bp_history_get_best_network (bp_training_run_get_history (run)));

  g_assert_true (
      bp_evaluate (bp_trainer_get_network (reference),
                   bp_dataset_get_samples (bp_trainer_get_dataset (reference), BP_SPLIT_TEST), 1,
                   NULL, &metrics, &error));
  g_assert_nonnull (bp_training_run_get_figures (run)->test_metrics);
  g_assert_cmpuint (bp_training_run_get_figures (run)->test_metrics->count, ==, 200);
  g_assert_cmpuint (bp_training_run_get_figures (run)->test_metrics->n_correct, ==,
                    metrics.n_correct);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->test_metrics->loss, ==, metrics.loss);

  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FINISHED);
  g_assert_false (bp_training_run_is_active (run));
  g_assert_cmpfloat (bp_training_run_get_figures (run)->fraction, ==, 1.0);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->seconds_left, ==, 0.0);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->images_per_second, >, 0.0);
  g_assert_cmpuint (bp_training_run_get_figures (run)->epoch, ==, n_epochs);
  g_assert_finalize_object (run);
}

/* Trains with the user's own digits, or without (%NULL). */
static BpTrainingRun *
train_with_own (BpDataset *own)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 200, 50, 0, 1, NULL, NULL);
  g_auto (BpTestOutcome) outcome = { 0 };
  BpTrainingConfig config;

  bp_test_training_config_init (&config);
  if (own != NULL)
    bp_training_run_set_own (run, own);
  bp_training_run_start_async (run, bp_trainer_new (&config, dataset, NULL, NULL), 2, NULL,
                               bp_test_on_run_done, &outcome);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  return run;
}

/* The accuracy on the user's own digits is that of the network of the epoch, and the weights are
 * the same bytes as without. */
static void
test_own (void)
{
  g_autoptr (BpDataset) own = bp_dataset_new_builtin (7, 1, 0, 40, 1, NULL, NULL);
  BpTrainingRun *with = train_with_own (own);
  BpTrainingRun *without = train_with_own (NULL);
  g_auto (BpMetrics) metrics = { 0 };
  const BpHistoryEpoch *epochs;
  gsize n_epochs;

  bp_test_assert_same_parameters (bp_training_run_get_network (with),
                                  bp_training_run_get_network (without));
  epochs = bp_history_get_epochs (bp_training_run_get_history (without), &n_epochs);
  g_assert_cmpuint (epochs[1].values.n_own, ==, 0);
  g_assert_true (isnan (epochs[1].values.own_accuracy));

  epochs = bp_history_get_epochs (bp_training_run_get_history (with), &n_epochs);
  g_assert_cmpuint (n_epochs, ==, 2);
  g_assert_cmpuint (epochs[1].values.n_own, ==, 40);
  g_assert_true (bp_evaluate (bp_training_run_get_network (with),
                              bp_dataset_get_samples (own, BP_SPLIT_TEST), 1, NULL, &metrics,
                              NULL));
  g_assert_cmpfloat (epochs[1].values.own_accuracy, ==, metrics.accuracy);
  g_assert_finalize_object (with);
  g_assert_finalize_object (without);
}

/* Without held-out and test samples, there is no best epoch and no test result. */
static void
test_nothing_held_out (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (GError) error = NULL;
  g_auto (BpTestOutcome) outcome = { 0 };
  BpTrainingConfig config;

  bp_test_training_config_init (&config);
  bp_training_run_start_async (run, bp_trainer_new (&config, dataset, NULL, &error), 2, NULL,
                               bp_test_on_run_done, &outcome);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (run)), ==, 2);
  g_assert_cmpuint (bp_training_run_get_figures (run)->best_epoch, ==, 0);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->best_held_out_accuracy, ==, -1.0);
  g_assert_null (bp_history_get_best_network (bp_training_run_get_history (run)));
  g_assert_null (bp_training_run_get_figures (run)->test_metrics);
  g_assert_nonnull (bp_training_run_get_network (run));
  g_assert_finalize_object (run);
}

/* A second run that continues with the network and history of the first. */
static void
test_goes_on (void)
{
  g_autoptr (BpHistory) history = bp_history_new ();
  BpTrainingRun *first = bp_training_run_new (history);
  BpTrainingRun *second = bp_training_run_new (history);
  g_auto (BpTestOutcome) first_outcome = { 0 };
  g_auto (BpTestOutcome) second_outcome = { 0 };
  const BpHistoryEpoch *epochs;
  guint64 steps_per_epoch;
  gsize n_epochs;

  bp_training_run_start_async (first, bp_test_trainer_new (0.05f, NULL), 3, NULL,
                               bp_test_on_run_done, &first_outcome);
  bp_test_outcome_wait (&first_outcome);
  bp_test_outcome_assert_success (&first_outcome);

  bp_training_run_start_async (second,
                               bp_test_trainer_new (0.05f, bp_training_run_get_network (first)), 2,
                               NULL, bp_test_on_run_done, &second_outcome);
  g_assert_cmpuint (bp_training_run_get_figures (second)->epoch, ==, 4);
  g_assert_cmpuint (bp_training_run_get_figures (second)->n_epochs, ==, 5);
  bp_test_outcome_wait (&second_outcome);
  bp_test_outcome_assert_success (&second_outcome);

  epochs = bp_history_get_epochs (history, &n_epochs);
  steps_per_epoch = bp_history_get_steps_per_epoch (history);
  g_assert_cmpuint (n_epochs, ==, 5);
  for (guint i = 0; i < n_epochs; i++)
    {
      g_assert_cmpuint (epochs[i].values.epoch, ==, i + 1);
      g_assert_cmpuint (epochs[i].n_steps, ==, (i + 1) * steps_per_epoch);
    }
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, 5 * steps_per_epoch);
  g_assert_cmpfloat (epochs[4].values.train_loss, <, epochs[0].values.train_loss);
  g_assert_cmpfloat (bp_training_run_get_figures (second)->fraction, ==, 1.0);
  g_assert_finalize_object (first);
  g_assert_finalize_object (second);
}

static void
test_diverges (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (run, bp_test_trainer_new (1e36f, NULL), 50, NULL,
                               bp_test_on_run_done, &outcome);
  bp_test_outcome_wait (&outcome);
  g_assert_error (outcome.error, BP_ERROR, BP_ERROR_DIVERGED);
  g_assert_false (outcome.is_successful);
  g_test_message ("%s", outcome.error->message);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FAILED);
  g_assert_false (bp_training_run_is_active (run));
  g_assert_true (bp_network_is_finite (bp_training_run_get_network (run)));
  g_assert_null (bp_training_run_get_figures (run)->test_metrics);
  g_assert_finalize_object (run);
}

/* A run that first learns and then diverges keeps its best network, calibrated. */
static void
test_diverges_later (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (run, bp_test_trainer_new (0.05f, NULL), BP_TEST_ENDLESS, NULL,
                               bp_test_on_run_done, &outcome);
  while (bp_history_get_n_epochs (history) < 3)
    g_main_context_iteration (NULL, TRUE);
  bp_training_run_set_learning_rate (run, 1e36);
  bp_test_outcome_wait (&outcome);
  g_assert_error (outcome.error, BP_ERROR, BP_ERROR_DIVERGED);
  bp_test_assert_is_calibrated (bp_history_get_best_network (bp_training_run_get_history (run)));
  g_assert_finalize_object (run);
}

/* A network whose weights are not finite is never published. */
static void
test_not_finite (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpTrainer) reference = bp_test_trainer_new (0.05f, NULL);
  g_autoptr (BpNetwork) initial = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpTestOutcome) outcome = { 0 };

  initial = bp_network_copy (bp_trainer_get_network (reference), &error);
  g_assert_no_error (error);
  initial->layers[1].biases[0] = NAN;
  bp_training_run_start_async (run, bp_test_trainer_new (0.05f, initial), 3, NULL,
                               bp_test_on_run_done, &outcome);
  bp_test_outcome_wait (&outcome);
  g_assert_error (outcome.error, BP_ERROR, BP_ERROR_DIVERGED);
  g_assert_null (bp_training_run_get_network (run));
  g_assert_cmpuint (bp_history_get_n_steps (bp_training_run_get_history (run)), ==, 0);
  g_assert_finalize_object (run);
}

/* The run keeps itself alive until it has ended, and no longer. */
static void
test_dropped (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  gpointer weak = run;
  g_auto (BpTestOutcome) outcome = { 0 };

  g_object_add_weak_pointer (G_OBJECT (run), &weak);
  bp_training_run_start_async (run, bp_test_trainer_new (0.05f, NULL), 3, NULL, bp_test_on_run_done,
                               &outcome);
  g_object_unref (run);
  g_assert_nonnull (weak);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (weak);
}

static void
test_never_started (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);

  bp_training_run_pause (run);
  bp_training_run_resume (run);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_IDLE);
  g_assert_null (bp_training_run_get_network (run));
  g_assert_cmpfloat (bp_training_run_get_figures (run)->seconds_left, ==, -1.0);
  g_assert_finalize_object (run);
}

/* Like the pad, classifies repeatedly with the newest network during training. A network that was
 * read must not change. */
static void
test_network_is_usable (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1, 0, 0, 7);
  const guint8 *image = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).images;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (BpWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpTestOutcome) outcome = { 0 };
  guint n_networks = 0;

  bp_training_run_start_async (run, bp_test_trainer_new (0.05f, NULL), BP_TEST_ENDLESS, cancellable,
                               bp_test_on_run_done, &outcome);
  while (n_networks < 10)
    {
      float first[4];
      float second[4];

      while (bp_training_run_get_network (run) == network)
        g_main_context_iteration (NULL, TRUE);
      g_clear_pointer (&network, bp_network_unref);
      network = bp_network_ref (bp_training_run_get_network (run));
      n_networks++;
      if (workspace == NULL)
        workspace = bp_workspace_new (network, 1, &error);
      g_assert_no_error (error);

      bp_classify (network, workspace, image, first);
      g_assert_cmpfloat_with_epsilon (first[0] + first[1] + first[2] + first[3], 1.0f, 1e-5f);
      bp_test_wait_for_steps (run, 50);
      bp_classify (network, workspace, image, second);
      g_assert_cmpmem (first, sizeof first, second, sizeof second);
    }

  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_finalize_object (run);
}

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

/* The signal is emitted at most once a frame, for any number of steps. */
static void
test_notifies_by_the_frame (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (BpTestOutcome) outcome = { 0 };
  gint64 begin = g_get_monotonic_time ();
  guint n_changes = 0;
  guint n_history_changes = 0;
  guint n_frames;

  g_signal_connect_swapped (run, "changed", G_CALLBACK (count_change), &n_changes);
  g_signal_connect_swapped (history, "changed", G_CALLBACK (count_change), &n_history_changes);
  bp_training_run_start_async (run, bp_test_trainer_new (0.05f, NULL), BP_TEST_ENDLESS, cancellable,
                               bp_test_on_run_done, &outcome);
  bp_test_wait_for_steps (run, 20000);
  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  n_frames = (g_get_monotonic_time () - begin) / 16000;

  /* The start, the stop and the end emit one more each. */
  g_test_message ("%" G_GSIZE_FORMAT " steps, %u epochs, %u frames: the run changed %u times, its "
                  "history %u times",
                  bp_history_get_n_steps (history), bp_history_get_n_epochs (history), n_frames,
                  n_changes, n_history_changes);
  g_assert_cmpuint (n_changes, >, 2);
  g_assert_cmpuint (n_changes, <=, n_frames + 3);
  g_assert_cmpuint (n_history_changes, <=, n_changes);
  g_assert_finalize_object (run);
}

BP_TEST_FILE (training_run)
{
  g_test_add_func ("/training-run/complete", test_complete);
  g_test_add_func ("/training-run/nothing-held-out", test_nothing_held_out);
  g_test_add_func ("/training-run/own", test_own);
  g_test_add_func ("/training-run/goes-on", test_goes_on);
  g_test_add_func ("/training-run/diverges", test_diverges);
  g_test_add_func ("/training-run/diverges-later", test_diverges_later);
  g_test_add_func ("/training-run/not-finite", test_not_finite);
  g_test_add_func ("/training-run/dropped", test_dropped);
  g_test_add_func ("/training-run/never-started", test_never_started);
  g_test_add_func ("/training-run/network-is-usable", test_network_is_usable);
  g_test_add_func ("/training-run/notifies-by-the-frame", test_notifies_by_the_frame);
}
