/* SPDX-License-Identifier: MIT */
/*
 * The data that a training thread and the main thread share. Steps go through atomics and a
 * separate queue. Everything else is posted at most some hundred times a second and goes through
 * the mutex, which is only held to move a few pointers.
 *
 * POSIX mutexes, not GLib's, because Thread Sanitizer knows them.
 */
#include "mailbox.h"

#include "loss-queue.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

struct _BpMailbox
{
  BpLossQueue *losses; /* owned */

  guint64 n_steps; /* of the training thread alone */

  /* Totals of all steps so far; written by the training thread alone. */
  _Atomic guint64 n_images;
  _Atomic gint64 step_microseconds;
  _Atomic gint64 evaluation_microseconds;

  _Atomic guint requests;
  _Atomic gint64 step_time; /* microseconds that a step takes at least */
  BpProgress progress;
  BpProgress finishing;

  pthread_mutex_t mutex;
  pthread_cond_t requests_changed;

  /* Under the mutex. */
  GArray *epochs; /* of BpHistoryEpoch, not read yet */
  BpNetwork *network;
  gboolean is_shared; /* network: others have it, too */
  BpNetwork *best_network;
  BpMetrics test_metrics;
  gboolean has_test_metrics;
  BpDiagnosis diagnosis;
  gboolean has_diagnosis;
  gboolean has_made_last_step;
  gboolean is_stopped_early;
  char *folder;  /* nullable: not read yet */
  char *problem; /* nullable: likewise */
  gboolean has_ended;
  GError *error;
  float learning_rate;
  guint n_epochs;
};

/**
 * bp_mailbox_new:
 *
 * Returns: (transfer full): an empty mailbox
 */
BpMailbox *
bp_mailbox_new (void)
{
  BpMailbox *mailbox = g_new0 (BpMailbox, 1);
  pthread_condattr_t attributes;

  pthread_mutex_init (&mailbox->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&mailbox->requests_changed, &attributes);
  pthread_condattr_destroy (&attributes);
  mailbox->losses = bp_loss_queue_new ();
  mailbox->epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch));
  return mailbox;
}

/**
 * bp_mailbox_free:
 * @mailbox: (transfer full): a mailbox that no thread uses any more
 */
void
bp_mailbox_free (BpMailbox *mailbox)
{
  pthread_cond_destroy (&mailbox->requests_changed);
  pthread_mutex_destroy (&mailbox->mutex);
  bp_loss_queue_free (mailbox->losses);
  g_array_unref (mailbox->epochs);
  g_clear_pointer (&mailbox->network, bp_network_unref);
  g_clear_pointer (&mailbox->best_network, bp_network_unref);
  bp_metrics_clear (&mailbox->test_metrics);
  g_clear_error (&mailbox->error);
  g_free (mailbox->folder);
  g_free (mailbox->problem);
  g_free (mailbox);
}

/**
 * bp_mailbox_post_step:
 * @mailbox: the mailbox
 * @step: the step that was made
 * @microseconds: how long it took
 * @error: return location for %BP_ERROR_NO_MEMORY, possible only while the reader stays away
 *
 * Returns: whether the step was posted
 */
gboolean
bp_mailbox_post_step (BpMailbox *mailbox, const BpStep *step, gint64 microseconds, GError **error)
{
  guint64 n_images = atomic_load_explicit (&mailbox->n_images, memory_order_relaxed);
  gint64 spent = atomic_load_explicit (&mailbox->step_microseconds, memory_order_relaxed);

  if (!bp_loss_queue_append (mailbox->losses, step->loss, error))
    return FALSE;

  mailbox->n_steps++;
  atomic_store_explicit (&mailbox->n_images, n_images + step->n_samples, memory_order_relaxed);
  atomic_store_explicit (&mailbox->step_microseconds, spent + microseconds, memory_order_relaxed);
  return TRUE;
}

/* The published network, for reuse of its memory. A network that was published and not read belongs
 * to the mailbox alone, unless it is that of an epoch. */
static BpNetwork *
take_back_network (BpMailbox *mailbox)
{
  BpNetwork *network = NULL;

  pthread_mutex_lock (&mailbox->mutex);
  if (!mailbox->is_shared)
    network = g_steal_pointer (&mailbox->network);
  pthread_mutex_unlock (&mailbox->mutex);

  return network;
}

