/* SPDX-License-Identifier: MIT */
/*
 * The main thread's side of a training run. A timer that lives exactly as long as the training
 * thread reads the mailbox into the history and the figures, and emits "changed" once. No event
 * source is made for a step, so that the number of notifications depends on time alone.
 */
#include "training-run.h"

#include "error.h"
#include "mailbox.h"
#include "pace.h"
#include "training-sample.h"
#include "training-thread.h"

#include <math.h>

/* 30 times a second: curves that grow at that rate look smooth, and more drawing would take time
 * from training. */
#define NEWS_MILLISECONDS 33

/* The estimate before the first evaluation is timed: forward propagation is a third of a step's
 * work. */
#define EVALUATION_SHARE (1.0 / 3.0)

/* The value of an unknown figure. */
#define UNKNOWN (-1.0)

struct _BpTrainingRun
{
  GObject parent_instance;

  /* owned */
  BpHistory *history;
  BpNetwork *network; /* nullable */
  BpTrainingFigures figures;
  BpRunKeeper *keeper;    /* nullable: until the start */
  BpDataset *own;         /* nullable: drawings of the user's own, as test samples */
  char *folder;           /* nullable: where the run is stored */
  BpMetrics test_metrics; /* the figures may point to it */
  BpDiagnosis diagnosis;  /* likewise */

  /* While active, owned. The task of the run, which the timer holds, holds the run meanwhile. */
  BpTrainingThread *thread;
  BpMailboxNews news;
  gulong cancelled_handler;
  BpPace pace;

  /* Requests before the start are kept for it. */
  BpMailboxRequests first_step; /* 0: none */
  double step_time;

  gboolean is_stepping; /* running up to the end of a step that was asked for */

  /* Set at the start: the planned work of the trainer, and the length of the history before. */
  guint n_run_epochs;
  guint64 steps_per_epoch;
  double n_train;
  double n_evaluated; /* at each epoch's end */
  double n_test;
  gsize n_steps_before;
  guint n_epochs_before;
  guint first_number; /* of its first epoch, where it is stored */
  BpHistoryRate rate; /* the newest in the history */

  gsize n_steps_after; /* of the history, after the newest step of this run */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_NOT_KEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpTrainingRun, bp_training_run, G_TYPE_OBJECT)

static void
bp_training_run_finalize (GObject *object)
{
  BpTrainingRun *self = BP_TRAINING_RUN (object);

  g_clear_object (&self->history);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->keeper, bp_run_keeper_free);
  g_clear_pointer (&self->own, bp_dataset_unref);
  g_free (self->folder);
  bp_metrics_clear (&self->test_metrics);

  G_OBJECT_CLASS (bp_training_run_parent_class)->finalize (object);
}

