/* SPDX-License-Identifier: MIT */
#include "session/training-run.h"

#include "engine/error.h"
#include "toy-data.h"

#include <string.h>
#include <time.h>

/* More epochs than anybody waits for. */
#define ENDLESS 100000000

typedef struct
{
  gboolean is_done;
  gboolean is_successful;
  GError *error;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->is_successful =
      bp_training_run_start_finish (BP_TRAINING_RUN (source), result, &outcome->error);
  outcome->is_done = TRUE;
}

static void
wait_until_done (Outcome *outcome)
{
  while (!outcome->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_success (const Outcome *outcome)
{
  g_assert_no_error (outcome->error);
  g_assert_true (outcome->is_successful);
}

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
wait_for_steps (BpTrainingRun *run, gsize n_more)
{
  BpHistory *history = bp_training_run_get_history (run);
  gsize n_steps = bp_history_get_n_steps (history) + n_more;

  while (bp_history_get_n_steps (history) < n_steps)
    g_main_context_iteration (NULL, TRUE);
}

static void
init_config (BpTrainerConfig *config)
{
  bp_trainer_config_init (config);
  config->hidden[0] = 12;
  config->batch_size = 8;
  config->learning_rate = 0.05f;
  config->n_threads = 1;
}

static BpTrainer *
make_trainer (float learning_rate, const BpNetwork *initial)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1004, 300, 200, 1);
  g_autoptr (GError) error = NULL;
  BpTrainerConfig config;
  BpTrainer *trainer;

  init_config (&config);
  config.learning_rate = learning_rate;
  trainer = bp_trainer_new (&config, dataset, initial, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
assert_same_parameters (const BpNetwork *first, const BpNetwork *second)
{
  g_assert_cmpmem (first->parameters, first->n_parameters * sizeof (float), second->parameters,
                   second->n_parameters * sizeof (float));
}

static gboolean
has_same_parameters (const BpNetwork *first, const BpNetwork *second)
{
  return memcmp (first->parameters, second->parameters, first->n_parameters * sizeof (float)) == 0;
}

/* A run against the same trainer stepped by hand: not a step, an epoch or a bit may differ. */
static void
test_complete (void)
{
  const guint n_epochs = 6;
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_autoptr (BpTrainer) reference = make_trainer (0.05f, NULL);
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
  g_auto (Outcome) outcome = { 0 };

  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_IDLE);
  bp_training_run_start_async (run, make_trainer (0.05f, NULL), n_epochs, NULL, on_done, &outcome);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_RUNNING);
  g_assert_true (bp_training_run_is_active (run));
  g_assert_cmpuint (bp_training_run_get_epoch (run), ==, 1);
  g_assert_cmpuint (bp_training_run_get_n_epochs (run), ==, n_epochs);
  g_assert_cmpfloat_with_epsilon (bp_training_run_get_learning_rate (run), 0.05, 1e-6);
  wait_until_done (&outcome);
  assert_success (&outcome);

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

  assert_same_parameters (bp_training_run_get_network (run), bp_trainer_get_network (reference));
  g_assert_cmpuint (bp_training_run_get_best_epoch (run), ==, best_epoch);
  g_assert_cmpfloat (bp_training_run_get_best_held_out_accuracy (run), ==, best_accuracy);
  assert_same_parameters (bp_training_run_get_best_network (run), best_network);

  g_assert_true (
      bp_evaluate (bp_trainer_get_network (reference),
                   bp_dataset_get_samples (bp_trainer_get_dataset (reference), BP_SPLIT_TEST), 1,
                   NULL, &metrics, &error));
  g_assert_nonnull (bp_training_run_get_test_metrics (run));
  g_assert_cmpuint (bp_training_run_get_test_metrics (run)->count, ==, 200);
  g_assert_cmpuint (bp_training_run_get_test_metrics (run)->n_correct, ==, metrics.n_correct);
  g_assert_cmpfloat (bp_training_run_get_test_metrics (run)->loss, ==, metrics.loss);

  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_false (bp_training_run_is_active (run));
  g_assert_cmpfloat (bp_training_run_get_fraction (run), ==, 1.0);
  g_assert_cmpfloat (bp_training_run_get_seconds_left (run), ==, 0.0);
  g_assert_cmpfloat (bp_training_run_get_images_per_second (run), >, 0.0);
  g_assert_cmpuint (bp_training_run_get_epoch (run), ==, n_epochs);
  g_assert_finalize_object (run);
}

