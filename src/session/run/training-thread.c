/* SPDX-License-Identifier: MIT */
/*
 * The loop of a training run. The thread owns its trainer and uses only that and its mailbox: no
 * object, no task, no main context. So the speed of training and the frame rate of a window do not
 * depend on each other.
 */
#include "training-thread.h"

#include "error.h"
#include "metrics.h"

#include <glib/gi18n.h>

/* The interval at which the network is published within an epoch, so that the pad's answers
 * follow. */
#define PUBLISH_MICROSECONDS (G_USEC_PER_SEC / 10)

struct _BpTrainingThread
{
  /* owned */
  GThread *thread;
  BpTrainer *trainer; /* used by the thread alone while it runs */
  BpMailbox *mailbox;
  BpNetwork *best; /* nullable: the network of the best epoch of this run */

  guint n_epochs;
  double best_accuracy;
  gboolean has_begun;  /* a step was made */
  gboolean is_at_best; /* and no step since the best epoch */

  gint64 now; /* the last reading of the clock */
  gint64 publish_time;
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
  self->publish_time = self->now;
  return check_finite (self, error) &&
         bp_mailbox_publish_network (self->mailbox, bp_trainer_get_network (self->trainer), error);
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
        bp_trainer_set_learning_rate (self->trainer, bp_mailbox_take_learning_rate (self->mailbox));
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

  if (!bp_trainer_step (self->trainer, &step, error))
    return FALSE;

  self->now = g_get_monotonic_time ();
  self->has_begun = TRUE;
  self->is_at_best = FALSE;
  *is_epoch_end = step.is_epoch_end;
  return bp_mailbox_post_step (self->mailbox, &step, self->now - begin, error);
}

static gboolean
remember_best (BpTrainingThread *self, double accuracy, GError **error)
{
  const BpNetwork *network = bp_trainer_get_network (self->trainer);

  if (self->best == NULL)
    self->best = bp_network_copy (network, error);
  else
    bp_network_assign (self->best, network);
  self->best_accuracy = accuracy;
  self->is_at_best = TRUE;
  return self->best != NULL;
}

static gboolean
end_epoch (BpTrainingThread *self, GError **error)
{
  gint64 begin = self->now;
  gboolean is_best;
  BpEpoch epoch;

  if (!check_finite (self, error) ||
      !bp_trainer_end_epoch (self->trainer, bp_mailbox_get_progress (self->mailbox), &epoch, error))
    return FALSE;

  self->now = g_get_monotonic_time ();
  self->publish_time = self->now;

  /* False without held-out samples, where the accuracy is NaN. */
  is_best = epoch.held_out_accuracy > self->best_accuracy;
  if (is_best && !remember_best (self, epoch.held_out_accuracy, error))
    return FALSE;

  return bp_mailbox_post_epoch (self->mailbox, &epoch, self->now - begin,
                                bp_trainer_get_network (self->trainer), is_best, error);
}

static gboolean
train_epoch (BpTrainingThread *self, GError **error)
{
  gboolean is_epoch_end = FALSE;

  while (!is_epoch_end)
    {
      if (!attend_to_requests (self, error) || !make_step (self, &is_epoch_end, error))
        return FALSE;
      if (self->now - self->publish_time >= PUBLISH_MICROSECONDS && !publish (self, error))
        return FALSE;
    }

  return end_epoch (self, error);
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

  bp_mailbox_post_test_metrics (self->mailbox, &metrics);
  return TRUE;
}

/* Calibrates and publishes the best network, where the run has one. */
static gboolean
finish_best (BpTrainingThread *self, BpProgress *progress, GError **error)
{
  if (self->best == NULL)
    return TRUE;

  return bp_trainer_calibrate (self->trainer, self->best, progress, error) &&
         bp_mailbox_publish_best_network (self->mailbox, self->best, error);
}

/* Calibrates and publishes the current network and the best one, which may be the same. */
static gboolean
finish (BpTrainingThread *self, BpProgress *progress, GError **error)
{
  if (!check_finite (self, error) || !bp_trainer_finish (self->trainer, progress, error) ||
      !publish (self, error))
    return FALSE;

  if (!self->is_at_best)
    return finish_best (self, progress, error);
  return bp_mailbox_publish_best_network (self->mailbox, bp_trainer_get_network (self->trainer),
                                          error);
}

static gboolean
train (BpTrainingThread *self, GError **error)
{
  BpProgress *progress = bp_mailbox_get_progress (self->mailbox);

  if (!publish (self, error))
    return FALSE;
  for (guint i = 0; i < self->n_epochs; i++)
    if (!train_epoch (self, error))
      return FALSE;

  return attend_to_requests (self, error) && finish (self, progress, error) &&
         attend_to_requests (self, error) && test (self, progress, error);
}

/* Ends a stopped run: its network is published and tested, which takes a moment, unless the run was
 * stopped before its first step. */
static gboolean
stop (BpTrainingThread *self, GError **error)
{
  if (!self->has_begun)
    return publish (self, error);

  return finish (self, NULL, error) && test (self, NULL, error);
}

/* After an error, only the best network is published. The error that ended the run is the one that
 * is reported. */
static void
save_best (BpTrainingThread *self)
{
  if (self->is_at_best)
    finish (self, NULL, NULL);
  else
    finish_best (self, NULL, NULL);
}

static gpointer
run (gpointer data)
{
  BpTrainingThread *self = data;
  g_autoptr (GError) error = NULL;

  self->now = g_get_monotonic_time ();
  if (!train (self, &error) && g_error_matches (error, BP_ERROR, BP_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      stop (self, &error);
    }
  if (error != NULL)
    save_best (self);

  bp_mailbox_post_end (self->mailbox, g_steal_pointer (&error));
  return NULL;
}

/**
 * bp_training_thread_new:
 * @trainer: (transfer full): the trainer, at the beginning of an epoch
 * @n_epochs: the number of epochs to train
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
  bp_trainer_free (thread->trainer);
  g_clear_pointer (&thread->best, bp_network_unref);
  g_free (thread);
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