static void
bp_training_run_class_init (BpTrainingRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = bp_training_run_finalize;

  /**
   * BpTrainingRun::changed:
   *
   * The figures, the network or the history have changed.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_TRAINING_RUN, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpTrainingRun::not-kept:
   * @problem: why, for people
   *
   * The run, or a part of it, cannot be stored. The training goes on. Emitted once at most.
   */
  signals[SIGNAL_NOT_KEPT] = g_signal_new ("not-kept", BP_TYPE_TRAINING_RUN, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bp_training_run_init (BpTrainingRun *self)
{
  self->figures.seconds_left = UNKNOWN;
  self->figures.best_held_out_accuracy = UNKNOWN;
  self->figures.loss = (double) NAN;
}

/**
 * bp_training_run_new:
 * @history: (nullable): the history of the run that this one continues; %NULL begins a new one
 *
 * Returns: (transfer full): a run, not started yet
 */
BpTrainingRun *
bp_training_run_new (BpHistory *history)
{
  BpTrainingRun *self;

  g_return_val_if_fail (history == NULL || BP_IS_HISTORY (history), NULL);

  self = g_object_new (BP_TYPE_TRAINING_RUN, NULL);
  self->history = history != NULL ? g_object_ref (history) : bp_history_new ();
  return self;
}

static void
emit_changed (BpTrainingRun *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static double
estimate_seconds_left (BpTrainingRun *self, const BpMailboxNews *news)
{
  guint n_done = bp_history_get_n_epochs (self->history) - self->n_epochs_before;
  guint n_left = self->n_run_epochs - MIN (n_done, self->n_run_epochs);
  double images_left = MAX (self->n_run_epochs * self->n_train - (double) news->n_images, 0.0);
  double evaluations_left = n_left * self->n_evaluated + self->n_test;
  double steps_left = images_left / self->n_train * (double) self->steps_per_epoch;
  double seconds_per_image;
  double seconds_per_evaluation;

  if (bp_pace_get (&self->pace) <= 0.0)
    return UNKNOWN;

  seconds_per_image = 1.0 / bp_pace_get (&self->pace);
  seconds_per_evaluation = n_done > 0 && self->n_evaluated > 0.0
                               ? news->evaluation_seconds / (n_done * self->n_evaluated)
                               : EVALUATION_SHARE * seconds_per_image;
  return MAX (images_left * seconds_per_image, steps_left * self->step_time) +
         evaluations_left * seconds_per_evaluation;
}

/* The steps since the last epoch that ended. */
static void
update_batch (BpTrainingRun *self)
{
  BpTrainingFigures *figures = &self->figures;
  gsize n_steps;
  const float *losses = bp_history_get_step_losses (self->history, &n_steps);
  gsize n_epochs;
  const BpHistoryEpoch *epochs = bp_history_get_epochs (self->history, &n_epochs);
  guint64 begin =
      n_epochs > self->n_epochs_before ? epochs[n_epochs - 1].n_steps : self->n_steps_before;

  figures->batch = n_steps - begin;
  if (n_steps > self->n_steps_before)
    figures->loss = (double) losses[n_steps - 1];
}

static void
update_figures (BpTrainingRun *self, const BpMailboxNews *news)
{
  const BpHistoryEpoch *best = bp_history_get_best_epoch (self->history);
  double n_steps = bp_history_get_n_steps (self->history) - self->n_steps_before;
  double all_steps = (double) self->steps_per_epoch * self->n_run_epochs;
  BpTrainingFigures *figures = &self->figures;

  self->n_steps_after = bp_history_get_n_steps (self->history);
  bp_pace_update (&self->pace, news->n_images, news->step_seconds);

  figures->epoch = MIN (bp_history_get_n_epochs (self->history) + 1, figures->n_epochs);
  figures->fraction = all_steps > 0.0 ? MIN (n_steps / all_steps, 1.0) : 1.0;
  figures->images_per_second = bp_pace_get (&self->pace);
  figures->is_stopped_early = news->is_stopped_early;
  update_batch (self);
  figures->seconds_left = estimate_seconds_left (self, news);
  if (best != NULL)
    {
      figures->best_epoch = best->values.epoch;
      figures->best_held_out_accuracy = best->values.held_out_accuracy;
    }
}

static void
take_network (BpTrainingRun *self, BpMailboxNews *news)
{
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = g_steal_pointer (&news->network);
}

static void
take_test_metrics (BpTrainingRun *self, BpMailboxNews *news)
{
  bp_metrics_clear (&self->test_metrics);
  self->test_metrics = news->test_metrics;
  news->test_metrics = (BpMetrics){ 0 };
  self->figures.test_metrics = &self->test_metrics;
}

/* The newly posted best network, unless another run, which has continued the history since this one
 * made its last step, has found a better one. */
static BpNetwork *
get_best_network (BpTrainingRun *self, const BpMailboxNews *news)
{
  const BpHistoryEpoch *best = bp_history_get_best_epoch (self->history);

  if (self->figures.state == BP_TRAINING_STATE_TESTING && best != NULL &&
      best->values.epoch != self->figures.best_epoch)
    return NULL;
  return news->best_network;
}

/* Returns: whether there was anything in it */
static gboolean
read_mailbox (BpTrainingRun *self)
{
  BpMailboxNews *news = &self->news;
  gboolean has_news;

  bp_mailbox_read (bp_training_thread_get_mailbox (self->thread), news);
  has_news = news->losses->len > 0 || news->epochs->len > 0 || news->network != NULL ||
             news->best_network != NULL || news->has_test_metrics || news->has_diagnosis ||
             news->folder != NULL || news->has_ended;
  if (news->losses->len > 0)
    bp_history_set_seconds (self->history,
                            bp_history_get_n_steps (self->history) - self->n_steps_before +
                                news->losses->len,
                            news->step_seconds);
  bp_history_append (self->history, (const float *) news->losses->data, news->losses->len,
                     (const BpHistoryEpoch *) news->epochs->data, news->epochs->len,
                     get_best_network (self, news));
  if (news->network != NULL)
    take_network (self, news);
  if (news->has_test_metrics)
    take_test_metrics (self, news);
  if (news->has_diagnosis)
    {
      self->diagnosis = news->diagnosis;
      self->figures.diagnosis = &self->diagnosis;
    }
  if (news->folder != NULL)
    {
      self->folder = g_steal_pointer (&news->folder);
      bp_history_add_folder (self->history, self->folder, self->n_epochs_before,
                             self->first_number);
    }
  if (news->problem != NULL)
    g_signal_emit (self, signals[SIGNAL_NOT_KEPT], 0, news->problem);
  /* The history has all steps of this run then, and another run may continue it. */
  if (self->figures.state != BP_TRAINING_STATE_TESTING)
    update_figures (self, news);
  return has_news;
}

static void
end_run (BpTrainingRun *self, GTask *task, GError *error)
{
  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_handler);
  g_clear_pointer (&self->thread, bp_training_thread_free);
  bp_mailbox_news_clear (&self->news);
  self->figures.state = error != NULL ? BP_TRAINING_STATE_FAILED : BP_TRAINING_STATE_FINISHED;
  self->figures.seconds_left = 0.0;
  if (g_error_matches (error, BP_ERROR, BP_ERROR_DIVERGED))
    bp_history_add_divergence (self->history, self->n_steps_after);
  emit_changed (self);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Reads the news of the thread. Returns: whether the state has changed */
static gboolean
follow_state (BpTrainingRun *self, GCancellable *cancellable)
{
  BpTrainingState state = self->figures.state;
  const guint steps = BP_MAILBOX_STEP_BATCH | BP_MAILBOX_STEP_EPOCH;

  if (self->is_stepping && (self->news.requests & steps) == 0)
    {
      self->is_stepping = FALSE;
      if (state == BP_TRAINING_STATE_RUNNING && (self->news.requests & BP_MAILBOX_PAUSE) != 0)
        self->figures.state = BP_TRAINING_STATE_PAUSED;
    }
  if (self->news.has_made_last_step)
    self->figures.state = BP_TRAINING_STATE_TESTING;
  else if (g_cancellable_is_cancelled (cancellable))
    self->figures.state = BP_TRAINING_STATE_STOPPING;
  return self->figures.state != state;
}

static gboolean
on_frame (gpointer data)
{
  GTask *task = data;
  BpTrainingRun *self = g_task_get_source_object (task);
  gboolean has_changed = read_mailbox (self);

  if (self->news.has_ended)
    {
      end_run (self, task, g_steal_pointer (&self->news.error));
      return G_SOURCE_REMOVE;
    }

  if (follow_state (self, g_task_get_cancellable (task)) || has_changed)
    emit_changed (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
say_stopping (gpointer data)
{
  GTask *task = data;
  BpTrainingRun *self = g_task_get_source_object (task);

  if (self->thread != NULL && follow_state (self, g_task_get_cancellable (task)))
    emit_changed (self);
  return G_SOURCE_REMOVE;
}

/* Called on the thread that cancels, so that it uses the mailbox and not the run. On the run's own
 * thread, the state changes before g_cancellable_cancel() returns. */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  GTask *task = data;
  BpTrainingRun *self = g_task_get_source_object (task);

  bp_mailbox_request_stop (bp_training_thread_get_mailbox (self->thread));
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, say_stopping,
                              g_object_ref (task), g_object_unref);
}

static void
note_beginning (BpTrainingRun *self, const BpTrainer *trainer, guint n_epochs)
{
  BpDataset *dataset = bp_trainer_get_dataset (trainer);

  self->n_run_epochs = n_epochs;
  self->steps_per_epoch = bp_trainer_get_steps_per_epoch (trainer);
  self->n_train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count;
  self->n_evaluated =
      bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count +
      bp_training_sample_get_size (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count);
  self->n_test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count;
  self->n_steps_before = bp_history_get_n_steps (self->history);
  self->n_epochs_before = bp_history_get_n_epochs (self->history);
  self->first_number = bp_trainer_get_config (trainer)->n_epochs_before + 1;

  self->figures.state = BP_TRAINING_STATE_RUNNING;
  self->figures.n_epochs = self->n_epochs_before + n_epochs;
  self->figures.epoch = MIN (self->n_epochs_before + 1, self->figures.n_epochs);
  self->figures.n_batches = self->steps_per_epoch;
  self->figures.learning_rate = (double) bp_trainer_get_config (trainer)->learning_rate;
}

static gint64
to_microseconds (double seconds)
{
  return (gint64) (seconds * G_USEC_PER_SEC);
}

static void
step (BpTrainingRun *self, BpMailboxRequests what)
{
  bp_mailbox_request_step (bp_training_thread_get_mailbox (self->thread), what);
  self->is_stepping = TRUE;
  self->figures.state = BP_TRAINING_STATE_RUNNING;
}

/* Notes the run's learning rate and schedule in the history, for its charts. The schedule of a run
 * that continues from a checkpoint began with the first step of that run. */
static void
note_rate (BpTrainingRun *self, const BpTrainer *trainer)
{
  const BpTrainingConfig *config = bp_trainer_get_config (trainer);
  guint64 n_steps_made = MIN (bp_trainer_get_n_steps (trainer), self->n_steps_before);
  double steps_per_epoch = (double) self->steps_per_epoch;

  self->rate = (BpHistoryRate){
    .first_step = self->n_steps_before,
    .is_run = TRUE,
    .learning_rate = (double) config->learning_rate,
    .schedule = config->schedule,
    .run_first_step = self->n_steps_before - n_steps_made,
    .n_run_steps = (guint64) (steps_per_epoch * config->n_epochs),
    .n_warm_up_steps = (guint64) (steps_per_epoch * (double) config->warm_up_epochs),
  };
  bp_history_append_rate (self->history, &self->rate);
}

/**
 * bp_training_run_keep:
 * @self: a run that was not started yet
 * @store_folder: (nullable) (type filename): the folder of the runs' folders; %NULL is the one of
 *   the user's data, see bp_run_store_new()
 * @settings: the parts of the settings that the trainer does not know, see bp_run_keeper_new()
 *
 * Has the run stored: see #BpRunWriter. Without this, nothing is written.
 */
void
bp_training_run_keep (BpTrainingRun *self, const char *store_folder, const BpRunSettings *settings)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (self->figures.state == BP_TRAINING_STATE_IDLE);

  g_clear_pointer (&self->keeper, bp_run_keeper_free);
  self->keeper = bp_run_keeper_new (store_folder, settings);
}

/**
 * bp_training_run_set_budget:
 * @self: a run that was not started yet, after bp_training_run_keep()
 * @n_bytes: space for the networks of epochs; %BP_RUN_NETWORKS_BUDGET where it is not set
 */
void
bp_training_run_set_budget (BpTrainingRun *self, guint64 n_bytes)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (self->keeper != NULL);

  bp_run_keeper_set_budget (self->keeper, n_bytes);
}

/**
 * bp_training_run_set_own:
 * @self: a run that was not started yet
 * @own: digits of the user's own as test samples; a reference is taken
 *
 * See bp_training_thread_set_own().
 */
void
bp_training_run_set_own (BpTrainingRun *self, BpDataset *own)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (self->thread == NULL);

  g_clear_pointer (&self->own, bp_dataset_unref);
  self->own = bp_dataset_ref (own);
}