/* Without held-out and test samples there is no best epoch and no final figure. */
static void
test_nothing_held_out (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (GError) error = NULL;
  g_auto (Outcome) outcome = { 0 };
  BpTrainerConfig config;

  init_config (&config);
  bp_training_run_start_async (run, bp_trainer_new (&config, dataset, NULL, &error), 2, NULL,
                               on_done, &outcome);
  wait_until_done (&outcome);
  assert_success (&outcome);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (run)), ==, 2);
  g_assert_cmpuint (bp_training_run_get_best_epoch (run), ==, 0);
  g_assert_cmpfloat (bp_training_run_get_best_held_out_accuracy (run), ==, -1.0);
  g_assert_null (bp_training_run_get_best_network (run));
  g_assert_null (bp_training_run_get_test_metrics (run));
  g_assert_nonnull (bp_training_run_get_network (run));
  g_assert_finalize_object (run);
}

/* A second run that is handed the first one's network and history. */
static void
test_goes_on (void)
{
  g_autoptr (BpHistory) history = bp_history_new ();
  BpTrainingRun *first = bp_training_run_new (history);
  BpTrainingRun *second = bp_training_run_new (history);
  g_auto (Outcome) first_outcome = { 0 };
  g_auto (Outcome) second_outcome = { 0 };
  const BpHistoryEpoch *epochs;
  guint64 steps_per_epoch;
  gsize n_epochs;

  bp_training_run_start_async (first, make_trainer (0.05f, NULL), 3, NULL, on_done, &first_outcome);
  wait_until_done (&first_outcome);
  assert_success (&first_outcome);

  bp_training_run_start_async (second, make_trainer (0.05f, bp_training_run_get_network (first)), 2,
                               NULL, on_done, &second_outcome);
  g_assert_cmpuint (bp_training_run_get_epoch (second), ==, 4);
  g_assert_cmpuint (bp_training_run_get_n_epochs (second), ==, 5);
  wait_until_done (&second_outcome);
  assert_success (&second_outcome);

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
  g_assert_cmpfloat (bp_training_run_get_fraction (second), ==, 1.0);
  g_assert_finalize_object (first);
  g_assert_finalize_object (second);
}

static gsize
wait_until_still (BpTrainingRun *run)
{
  BpHistory *history = bp_training_run_get_history (run);
  gsize n_steps;

  do
    {
      n_steps = bp_history_get_n_steps (history);
      run_for (50);
    }
  while (bp_history_get_n_steps (history) != n_steps);

  return n_steps;
}

static void
test_pause_resume_stop (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };
  gsize n_steps;
  clock_t processor_time;
  gint64 begin;

  bp_training_run_start_async (run, make_trainer (0.001f, NULL), ENDLESS, cancellable, on_done,
                               &outcome);
  wait_for_steps (run, 100);

  bp_training_run_pause (run);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_PAUSED);
  n_steps = wait_until_still (run);
  processor_time = clock ();
  begin = g_get_monotonic_time ();
  run_for (300);
  processor_time = clock () - processor_time;
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, n_steps);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_PAUSED);
  g_test_message ("processor time while paused: %.1f ms of %.1f ms",
                  1000.0 * (double) processor_time / CLOCKS_PER_SEC,
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpfloat ((double) processor_time / CLOCKS_PER_SEC, <, 0.15);

  bp_training_run_resume (run);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_RUNNING);
  wait_for_steps (run, 100);

  begin = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  wait_until_done (&outcome);
  g_test_message ("from stop to stopped: %.1f ms",
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
  assert_success (&outcome);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_cmpuint (bp_history_get_n_steps (history), >=, n_steps + 100);
  g_assert_null (bp_training_run_get_test_metrics (run));
  g_assert_nonnull (bp_training_run_get_network (run));

  /* All of it is over, and asking again does no harm. */
  bp_training_run_pause (run);
  bp_training_run_resume (run);
  bp_training_run_set_learning_rate (run, 0.5);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_finalize_object (run);
}

static void
test_stop_while_paused (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };

  bp_training_run_start_async (run, make_trainer (0.001f, NULL), ENDLESS, cancellable, on_done,
                               &outcome);
  wait_for_steps (run, 10);
  bp_training_run_pause (run);
  wait_until_still (run);
  g_cancellable_cancel (cancellable);
  wait_until_done (&outcome);
  assert_success (&outcome);
  g_assert_finalize_object (run);
}

