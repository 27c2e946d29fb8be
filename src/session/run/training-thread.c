/* SPDX-License-Identifier: MIT */
/*
 * The loop of a training run. The thread owns its trainer and uses only that and its mailbox: no
 * object, no task, no main context. So the speed of training and the frame rate of a window do not
 * depend on each other.
 */
#include "training-thread.h"

#include "background.h"
#include "diagnosis.h"
#include "error.h"
#include "loss-watch.h"
#include "metrics.h"

#include <glib/gi18n.h>
#include <math.h>

/* The interval at which the network is published within an epoch, so that the pad's answers
 * follow. */
#define PUBLISH_MICROSECONDS (G_USEC_PER_SEC / 10)

/* Copies of large networks take long: publishing takes at most one part in so many of the time. */
#define PUBLISH_SHARE 20

struct _BpTrainingThread
{
  /* owned */
  GThread *thread;
  BpTrainer *trainer; /* used by the thread alone while it runs */
  BpMailbox *mailbox;
  BpRunKeeper *keeper; /* nullable: stores the run */
  BpNetwork *best;     /* nullable: the network of the best epoch of this run, never changed */
  BpDataset *own;      /* nullable: drawings of the user's own, as test samples */

  guint n_epochs;
  double best_accuracy;
  gboolean has_begun;    /* a step was made */
  gboolean is_stopped;   /* before the end of the run */
  gboolean has_learnt;   /* an epoch was better than guessing */
  gboolean is_flagged;   /* as at chance after an epoch */
  gboolean is_at_best;   /* and no step since the best epoch */
  gboolean is_published; /* and no step since the network was published */

  gint64 now; /* the last reading of the clock */
  gint64 publish_time;
  gint64 publish_interval;
};

/* Weights that are not finite are an error, so that every published network is usable. */
static gboolean
check_finite (BpTrainingThread *self, GError **error)
{
  if (bp_network_is_finite (bp_trainer_get_network (self->trainer)))
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_DIVERGED,
               _ ("The weights are not finite numbers any more: the learning rate of %g is too "
                  "large for this network"),
               (double) bp_trainer_get_config (self->trainer)->learning_rate);
  return FALSE;
}

static gboolean
publish (BpTrainingThread *self, GError **error)
{
  gint64 begin = g_get_monotonic_time ();

  if (self->is_published)
    return TRUE;
  if (!check_finite (self, error) ||
      !bp_mailbox_publish_network (self->mailbox, bp_trainer_get_network (self->trainer), error))
    return FALSE;

  self->is_published = TRUE;
  self->publish_time = g_get_monotonic_time ();
  self->publish_interval = MAX (PUBLISH_MICROSECONDS, PUBLISH_SHARE * (self->publish_time - begin));
  return TRUE;
}

static gboolean
rest_while_paused (BpTrainingThread *self, GError **error)
{
  if (!publish (self, error))
    return FALSE;

  bp_mailbox_wait_for_change (self->mailbox, BP_MAILBOX_PAUSE);
  self->now = g_get_monotonic_time ();
  return TRUE;
}

static void
set_learning_rate (BpTrainingThread *self, float learning_rate)
{
  bp_trainer_set_learning_rate (self->trainer, learning_rate);
  bp_run_keeper_add_learning_rate (self->keeper, (double) learning_rate);
}

static void
set_n_epochs (BpTrainingThread *self, guint n_epochs)
{
  self->n_epochs = n_epochs;
  bp_trainer_set_n_epochs (self->trainer, n_epochs);
}