/**
 * bp_training_run_keep_on:
 * @self: a run that was not started yet
 * @writer: (transfer full): the writer of a stored run that @self continues, after
 *   bp_run_writer_continue(), whose trainer @self is started with
 *
 * Has the run stored where it was stored before.
 */
void
bp_training_run_keep_on (BpTrainingRun *self, BpRunWriter *writer)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (self->figures.state == BP_TRAINING_STATE_IDLE);

  g_clear_pointer (&self->keeper, bp_run_keeper_free);
  self->keeper = bp_run_keeper_new_continuing (writer);
}

/**
 * bp_training_run_get_folder:
 * @self: the run
 *
 * Returns: (transfer none) (nullable) (type filename): the folder that the run is stored in; %NULL
 *   before the training thread has made it, and for a run that is not stored
 */
const char *
bp_training_run_get_folder (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return self->folder;
}

/**
 * bp_training_run_start_async:
 * @self: a run that was not started yet
 * @trainer: (transfer full): the trainer, planned or at the beginning of an epoch: it is prepared
 * on the training thread
 * @n_epochs: the number of epochs to train; with 0, the network is only calibrated and tested
 * @cancellable: (nullable): stops the run, from any thread; from its own one, the state changes at
 *   once
 * @callback: called when the run has ended
 * @user_data: for @callback
 *
 * Trains, evaluates after each epoch on the held-out samples, and at the end on the test samples.
 * The run keeps itself alive until @callback has been called.
 */