static BpNetwork *
copy_network (BpMailbox *mailbox, const BpNetwork *network, GError **error)
{
  BpNetwork *copy = take_back_network (mailbox);

  if (copy == NULL)
    return bp_network_copy (network, error);

  bp_network_assign (copy, network);
  return copy;
}

/**
 * bp_mailbox_post_epoch:
 * @mailbox: the mailbox
 * @epoch: the epoch that ended with the last step
 * @microseconds: how long its evaluation took
 * @network: a copy of the network at the end of the epoch that never changes, of which references
 *   are taken; of the same shape every time
 * @is_best: whether it is the best one so far
 */
void
bp_mailbox_post_epoch (BpMailbox *mailbox,
                       const BpEpoch *epoch,
                       gint64 microseconds,
                       BpNetwork *network,
                       gboolean is_best)
{
  BpHistoryEpoch posted = { .values = *epoch, .n_steps = mailbox->n_steps };
  gint64 spent = atomic_load_explicit (&mailbox->evaluation_microseconds, memory_order_relaxed);
  g_autoptr (BpNetwork) replaced = NULL;
  g_autoptr (BpNetwork) replaced_best = NULL;

  atomic_store_explicit (&mailbox->evaluation_microseconds, spent + microseconds,
                         memory_order_relaxed);

  pthread_mutex_lock (&mailbox->mutex);
  g_array_append_val (mailbox->epochs, posted);
  replaced = g_steal_pointer (&mailbox->network);
  mailbox->network = bp_network_ref (network);
  mailbox->is_shared = TRUE;
  if (is_best)
    {
      replaced_best = g_steal_pointer (&mailbox->best_network);
      mailbox->best_network = bp_network_ref (network);
    }
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_publish_network:
 * @mailbox: the mailbox
 * @network: the current network, which is copied; of the same shape every time
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: whether there was memory for the copy
 */
gboolean
bp_mailbox_publish_network (BpMailbox *mailbox, const BpNetwork *network, GError **error)
{
  g_autoptr (BpNetwork) replaced = NULL;
  BpNetwork *copy = copy_network (mailbox, network, error);

  if (copy == NULL)
    return FALSE;

  pthread_mutex_lock (&mailbox->mutex);
  replaced = g_steal_pointer (&mailbox->network);
  mailbox->network = copy;
  mailbox->is_shared = FALSE;
  pthread_mutex_unlock (&mailbox->mutex);

  return TRUE;
}

/**
 * bp_mailbox_publish_best_network:
 * @mailbox: the mailbox
 * @network: the network of the best epoch, of which a reference is taken, and which never changes;
 *   of the same shape every time
 *
 * Replaces the one that bp_mailbox_post_epoch() posted at the end of that epoch.
 */
void
bp_mailbox_publish_best_network (BpMailbox *mailbox, BpNetwork *network)
{
  g_autoptr (BpNetwork) replaced = NULL;

  pthread_mutex_lock (&mailbox->mutex);
  replaced = g_steal_pointer (&mailbox->best_network);
  mailbox->best_network = bp_network_ref (network);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_post_test_metrics:
 * @mailbox: the mailbox
 * @metrics: (transfer full): figures of the test samples; their contents are moved, and they are
 *   cleared
 */
void
bp_mailbox_post_test_metrics (BpMailbox *mailbox, BpMetrics *metrics)
{
  pthread_mutex_lock (&mailbox->mutex);
  bp_metrics_clear (&mailbox->test_metrics);
  mailbox->test_metrics = *metrics;
  mailbox->has_test_metrics = TRUE;
  pthread_mutex_unlock (&mailbox->mutex);

  memset (metrics, 0, sizeof *metrics);
}

/**
 * bp_mailbox_post_diagnosis:
 * @mailbox: the mailbox
 * @diagnosis: why the network does not learn
 */
void
bp_mailbox_post_diagnosis (BpMailbox *mailbox, const BpDiagnosis *diagnosis)
{
  pthread_mutex_lock (&mailbox->mutex);
  mailbox->diagnosis = *diagnosis;
  mailbox->has_diagnosis = TRUE;
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_post_last_step:
 * @mailbox: the mailbox, to which all steps, all epochs and the newest network were posted
 *
 * Posts that no more steps will be made; the network is still calibrated, tested and stored.
 */
void
bp_mailbox_post_last_step (BpMailbox *mailbox)
{
  pthread_mutex_lock (&mailbox->mutex);
  mailbox->has_made_last_step = TRUE;
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_post_stopped_early:
 * @mailbox: the mailbox
 *
 * Posts that the held-out loss ends the run before its last epoch.
 */
void
bp_mailbox_post_stopped_early (BpMailbox *mailbox)
{
  pthread_mutex_lock (&mailbox->mutex);
  mailbox->is_stopped_early = TRUE;
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_post_folder:
 * @mailbox: the mailbox
 * @folder: (type filename): where the run is stored
 */
void
bp_mailbox_post_folder (BpMailbox *mailbox, const char *folder)
{
  pthread_mutex_lock (&mailbox->mutex);
  g_free (mailbox->folder);
  mailbox->folder = g_strdup (folder);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_post_problem:
 * @mailbox: the mailbox
 * @problem: (transfer full): why the run cannot be stored as it should be, for people
 */
void
bp_mailbox_post_problem (BpMailbox *mailbox, char *problem)
{
  pthread_mutex_lock (&mailbox->mutex);
  g_free (mailbox->problem);
  mailbox->problem = problem;
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_post_end:
 * @mailbox: the mailbox
 * @error: (transfer full) (nullable): the error that ended the run
 *
 * Posts the end. Nothing may be posted after it.
 */
void
bp_mailbox_post_end (BpMailbox *mailbox, GError *error)
{
  pthread_mutex_lock (&mailbox->mutex);
  mailbox->has_ended = TRUE;
  mailbox->error = error;
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_get_requests:
 * @mailbox: the mailbox
 *
 * Fast enough to be called at every step.
 *
 * Returns: the present requests
 */
BpMailboxRequests
bp_mailbox_get_requests (BpMailbox *mailbox)
{
  return atomic_load_explicit (&mailbox->requests, memory_order_relaxed);
}

/**
 * bp_mailbox_take_learning_rate:
 * @mailbox: a mailbox with %BP_MAILBOX_LEARNING_RATE among its requests
 *
 * Returns: the learning rate that was requested last; the request is cleared
 */
float
bp_mailbox_take_learning_rate (BpMailbox *mailbox)
{
  float learning_rate;

  pthread_mutex_lock (&mailbox->mutex);
  learning_rate = mailbox->learning_rate;
  atomic_fetch_and (&mailbox->requests, ~(guint) BP_MAILBOX_LEARNING_RATE);
  pthread_mutex_unlock (&mailbox->mutex);

  return learning_rate;
}

/**
 * bp_mailbox_take_n_epochs:
 * @mailbox: a mailbox with %BP_MAILBOX_N_EPOCHS among its requests
 *
 * Returns: the length of the run that was requested last; the request is cleared
 */
guint
bp_mailbox_take_n_epochs (BpMailbox *mailbox)
{
  guint n_epochs;

  pthread_mutex_lock (&mailbox->mutex);
  n_epochs = mailbox->n_epochs;
  atomic_fetch_and (&mailbox->requests, ~(guint) BP_MAILBOX_N_EPOCHS);
  pthread_mutex_unlock (&mailbox->mutex);

  return n_epochs;
}

/**
 * bp_mailbox_clear_requests:
 * @mailbox: the mailbox
 * @requests: requests that are fulfilled
 */
void
bp_mailbox_clear_requests (BpMailbox *mailbox, BpMailboxRequests requests)
{
  pthread_mutex_lock (&mailbox->mutex);
  atomic_fetch_and (&mailbox->requests, ~(guint) requests);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_get_step_time:
 * @mailbox: the mailbox
 *
 * Fast enough to be called at every step.
 *
 * Returns: microseconds that a step takes at least, with the waiting after it; 0 for full speed
 */
gint64
bp_mailbox_get_step_time (BpMailbox *mailbox)
{
  return atomic_load_explicit (&mailbox->step_time, memory_order_relaxed);
}

/**
 * bp_mailbox_wait_for_step:
 * @mailbox: the mailbox
 * @begin: when the step before began, as g_get_monotonic_time() says
 *
 * Sleeps until the next step is due, or until the requests change.
 */
void
bp_mailbox_wait_for_step (BpMailbox *mailbox, gint64 begin)
{
  BpMailboxRequests requests = bp_mailbox_get_requests (mailbox);

  pthread_mutex_lock (&mailbox->mutex);
  while (atomic_load (&mailbox->requests) == requests)
    {
      gint64 due = begin + atomic_load (&mailbox->step_time);
      struct timespec time = { .tv_sec = due / G_USEC_PER_SEC,
                               .tv_nsec = due % G_USEC_PER_SEC * 1000 };

      if (g_get_monotonic_time () >= due)
        break;
      pthread_cond_timedwait (&mailbox->requests_changed, &mailbox->mutex, &time);
    }
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_wait_for_change:
 * @mailbox: the mailbox
 * @requests: the requests as the caller knows them
 *
 * Sleeps until the requests differ from @requests.
 */
void
bp_mailbox_wait_for_change (BpMailbox *mailbox, BpMailboxRequests requests)
{
  pthread_mutex_lock (&mailbox->mutex);
  while (atomic_load (&mailbox->requests) == requests)
    pthread_cond_wait (&mailbox->requests_changed, &mailbox->mutex);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_get_progress:
 * @mailbox: the mailbox
 *
 * Returns: (transfer none): the progress that cancels the engine's long calls at a request to stop
 */
BpProgress *
bp_mailbox_get_progress (BpMailbox *mailbox)
{
  return &mailbox->progress;
}

/**
 * bp_mailbox_get_finishing:
 * @mailbox: the mailbox
 *
 * Returns: (transfer none): the progress that cancels the work after a stop
 */
BpProgress *
bp_mailbox_get_finishing (BpMailbox *mailbox)
{
  return &mailbox->finishing;
}

/**
 * bp_mailbox_news_init:
 * @news: (out caller-allocates): initialised to no news
 */
void
bp_mailbox_news_init (BpMailboxNews *news)
{
  *news = (BpMailboxNews){
    .losses = g_array_new (FALSE, FALSE, sizeof (float)),
    .epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch)),
  };
}

static void
forget_news (BpMailboxNews *news)
{
  g_array_set_size (news->losses, 0);
  g_array_set_size (news->epochs, 0);
  g_clear_pointer (&news->network, bp_network_unref);
  g_clear_pointer (&news->best_network, bp_network_unref);
  bp_metrics_clear (&news->test_metrics);
  news->has_test_metrics = FALSE;
  g_clear_error (&news->error);
  g_clear_pointer (&news->folder, g_free);
  g_clear_pointer (&news->problem, g_free);
}

/**
 * bp_mailbox_news_clear:
 * @news: news; everything in them is freed
 */
void
bp_mailbox_news_clear (BpMailboxNews *news)
{
  forget_news (news);
  g_clear_pointer (&news->losses, g_array_unref);
  g_clear_pointer (&news->epochs, g_array_unref);
}

/**
 * bp_mailbox_read:
 * @mailbox: the mailbox
 * @news: news of the read before, which are freed and replaced by the new ones
 */
void
bp_mailbox_read (BpMailbox *mailbox, BpMailboxNews *news)
{
  forget_news (news);

  pthread_mutex_lock (&mailbox->mutex);
  if (mailbox->epochs->len > 0)
    g_array_append_vals (news->epochs, mailbox->epochs->data, mailbox->epochs->len);
  g_array_set_size (mailbox->epochs, 0);
  news->network = g_steal_pointer (&mailbox->network);
  news->best_network = g_steal_pointer (&mailbox->best_network);
  news->test_metrics = mailbox->test_metrics;
  news->has_test_metrics = mailbox->has_test_metrics;
  memset (&mailbox->test_metrics, 0, sizeof mailbox->test_metrics);
  mailbox->has_test_metrics = FALSE;
  news->diagnosis = mailbox->diagnosis;
  news->has_diagnosis = mailbox->has_diagnosis;
  mailbox->has_diagnosis = FALSE;
  news->requests = atomic_load (&mailbox->requests);
  news->has_made_last_step = mailbox->has_made_last_step;
  news->is_stopped_early = mailbox->is_stopped_early;
  news->folder = g_steal_pointer (&mailbox->folder);
  news->problem = g_steal_pointer (&mailbox->problem);
  news->has_ended = mailbox->has_ended;
  news->error = g_steal_pointer (&mailbox->error);
  pthread_mutex_unlock (&mailbox->mutex);

  /* After the epochs and the end, so that no step of theirs is missing. */
  bp_loss_queue_read (mailbox->losses, news->losses);
  news->n_images = atomic_load_explicit (&mailbox->n_images, memory_order_relaxed);
  news->step_seconds =
      (double) atomic_load_explicit (&mailbox->step_microseconds, memory_order_relaxed) /
      G_USEC_PER_SEC;
  news->evaluation_seconds =
      (double) atomic_load_explicit (&mailbox->evaluation_microseconds, memory_order_relaxed) /
      G_USEC_PER_SEC;
}

static void
change_requests (BpMailbox *mailbox, BpMailboxRequests remove, BpMailboxRequests add)
{
  guint requests = atomic_load (&mailbox->requests);

  atomic_store (&mailbox->requests, (requests & ~(guint) remove) | add);
  pthread_cond_signal (&mailbox->requests_changed);
}

/**
 * bp_mailbox_request_stop:
 * @mailbox: the mailbox
 *
 * Asks the training thread to end the run, now or as soon as it begins. The request cannot be
 * withdrawn.
 */
void
bp_mailbox_request_stop (BpMailbox *mailbox)
{
  bp_progress_cancel (&mailbox->progress);

  pthread_mutex_lock (&mailbox->mutex);
  change_requests (mailbox, 0, BP_MAILBOX_STOP);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_request_abandon:
 * @mailbox: the mailbox
 *
 * Asks the training thread to end the run without calibrating and testing its network.
 */
void
bp_mailbox_request_abandon (BpMailbox *mailbox)
{
  bp_progress_cancel (&mailbox->finishing);
  bp_mailbox_request_stop (mailbox);
}

/**
 * bp_mailbox_request_pause:
 * @mailbox: the mailbox
 * @is_paused: whether the training thread should pause or continue. Steps that were asked for
 *   before are not made.
 */
void
bp_mailbox_request_pause (BpMailbox *mailbox, gboolean is_paused)
{
  const guint steps = BP_MAILBOX_STEP_BATCH | BP_MAILBOX_STEP_EPOCH;

  pthread_mutex_lock (&mailbox->mutex);
  if (is_paused)
    change_requests (mailbox, steps, BP_MAILBOX_PAUSE);
  else
    change_requests (mailbox, BP_MAILBOX_PAUSE | steps, 0);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_request_step:
 * @mailbox: the mailbox
 * @step: %BP_MAILBOX_STEP_BATCH or %BP_MAILBOX_STEP_EPOCH: the work before the training thread
 *   pauses
 */
void
bp_mailbox_request_step (BpMailbox *mailbox, BpMailboxRequests step)
{
  pthread_mutex_lock (&mailbox->mutex);
  change_requests (mailbox, 0, BP_MAILBOX_PAUSE | step);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_request_n_epochs:
 * @mailbox: the mailbox
 * @n_epochs: the epochs of the run, at least 1
 */
void
bp_mailbox_request_n_epochs (BpMailbox *mailbox, guint n_epochs)
{
  pthread_mutex_lock (&mailbox->mutex);
  mailbox->n_epochs = n_epochs;
  change_requests (mailbox, 0, BP_MAILBOX_N_EPOCHS);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_request_step_time:
 * @mailbox: the mailbox
 * @microseconds: that a step should take at least, with the waiting after it; 0 for full speed
 */
void
bp_mailbox_request_step_time (BpMailbox *mailbox, gint64 microseconds)
{
  pthread_mutex_lock (&mailbox->mutex);
  atomic_store (&mailbox->step_time, microseconds);
  pthread_cond_signal (&mailbox->requests_changed);
  pthread_mutex_unlock (&mailbox->mutex);
}

/**
 * bp_mailbox_request_learning_rate:
 * @mailbox: the mailbox
 * @learning_rate: for the steps to come; over 0
 */
void
bp_mailbox_request_learning_rate (BpMailbox *mailbox, float learning_rate)
{
  pthread_mutex_lock (&mailbox->mutex);
  mailbox->learning_rate = learning_rate;
  change_requests (mailbox, 0, BP_MAILBOX_LEARNING_RATE);
  pthread_mutex_unlock (&mailbox->mutex);
}
