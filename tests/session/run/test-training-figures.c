/* SPDX-License-Identifier: MIT */
/* The figures of a run for the window. */
#include "run-helpers.h"
#include "test-file.h"
#include "test-stride.h"
#include "toy-data.h"
#include "training-run.h"
#include "training-thread.h"

#include <math.h>

/* The numbers of samples of bp_test_trainer_new() and of its batches. */
#define N_TRAIN 1004
#define BATCH   8

/* Starts a run of @n_epochs and pauses it after @n_epochs_done. */
static void
pause_after (BpTrainingRun *run,
             BpTrainer *trainer,
             guint n_epochs,
             guint n_epochs_done,
             GCancellable *cancellable,
             BpTestOutcome *outcome)
{
  BpHistory *history = bp_training_run_get_history (run);
  guint n_before = bp_history_get_n_epochs (history);

  bp_training_run_start_async (run, trainer, n_epochs, cancellable, bp_test_on_run_done, outcome);
  while (bp_history_get_n_epochs (history) < n_before + n_epochs_done)
    g_main_context_iteration (NULL, TRUE);
  bp_training_run_pause (run);
  bp_test_wait_until_still (run);
}

/* The number of images of the steps of a run, where the last batch of an epoch is smaller.
 */
static double
count_images (gsize n_steps, gsize steps_per_epoch)
{
  gsize n_images = n_steps / steps_per_epoch * N_TRAIN + n_steps % steps_per_epoch * BATCH;

  return (double) n_images;
}

/* The fraction is that of this run, without earlier ones. The time left is that of the images at
 * the present pace plus the evaluations. */
static void
test_fraction_and_time_left (void)
{
  const guint n_epochs = 100000;
  g_autoptr (BpHistory) history = bp_history_new ();
  gsize n_steps_before = 0;

  for (guint i = 0; i < 2; i++)
    {
      BpTrainingRun *run = bp_training_run_new (history);
      const BpTrainingFigures *figures = bp_training_run_get_figures (run);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (BpTestOutcome) outcome = { 0 };
      gsize steps_per_epoch;
      gsize n_steps;
      double images_left;

      pause_after (run, bp_test_trainer_new (0.001f, NULL), n_epochs, 2, cancellable, &outcome);
      steps_per_epoch = bp_history_get_steps_per_epoch (history);
      n_steps = bp_history_get_n_steps (history) - n_steps_before;
      images_left = (double) n_epochs * N_TRAIN - count_images (n_steps, steps_per_epoch);

      g_test_message ("%" G_GSIZE_FORMAT " steps, %g images a second, %g s left", n_steps,
                      figures->images_per_second, figures->seconds_left);
      g_assert_cmpfloat (figures->fraction, ==,
                         (double) n_steps / ((double) steps_per_epoch * n_epochs));
      g_assert_cmpfloat (figures->seconds_left, >,
                         images_left / figures->images_per_second * (1.0 + 1e-9));

      g_cancellable_cancel (cancellable);
      bp_test_outcome_wait (&outcome);
      bp_test_outcome_assert_success (&outcome);
      n_steps_before = bp_history_get_n_steps (history);
      g_assert_finalize_object (run);
    }
}

typedef struct
{
  BpTrainingRun *run;
  GCancellable *cancellable;
  guint n_stopping; /* the number of signals while the run is stopping */
} Stopping;

static void
cancel (Stopping *stopping)
{
  if (bp_history_get_n_steps (bp_training_run_get_history (stopping->run)) > 0)
    g_cancellable_cancel (stopping->cancellable);
}

static void
on_changed (Stopping *stopping)
{
  if (bp_training_run_get_figures (stopping->run)->state == BP_TRAINING_STATE_STOPPING)
    stopping->n_stopping++;
}

/* Between the request to stop and the end, the state of the run is "stopping". The request comes
 * while the run reads its news, so that the end cannot be among them. */