static void
test_stop_before_first_step (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpTrainer) reference = make_trainer (0.1f, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };

  g_cancellable_cancel (cancellable);
  bp_training_run_start_async (run, make_trainer (0.1f, NULL), 10, cancellable, on_done, &outcome);
  g_assert_false (outcome.is_done);
  wait_until_done (&outcome);
  assert_success (&outcome);
  assert_same_parameters (bp_training_run_get_network (run), bp_trainer_get_network (reference));
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (run)), ==, 0);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_FINISHED);
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
  g_auto (Outcome) outcome = { 0 };
  GThread *thread;

  bp_training_run_start_async (run, make_trainer (0.001f, NULL), ENDLESS, cancellable, on_done,
                               &outcome);
  thread = g_thread_new ("cancelling", cancel_soon, cancellable);
  wait_until_done (&outcome);
  g_thread_join (thread);
  assert_success (&outcome);
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
      g_auto (Outcome) outcome = { 0 };
      gint64 begin;

      bp_training_run_start_async (run, make_trainer (0.001f, NULL), ENDLESS, cancellable, on_done,
                                   &outcome);
      run_for (3 * i);
      begin = g_get_monotonic_time ();
      g_cancellable_cancel (cancellable);
      wait_until_done (&outcome);
      longest = MAX (longest, g_get_monotonic_time () - begin);
      assert_success (&outcome);
      g_assert_finalize_object (run);
    }

  g_test_message ("from stop to stopped, the longest of 20: %.1f ms", (double) longest / 1000.0);
}

/* At a rate so small that no weight moves, the network stays; once the rate has changed it does
 * not. */
static void
test_learning_rate (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (BpTrainer) reference = make_trainer (1e-30f, NULL);
  const BpNetwork *initial = bp_trainer_get_network (reference);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };

  bp_training_run_start_async (run, make_trainer (1e-30f, NULL), ENDLESS, cancellable, on_done,
                               &outcome);
  wait_for_steps (run, 1000);
  bp_training_run_pause (run);
  wait_until_still (run);
  for (guint i = 0; i < initial->n_layers; i++)
    for (guint j = 0; j < initial->layers[i].n_inputs; j++)
      for (guint k = 0; k < initial->layers[i].n_outputs; k++)
        {
          gsize index = (gsize) j * initial->layers[i].stride + k;

          g_assert_cmpfloat (bp_training_run_get_network (run)->layers[i].weights[index], ==,
                             initial->layers[i].weights[index]);
        }

  g_object_set (run, "learning-rate", 0.25, NULL);
  g_assert_cmpfloat (bp_training_run_get_learning_rate (run), ==, 0.25);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_PAUSED);
  run_for (50);
  bp_training_run_resume (run);
  while (has_same_parameters (bp_training_run_get_network (run), initial) ||
         bp_training_run_get_network (run)->layers[0].weights[0] == initial->layers[0].weights[0])
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (cancellable);
  wait_until_done (&outcome);
  assert_success (&outcome);
  g_assert_finalize_object (run);
}

static void
test_diverges (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_auto (Outcome) outcome = { 0 };

  bp_training_run_start_async (run, make_trainer (1e36f, NULL), 50, NULL, on_done, &outcome);
  wait_until_done (&outcome);
  g_assert_error (outcome.error, BP_ERROR, BP_ERROR_DIVERGED);
  g_assert_false (outcome.is_successful);
  g_test_message ("%s", outcome.error->message);
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_FAILED);
  g_assert_false (bp_training_run_is_active (run));
  g_assert_true (bp_network_is_finite (bp_training_run_get_network (run)));
  g_assert_null (bp_training_run_get_test_metrics (run));
  g_assert_finalize_object (run);
}

/* The run keeps itself alive until it has ended, and no longer. */
static void
test_dropped (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  gpointer weak = run;
  g_auto (Outcome) outcome = { 0 };

  g_object_add_weak_pointer (G_OBJECT (run), &weak);
  bp_training_run_start_async (run, make_trainer (0.05f, NULL), 3, NULL, on_done, &outcome);
  g_object_unref (run);
  g_assert_nonnull (weak);
  wait_until_done (&outcome);
  assert_success (&outcome);
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
  g_assert_cmpint (bp_training_run_get_state (run), ==, BP_TRAINING_STATE_IDLE);
  g_assert_null (bp_training_run_get_network (run));
  g_assert_cmpfloat (bp_training_run_get_seconds_left (run), ==, -1.0);
  g_assert_finalize_object (run);
}