void
bp_training_run_start_async (BpTrainingRun *self,
                             BpTrainer *trainer,
                             guint n_epochs,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const BpHistoryEpoch *best;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSource) timer = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (self->figures.state == BP_TRAINING_STATE_IDLE);
  g_return_if_fail (trainer != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bp_training_run_start_async);
  /* A stopped run is a finished one. */
  g_task_set_check_cancellable (task, FALSE);

  note_beginning (self, trainer, n_epochs);
  note_rate (self, trainer);
  bp_history_begin_run (self->history, self->steps_per_epoch);
  best = bp_history_get_best_epoch (self->history);
  self->thread = bp_training_thread_new (trainer, n_epochs,
                                         best != NULL ? best->values.held_out_accuracy : UNKNOWN);
  if (self->keeper != NULL)
    bp_training_thread_set_keeper (self->thread, g_steal_pointer (&self->keeper));
  if (self->own != NULL)
    bp_training_thread_set_own (self->thread, self->own);
  bp_mailbox_news_init (&self->news);
  bp_mailbox_request_step_time (bp_training_thread_get_mailbox (self->thread),
                                to_microseconds (self->step_time));
  if (self->first_step != 0)
    step (self, self->first_step);
  emit_changed (self);

  /* Before the start, so that a run that was cancelled already makes no step. */
  if (cancellable != NULL)
    self->cancelled_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
  if (!bp_training_thread_start (self->thread, &error))
    {
      end_run (self, task, g_steal_pointer (&error));
      return;
    }

  timer = g_timeout_source_new (NEWS_MILLISECONDS);
  g_task_attach_source (task, timer, on_frame);
}