static void
test_stopping (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stopping stopping = { bp_training_run_new (NULL), cancellable, 0 };
  g_auto (BpTestOutcome) outcome = { 0 };

  g_signal_connect_swapped (bp_training_run_get_history (stopping.run), "changed",
                            G_CALLBACK (cancel), &stopping);
  g_signal_connect_swapped (stopping.run, "changed", G_CALLBACK (on_changed), &stopping);
  bp_training_run_start_async (stopping.run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &outcome);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_cmpuint (stopping.n_stopping, >, 0);
  g_assert_cmpint (bp_training_run_get_figures (stopping.run)->state, ==,
                   BP_TRAINING_STATE_FINISHED);
  g_assert_finalize_object (stopping.run);
}

/* A person who stops a run gets an answer at once, and not at the next frame. */
static void
test_stop_is_answered_at_once (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stopping stopping = { bp_training_run_new (NULL), cancellable, 0 };
  g_auto (BpTestOutcome) outcome = { 0 };

  bp_training_run_start_async (stopping.run, bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS,
                               cancellable, bp_test_on_run_done, &outcome);
  bp_test_wait_for_steps (stopping.run, 1);
  g_signal_connect_swapped (stopping.run, "changed", G_CALLBACK (on_changed), &stopping);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (bp_training_run_get_figures (stopping.run)->state, ==,
                   BP_TRAINING_STATE_STOPPING);
  g_assert_cmpuint (stopping.n_stopping, ==, 1);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_finalize_object (stopping.run);
}

/* The thread sanitizer is several times slower than others. */
#define N_SLOW_SAMPLES (BP_TEST_IS_FOR_THREADS ? 25000 : 100000)

/* Calibrating on many samples takes longer than the whole run that continues meanwhile. */
static void
test_continued_before_its_end (void)
{
  g_autoptr (BpDataset) large = bp_toy_dataset_new (160, N_SLOW_SAMPLES, 200, 1);
  g_autoptr (BpHistory) history = bp_history_new ();
  BpTrainingRun *first = bp_training_run_new (history);
  BpTrainingRun *second = bp_training_run_new (history);
  g_autoptr (BpNetwork) best = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpTestOutcome) first_outcome = { 0 };
  g_auto (BpTestOutcome) second_outcome = { 0 };
  BpTrainingConfig config;

  bp_test_training_config_init (&config);
  config.learning_rate = 1e-30f;
  bp_training_run_start_async (first, bp_trainer_new (&config, large, NULL, &error), 1, NULL,
                               bp_test_on_run_done, &first_outcome);
  g_assert_no_error (error);
  while (bp_training_run_is_training (first))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (bp_training_run_get_figures (first)->state, ==, BP_TRAINING_STATE_TESTING);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, 1);
  g_assert_cmpuint (bp_history_get_n_steps (history), ==, 20);

  bp_training_run_start_async (second,
                               bp_test_trainer_new (0.05f, bp_training_run_get_network (first)), 2,
                               NULL, bp_test_on_run_done, &second_outcome);
  bp_test_outcome_wait (&second_outcome);
  bp_test_outcome_assert_success (&second_outcome);
  g_assert_cmpuint (bp_training_run_get_figures (second)->best_epoch, >, 1);
  best = bp_network_ref (bp_history_get_best_network (history));

  bp_test_outcome_wait (&first_outcome);
  bp_test_outcome_assert_success (&first_outcome);
  g_assert_cmpfloat (bp_training_run_get_network (first)->temperature, !=, 1.0f);
  g_assert_nonnull (bp_training_run_get_figures (first)->test_metrics);
  g_assert_cmpuint (bp_training_run_get_figures (first)->best_epoch, ==, 1);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, 3);
  g_assert_true (bp_history_get_best_network (history) == best);
  g_assert_finalize_object (first);
  g_assert_finalize_object (second);
}

/* An epoch may take minutes: the network of the pad is updated within an epoch. This one takes
 * seconds. */