/* What the pad does: classify with the newest network, again and again, while training goes on.
 * None that was taken may change under it. */
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
  g_auto (Outcome) outcome = { 0 };
  guint n_networks = 0;

  bp_training_run_start_async (run, make_trainer (0.05f, NULL), ENDLESS, cancellable, on_done,
                               &outcome);
  while (n_networks < 10)
    {
      float first[4];
      float second[4];

      while (bp_training_run_get_network (run) == network)
        g_main_context_iteration (NULL, TRUE);
      g_clear_pointer (&network, bp_network_unref);
      g_object_get (run, "network", &network, NULL);
      n_networks++;
      if (workspace == NULL)
        workspace = bp_workspace_new (network, 1, &error);
      g_assert_no_error (error);

      bp_classify (network, workspace, image, first);
      g_assert_cmpfloat_with_epsilon (first[0] + first[1] + first[2] + first[3], 1.0f, 1e-5f);
      wait_for_steps (run, 50);
      bp_classify (network, workspace, image, second);
      g_assert_cmpmem (first, sizeof first, second, sizeof second);
    }

  g_cancellable_cancel (cancellable);
  wait_until_done (&outcome);
  assert_success (&outcome);
  g_assert_finalize_object (run);
}

static void
count_notify (GObject *object G_GNUC_UNUSED, GParamSpec *pspec, GHashTable *counts)
{
  gpointer key = (gpointer) g_param_spec_get_name (pspec);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

  g_hash_table_insert (counts, key, GUINT_TO_POINTER (count + 1));
}

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

/* However many steps are made, nothing is said more often than once a frame. */
static void
test_notifies_by_the_frame (void)
{
  BpTrainingRun *run = bp_training_run_new (NULL);
  BpHistory *history = bp_training_run_get_history (run);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };
  gint64 begin = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer name;
  gpointer count;
  guint n_changes = 0;
  guint n_frames;

  g_signal_connect (run, "notify", G_CALLBACK (count_notify), counts);
  g_signal_connect_swapped (history, "changed", G_CALLBACK (count_change), &n_changes);
  bp_training_run_start_async (run, make_trainer (0.05f, NULL), ENDLESS, cancellable, on_done,
                               &outcome);
  wait_for_steps (run, 20000);
  g_cancellable_cancel (cancellable);
  wait_until_done (&outcome);
  assert_success (&outcome);
  n_frames = (g_get_monotonic_time () - begin) / 16000;

  /* The start and the end have one more each. */
  g_test_message ("%" G_GSIZE_FORMAT " steps, %u epochs, %u frames: the history changed %u times",
                  bp_history_get_n_steps (history), bp_history_get_n_epochs (history), n_frames,
                  n_changes);
  g_assert_cmpuint (n_changes, <=, n_frames + 2);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &name, &count))
    {
      g_test_message ("notify::%s: %u", (const char *) name, GPOINTER_TO_UINT (count));
      g_assert_cmpuint (GPOINTER_TO_UINT (count), <=, n_frames + 2);
    }
  g_assert_finalize_object (run);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training-run/complete", test_complete);
  g_test_add_func ("/training-run/nothing-held-out", test_nothing_held_out);
  g_test_add_func ("/training-run/goes-on", test_goes_on);
  g_test_add_func ("/training-run/pause-resume-stop", test_pause_resume_stop);
  g_test_add_func ("/training-run/stop-while-paused", test_stop_while_paused);
  g_test_add_func ("/training-run/stop-before-first-step", test_stop_before_first_step);
  g_test_add_func ("/training-run/stop-from-another-thread", test_stop_from_another_thread);
  g_test_add_func ("/training-run/stop-many-times", test_stop_many_times);
  g_test_add_func ("/training-run/learning-rate", test_learning_rate);
  g_test_add_func ("/training-run/diverges", test_diverges);
  g_test_add_func ("/training-run/dropped", test_dropped);
  g_test_add_func ("/training-run/never-started", test_never_started);
  g_test_add_func ("/training-run/network-is-usable", test_network_is_usable);
  g_test_add_func ("/training-run/notifies-by-the-frame", test_notifies_by_the_frame);

  return g_test_run ();
}