/**
 * bp_training_run_start_finish:
 * @self: the run
 * @result: the result that the callback got
 * @error: return location for %BP_ERROR_DIVERGED or %BP_ERROR_NO_MEMORY
 *
 * Returns: %TRUE where the run went to its end or was stopped; %FALSE with @error set otherwise
 */
gboolean
bp_training_run_start_finish (BpTrainingRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bp_training_run_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bp_training_run_pause:
 * @self: the run
 *
 * Pauses after the step in progress, without using the processor. Does nothing unless the run is
 * running.
 */
void
bp_training_run_pause (BpTrainingRun *self)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));

  if (self->figures.state != BP_TRAINING_STATE_RUNNING)
    return;

  bp_mailbox_request_pause (bp_training_thread_get_mailbox (self->thread), TRUE);
  self->figures.state = BP_TRAINING_STATE_PAUSED;
  emit_changed (self);
}

/**
 * bp_training_run_resume:
 * @self: the run
 *
 * Continues after bp_training_run_pause(). Does nothing unless the run is paused.
 */
void
bp_training_run_resume (BpTrainingRun *self)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));

  if (self->figures.state != BP_TRAINING_STATE_PAUSED)
    return;

  bp_mailbox_request_pause (bp_training_thread_get_mailbox (self->thread), FALSE);
  self->figures.state = BP_TRAINING_STATE_RUNNING;
  emit_changed (self);
}

static void
request_step (BpTrainingRun *self, BpMailboxRequests what)
{
  BpTrainingState state = self->figures.state;

  if (state == BP_TRAINING_STATE_IDLE)
    self->first_step = what;
  if (state != BP_TRAINING_STATE_RUNNING && state != BP_TRAINING_STATE_PAUSED)
    return;

  step (self, what);
  emit_changed (self);
}

/**
 * bp_training_run_step_batch:
 * @self: the run
 *
 * Makes one step, then pauses: a run that is paused or running, or one that is about to be started.
 */
void
bp_training_run_step_batch (BpTrainingRun *self)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));

  request_step (self, BP_MAILBOX_STEP_BATCH);
}

/**
 * bp_training_run_step_epoch:
 * @self: the run
 *
 * Makes the steps up to the end of the epoch in progress, then pauses; at the end of the last
 * epoch, the run ends. For a run that is paused or running, or one that is about to be started.
 */