/* Returns: whether to continue; after a request to stop, @error is BP_ERROR_CANCELLED. */
static gboolean
attend_to_requests (BpTrainingThread *self, GError **error)
{
  BpMailboxRequests requests;

  while ((requests = bp_mailbox_get_requests (self->mailbox)) != 0)
    {
      if ((requests & BP_MAILBOX_STOP) != 0)
        return bp_progress_check (bp_mailbox_get_progress (self->mailbox), error);

      if ((requests & BP_MAILBOX_LEARNING_RATE) != 0)
        set_learning_rate (self, bp_mailbox_take_learning_rate (self->mailbox));
      else if ((requests & BP_MAILBOX_N_EPOCHS) != 0)
        set_n_epochs (self, bp_mailbox_take_n_epochs (self->mailbox));
      else if ((requests & BP_MAILBOX_STEP_EPOCH) != 0)
        return TRUE;
      else if ((requests & BP_MAILBOX_STEP_BATCH) != 0)
        {
          bp_mailbox_clear_requests (self->mailbox, BP_MAILBOX_STEP_BATCH);
          return TRUE;
        }
      else if (!rest_while_paused (self, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
make_step (BpTrainingThread *self, gboolean *is_epoch_end, GError **error)
{
  gint64 begin = self->now;
  BpStep step;
  gboolean is_good = bp_trainer_step (self->trainer, &step, error);

  if (!isfinite (step.loss))
    return FALSE;

  self->now = g_get_monotonic_time ();
  self->has_begun = TRUE;
  self->is_at_best = FALSE;
  self->is_published = FALSE;
  *is_epoch_end = step.is_epoch_end;
  if (is_good)
    bp_run_keeper_add_step (self->keeper, self->trainer, &step);
  /* A loss that is a sign of divergence is shown like any other. */
  return bp_mailbox_post_step (self->mailbox, &step, self->now - begin, is_good ? error : NULL) &&
         is_good;
}

/* Slow motion: waits after a step. */
static void
wait_for_step (BpTrainingThread *self, gint64 begin)
{
  if (bp_mailbox_get_step_time (self->mailbox) == 0)
    return;

  bp_mailbox_wait_for_step (self->mailbox, begin);
  self->now = g_get_monotonic_time ();
}

static void
remember_best (BpTrainingThread *self, BpNetwork *network, double accuracy)
{
  g_clear_pointer (&self->best, bp_network_unref);
  self->best = bp_network_ref (network);
  self->best_accuracy = accuracy;
  self->is_at_best = TRUE;
}

/* Diagnoses why the network does not learn, and posts the result, if there is memory and no request
 * to stop. */
static void
diagnose (BpTrainingThread *self, BpProgress *progress)
{
  const BpNetwork *good =
      self->has_learnt && self->best != NULL ? self->best : bp_trainer_get_initial (self->trainer);
  BpDiagnosis diagnosis;

  if (bp_diagnose (bp_trainer_get_config (self->trainer), bp_trainer_get_dataset (self->trainer),
                   bp_trainer_get_network (self->trainer), good, progress, &diagnosis, NULL))
    bp_mailbox_post_diagnosis (self->mailbox, &diagnosis);
  self->now = g_get_monotonic_time ();
}

/* Posts why something of the run could not be stored, unless that was posted before. */
static void
post_problem (BpTrainingThread *self)
{
  char *problem = bp_run_keeper_take_problem (self->keeper);

  if (problem != NULL)
    bp_mailbox_post_problem (self->mailbox, problem);
}

static void
note_learning (BpTrainingThread *self, const BpEpoch *epoch)
{
  double loss = isnan (epoch->held_out_loss) ? epoch->train_loss : epoch->held_out_loss;
  guint n_classes = bp_network_get_n_outputs (bp_trainer_get_network (self->trainer));

  self->has_learnt |= loss < bp_chance_loss (n_classes);
}

/* Measures the accuracy on the user's own drawings, where they are of the classes that the network
 * learns. A few drawings take less than a millisecond. */
static gboolean
measure_own (BpTrainingThread *self, BpEpoch *epoch, GError **error)
{
  const BpNetwork *network = bp_trainer_get_network (self->trainer);
  g_auto (BpMetrics) metrics = { 0 };
  BpSamples samples;

  if (self->own == NULL || !bp_network_reads_digits (network) ||
      !bp_dataset_has_digits (bp_trainer_get_dataset (self->trainer)))
    return TRUE;
  samples = bp_dataset_get_samples (self->own, BP_SPLIT_TEST);
  if (!bp_evaluate (network, samples, 1, NULL, &metrics, error))
    return FALSE;
  epoch->n_own = (guint) samples.count;
  epoch->own_accuracy = metrics.accuracy;
  return TRUE;
}

/* All who keep the network of the epoch share one copy. */
static gboolean
end_epoch (BpTrainingThread *self, GError **error)
{
  gint64 begin = self->now;
  g_autoptr (BpNetwork) network = NULL;
  gboolean is_best;
  BpEpoch epoch;

  if (!check_finite (self, error) ||
      !bp_trainer_end_epoch (self->trainer, bp_mailbox_get_progress (self->mailbox), &epoch,
                             error) ||
      !measure_own (self, &epoch, error))
    return FALSE;

  network = bp_network_copy (bp_trainer_get_network (self->trainer), error);
  if (network == NULL)
    return FALSE;
  bp_run_keeper_add_epoch (self->keeper, self->trainer, network, &epoch);
  post_problem (self);
  self->now = g_get_monotonic_time ();
  self->publish_time = self->now;
  self->is_published = TRUE;

  /* False without held-out samples, where the accuracy is NaN. */
  is_best = epoch.held_out_accuracy > self->best_accuracy;
  if (is_best)
    remember_best (self, network, epoch.held_out_accuracy);
  bp_mailbox_post_epoch (self->mailbox, &epoch, self->now - begin, network, is_best);
  note_learning (self, &epoch);
  if (epoch.is_at_chance && !self->is_flagged)
    {
      self->is_flagged = TRUE;
      diagnose (self, bp_mailbox_get_progress (self->mailbox));
    }
  return TRUE;
}

static gboolean
train_epoch (BpTrainingThread *self, GError **error)
{
  gboolean is_epoch_end = bp_trainer_is_at_epoch_end (self->trainer);

  while (!is_epoch_end)
    {
      gint64 begin;

      if (!attend_to_requests (self, error))
        return FALSE;
      begin = self->now;
      if (!make_step (self, &is_epoch_end, error))
        return FALSE;
      if (self->now - self->publish_time >= self->publish_interval && !publish (self, error))
        return FALSE;
      if (!is_epoch_end)
        wait_for_step (self, begin);
    }

  return end_epoch (self, error);
}

/* After the last epoch, a run in single steps ends. */
static void
end_step_of_epoch (BpTrainingThread *self, gboolean is_last)
{
  BpMailboxRequests requests = bp_mailbox_get_requests (self->mailbox);

  if ((requests & BP_MAILBOX_STEP_EPOCH) != 0)
    bp_mailbox_clear_requests (self->mailbox,
                               BP_MAILBOX_STEP_EPOCH | (is_last ? BP_MAILBOX_PAUSE : 0));
}

/* @progress: (nullable): cancels */
static gboolean
test (BpTrainingThread *self, BpProgress *progress, GError **error)
{
  BpSamples samples =
      bp_dataset_get_samples (bp_trainer_get_dataset (self->trainer), BP_SPLIT_TEST);
  g_auto (BpMetrics) metrics = { 0 };

  if (samples.count == 0)
    return TRUE;
  if (!bp_evaluate (bp_trainer_get_network (self->trainer), samples,
                    bp_trainer_get_config (self->trainer)->n_threads, progress, &metrics, error))
    return FALSE;

  bp_run_keeper_add_test (self->keeper, &metrics);
  bp_mailbox_post_test_metrics (self->mailbox, &metrics);
  return TRUE;
}

/* Calibrates and publishes the best network, where the run has one. */
static gboolean
finish_best (BpTrainingThread *self, BpProgress *progress, GError **error)
{
  g_autoptr (BpNetwork) calibrated = NULL;

  if (self->best == NULL)
    return TRUE;

  calibrated = bp_network_copy (self->best, error);
  if (calibrated == NULL || !bp_trainer_calibrate (self->trainer, calibrated, progress, error))
    return FALSE;
  bp_mailbox_publish_best_network (self->mailbox, calibrated);
  return TRUE;
}

/* Calibrates and publishes the current network and the best one, which may be the same. */
static gboolean
finish (BpTrainingThread *self, BpProgress *progress, GError **error)
{
  g_autoptr (BpNetwork) network = NULL;

  if (!check_finite (self, error))
    return FALSE;
  bp_run_keeper_leave (self->keeper, self->trainer);
  if (!bp_trainer_finish (self->trainer, progress, error))
    return FALSE;
  self->is_published = FALSE; /* as it is calibrated */
  if (!publish (self, error))
    return FALSE;

  if (!self->is_at_best)
    return finish_best (self, progress, error);
  network = bp_network_copy (bp_trainer_get_network (self->trainer), error);
  if (network == NULL)
    return FALSE;
  bp_mailbox_publish_best_network (self->mailbox, network);
  return TRUE;
}

/* Begins to store the run, where that is asked for and possible. */
static void
begin_to_keep (BpTrainingThread *self)
{
  const char *folder = bp_run_keeper_begin (self->keeper, self->trainer);

  if (folder != NULL)
    bp_mailbox_post_folder (self->mailbox, folder);
  post_problem (self);
}

/* Publishes the newest network, then posts that no more steps will be made. Calibrating, testing
 * and storing it may take long, and another run may begin meanwhile. */
static gboolean
leave (BpTrainingThread *self, GError **error)
{
  if (!publish (self, error))
    return FALSE;

  bp_mailbox_post_last_step (self->mailbox);
  return TRUE;
}

static gboolean
train (BpTrainingThread *self, GError **error)
{
  BpProgress *progress = bp_mailbox_get_progress (self->mailbox);
  BpProgress *finishing = bp_mailbox_get_finishing (self->mailbox);
  gboolean is_stopped_early = FALSE;

  if (!bp_trainer_prepare (self->trainer, progress, error))
    return FALSE;
  bp_trainer_set_progress (self->trainer, progress);
  begin_to_keep (self);
  self->now = g_get_monotonic_time ();
  if (!publish (self, error))
    return FALSE;
  for (guint i = 0; i < self->n_epochs && !is_stopped_early; i++)
    {
      if (!train_epoch (self, error))
        return FALSE;
      is_stopped_early = bp_trainer_should_stop_early (self->trainer);
      end_step_of_epoch (self, is_stopped_early || i + 1 >= self->n_epochs);
      if (is_stopped_early && i + 1 < self->n_epochs)
        bp_mailbox_post_stopped_early (self->mailbox);
    }

  /* A short run is not flagged after its epochs, but at its end. */
  if (self->has_begun && !self->has_learnt && !self->is_flagged)
    diagnose (self, progress);

  return attend_to_requests (self, error) && leave (self, error) &&
         finish (self, finishing, error) && test (self, finishing, error);
}

/* Ends a stopped run: its network is published at once, unless it was stopped before there was one.
 * Then it is calibrated and tested, unless the run was stopped before its first step, or is
 * abandoned. */
static gboolean
stop (BpTrainingThread *self, GError **error)
{
  BpProgress *finishing = bp_mailbox_get_finishing (self->mailbox);

  self->is_stopped = TRUE;
  if (bp_trainer_get_network (self->trainer) == NULL)
    return TRUE;
  if (!leave (self, error))
    return FALSE;

  return !self->has_begun || (finish (self, finishing, error) && test (self, finishing, error));
}

/* After an error, only the best network is published. The error that ended the run is the one that
 * is reported. */
static void
save_best (BpTrainingThread *self)
{
  BpProgress *finishing = bp_mailbox_get_finishing (self->mailbox);

  if (self->is_at_best)
    finish (self, finishing, NULL);
  else
    finish_best (self, finishing, NULL);
}

static gpointer
run (gpointer data)
{
  BpTrainingThread *self = data;
  g_autoptr (GError) error = NULL;

  bp_background_begin ();
  self->now = g_get_monotonic_time ();
  if (!train (self, &error) && g_error_matches (error, BP_ERROR, BP_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      if (!stop (self, &error) && g_error_matches (error, BP_ERROR, BP_ERROR_CANCELLED))
        g_clear_error (&error);
    }
  if (error != NULL)
    {
      if (g_error_matches (error, BP_ERROR, BP_ERROR_DIVERGED))
        diagnose (self, bp_mailbox_get_progress (self->mailbox));
      bp_mailbox_post_last_step (self->mailbox);
      save_best (self);
    }

  bp_run_keeper_end (self->keeper, self->trainer, self->is_stopped,
                     bp_mailbox_get_finishing (self->mailbox), error);
  post_problem (self);
  g_clear_pointer (&self->keeper, bp_run_keeper_free);

  /* Large trainers take a while to free. */
  g_clear_pointer (&self->trainer, bp_trainer_free);
  g_clear_pointer (&self->best, bp_network_unref);

  bp_mailbox_post_end (self->mailbox, g_steal_pointer (&error));
  return NULL;
}

/**
 * bp_training_thread_new:
 * @trainer: (transfer full): the trainer, planned or at the beginning of an epoch; the thread
 *   prepares it
 * @n_epochs: the number of epochs to train, or 0
 * @best_accuracy: the held-out accuracy that an epoch must exceed to be the best one; less than 0
 *   to accept any epoch
 *
 * The mailbox exists from now on. Requests before the start take effect before the first step.
 *
 * Returns: (transfer full): the thread, to be started with bp_training_thread_start()
 */
BpTrainingThread *
bp_training_thread_new (BpTrainer *trainer, guint n_epochs, double best_accuracy)
{
  BpTrainingThread *thread = g_new0 (BpTrainingThread, 1);

  thread->trainer = trainer;
  thread->mailbox = bp_mailbox_new ();
  thread->n_epochs = n_epochs;
  thread->best_accuracy = best_accuracy;
  return thread;
}

/**
 * bp_training_thread_free:
 * @thread: (transfer full): the thread
 *
 * Stops the thread where it still runs, waits for its end, and frees it with its trainer and its
 * mailbox.
 */
void
bp_training_thread_free (BpTrainingThread *thread)
{
  bp_mailbox_request_stop (thread->mailbox);
  g_clear_pointer (&thread->thread, g_thread_join);
  bp_mailbox_free (thread->mailbox);
  g_clear_pointer (&thread->keeper, bp_run_keeper_free);
  g_clear_pointer (&thread->trainer, bp_trainer_free);
  g_clear_pointer (&thread->best, bp_network_unref);
  g_clear_pointer (&thread->own, bp_dataset_unref);
  g_free (thread);
}

/**
 * bp_training_thread_set_keeper:
 * @thread: a thread that was not started yet
 * @keeper: (transfer full): stores the run
 */
void
bp_training_thread_set_keeper (BpTrainingThread *thread, BpRunKeeper *keeper)
{
  g_return_if_fail (thread->thread == NULL && thread->keeper == NULL);

  thread->keeper = keeper;
}

/**
 * bp_training_thread_set_own:
 * @thread: a thread that was not started yet
 * @own: digits of the user's own as test samples; a reference is taken
 *
 * Has the accuracy on them measured at the end of each epoch, where the run is about digits. The
 * training does not depend on it.
 */
void
bp_training_thread_set_own (BpTrainingThread *thread, BpDataset *own)
{
  g_return_if_fail (thread->thread == NULL && thread->own == NULL);

  thread->own = bp_dataset_ref (own);
}

/**
 * bp_training_thread_start:
 * @thread: a thread that was not started yet
 * @error: return location for the %G_THREAD_ERROR of a system that is out of threads
 *
 * The mailbox gets the network before the first step, then all results, then the end. A stop is no
 * error: the current network is then published and tested. At the end of every run, its networks,
 * the newest and the best, are calibrated on the held-out samples.
 *
 * Returns: whether the thread was started
 */
gboolean
bp_training_thread_start (BpTrainingThread *thread, GError **error)
{
  g_return_val_if_fail (thread->thread == NULL, FALSE);

  thread->thread = g_thread_try_new ("training", run, thread, error);
  return thread->thread != NULL;
}

/**
 * bp_training_thread_get_mailbox:
 * @thread: the thread
 *
 * Returns: (transfer none): its mailbox; valid until bp_training_thread_free()
 */
BpMailbox *
bp_training_thread_get_mailbox (BpTrainingThread *thread)
{
  return thread->mailbox;
}