static void
test_network_within_epoch (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (400000, 0, 0, 1);
  BpTrainingRun *run = bp_training_run_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BpNetwork) first = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpTestOutcome) outcome = { 0 };
  BpTrainingConfig config;

  bp_test_training_config_init (&config);
  config.hidden[0] = 64;
  config.batch_size = 1;
  config.learning_rate = 0.001f;
  bp_training_run_start_async (run, bp_trainer_new (&config, dataset, NULL, &error), 2, cancellable,
                               bp_test_on_run_done, &outcome);
  while (bp_training_run_get_network (run) == NULL)
    g_main_context_iteration (NULL, TRUE);
  first = bp_network_ref (bp_training_run_get_network (run));
  while (bp_training_run_get_network (run) == first)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (run)), ==, 0);

  g_cancellable_cancel (cancellable);
  bp_test_outcome_wait (&outcome);
  bp_test_outcome_assert_success (&outcome);
  g_assert_finalize_object (run);
}

/* A run that continues a better one keeps its best network and figures. */
static void
test_best_of_both (void)
{
  g_autoptr (BpHistory) history = bp_history_new ();
  BpTrainingRun *good = bp_training_run_new (history);
  BpTrainingRun *bad = bp_training_run_new (history);
  g_autoptr (BpNetwork) best = NULL;
  g_auto (BpTestOutcome) good_outcome = { 0 };
  g_auto (BpTestOutcome) bad_outcome = { 0 };
  BpTrainingFigures figures;

  bp_training_run_start_async (good, bp_test_trainer_new (0.05f, NULL), 5, NULL,
                               bp_test_on_run_done, &good_outcome);
  bp_test_outcome_wait (&good_outcome);
  bp_test_outcome_assert_success (&good_outcome);
  best = bp_network_ref (bp_history_get_best_network (history));
  figures = *bp_training_run_get_figures (good);

  /* A new network that does not learn. */
  bp_training_run_start_async (bad, bp_test_trainer_new (1e-30f, NULL), 2, NULL,
                               bp_test_on_run_done, &bad_outcome);
  bp_test_outcome_wait (&bad_outcome);
  bp_test_outcome_assert_success (&bad_outcome);
  bp_test_assert_same_parameters (bp_history_get_best_network (history), best);
  g_assert_cmpuint (bp_training_run_get_figures (bad)->best_epoch, ==, figures.best_epoch);
  g_assert_cmpfloat (bp_training_run_get_figures (bad)->best_held_out_accuracy, ==,
                     figures.best_held_out_accuracy);
  g_assert_finalize_object (good);
  g_assert_finalize_object (bad);
}

typedef BpMailboxNews News;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (News, bp_mailbox_news_clear)

/* A pause does not count as training time: the steps take at most the total time without it. */
static void
test_rest_is_no_work (void)
{
  g_autoptr (BpTrainingThread) thread =
      bp_training_thread_new (bp_test_trainer_new (0.001f, NULL), BP_TEST_ENDLESS, -1.0);
  BpMailbox *mailbox = bp_training_thread_get_mailbox (thread);
  g_auto (News) news = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 begin;
  gint64 awake;

  bp_mailbox_news_init (&news);
  bp_mailbox_request_pause (mailbox, TRUE);
  begin = g_get_monotonic_time ();
  g_assert_true (bp_training_thread_start (thread, &error));
  g_assert_no_error (error);

  g_usleep (500000);
  awake = g_get_monotonic_time ();
  bp_mailbox_request_pause (mailbox, FALSE);
  do
    bp_mailbox_read (mailbox, &news);
  while (news.n_images == 0);
  g_assert_cmpfloat (news.step_seconds, <=,
                     (double) (g_get_monotonic_time () - awake) / G_USEC_PER_SEC);
  g_test_message ("%.3f s of %.3f s", news.step_seconds,
                  (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
}

BP_TEST_FILE (training_figures)
{
  g_test_add_func ("/training-figures/fraction-and-time-left", test_fraction_and_time_left);
  g_test_add_func ("/training-figures/stopping", test_stopping);
  g_test_add_func ("/training-figures/stop-is-answered-at-once", test_stop_is_answered_at_once);
  g_test_add_func ("/training-figures/continued-before-its-end", test_continued_before_its_end);
  g_test_add_func ("/training-figures/network-within-epoch", test_network_within_epoch);
  g_test_add_func ("/training-figures/best-of-both", test_best_of_both);
  g_test_add_func ("/training-figures/rest-is-no-work", test_rest_is_no_work);
}