void
bp_training_run_step_epoch (BpTrainingRun *self)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));

  request_step (self, BP_MAILBOX_STEP_EPOCH);
}

/**
 * bp_training_run_abandon:
 * @self: the run
 *
 * Ends an active run as soon as possible: as a stop does, but without calibrating and testing the
 * network.
 */
void
bp_training_run_abandon (BpTrainingRun *self)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));

  if (self->thread != NULL)
    bp_mailbox_request_abandon (bp_training_thread_get_mailbox (self->thread));
}

/**
 * bp_training_run_set_n_epochs:
 * @self: the run
 * @n_epochs: the epochs of this run, at least 1; those that were begun are made in any case
 *
 * Makes the run longer or shorter, and its schedule with it. Does nothing unless the run is
 * training.
 */
void
bp_training_run_set_n_epochs (BpTrainingRun *self, guint n_epochs)
{
  guint least = MAX (self->figures.epoch, self->n_epochs_before + 1) - self->n_epochs_before;

  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (n_epochs > 0);

  n_epochs = MAX (n_epochs, least);
  if (!bp_training_run_is_training (self) || self->n_run_epochs == n_epochs)
    return;

  bp_mailbox_request_n_epochs (bp_training_thread_get_mailbox (self->thread), n_epochs);
  self->n_run_epochs = n_epochs;
  self->figures.n_epochs = self->n_epochs_before + n_epochs;
  emit_changed (self);
}

/**
 * bp_training_run_set_step_time:
 * @self: the run, started or not
 * @seconds: how long a step takes at least, with the waiting after it: slow motion; 0 is full speed
 */
void
bp_training_run_set_step_time (BpTrainingRun *self, double seconds)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (seconds >= 0.0);

  self->step_time = seconds;
  if (self->thread != NULL)
    bp_mailbox_request_step_time (bp_training_thread_get_mailbox (self->thread),
                                  to_microseconds (seconds));
}

/**
 * bp_training_run_set_learning_rate:
 * @self: the run
 * @learning_rate: over 0
 *
 * Takes effect from the next step on. Does nothing unless the run is active.
 */
void
bp_training_run_set_learning_rate (BpTrainingRun *self, double learning_rate)
{
  g_return_if_fail (BP_IS_TRAINING_RUN (self));
  g_return_if_fail (isfinite ((float) learning_rate) && (float) learning_rate > 0.0f);

  if (!bp_training_run_is_active (self) || self->figures.learning_rate == learning_rate)
    return;

  bp_mailbox_request_learning_rate (bp_training_thread_get_mailbox (self->thread),
                                    (float) learning_rate);
  self->figures.learning_rate = learning_rate;
  self->rate.first_step = bp_history_get_n_steps (self->history);
  self->rate.is_run = FALSE;
  self->rate.learning_rate = learning_rate;
  bp_history_append_rate (self->history, &self->rate);
  emit_changed (self);
}

/**
 * bp_training_run_is_active:
 * @self: the run
 *
 * Returns: whether it was started and has not ended: its thread is at work
 */
gboolean
bp_training_run_is_active (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), FALSE);

  return self->thread != NULL;
}

/**
 * bp_training_run_is_training:
 * @self: the run
 *
 * Returns: whether it may make more steps, now or after a pause. A run that has made its last step
 *   is not training any more while its network is tested.
 */
gboolean
bp_training_run_is_training (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), FALSE);

  return self->figures.state == BP_TRAINING_STATE_RUNNING ||
         self->figures.state == BP_TRAINING_STATE_PAUSED ||
         self->figures.state == BP_TRAINING_STATE_STOPPING;
}

/**
 * bp_training_run_get_figures:
 * @self: the run
 *
 * Returns: (transfer none): its present figures; they change with the run
 */
const BpTrainingFigures *
bp_training_run_get_figures (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return &self->figures;
}

/**
 * bp_training_run_get_history:
 * @self: the run
 *
 * Returns: (transfer none): the history to which the run adds every step's loss and every epoch's
 *   figures; always the same object
 */
BpHistory *
bp_training_run_get_history (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return self->history;
}

/**
 * bp_training_run_get_network:
 * @self: the run
 *
 * Returns: (transfer none) (nullable): the newest network, at most about 0.1 s old while training
 *   and exact at every epoch's end, at a pause and at the end of the run; immutable
 */
BpNetwork *
bp_training_run_get_network (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return self->network;
}
