/* SPDX-License-Identifier: MIT */
#pragma once

#include "diagnosis.h"
#include "history.h"
#include "metrics.h"
#include "run-settings.h"
#include "run-writer.h"
#include "trainer.h"

#include <gio/gio.h>

/**
 * BpTrainingState:
 * @BP_TRAINING_STATE_IDLE: not started yet
 * @BP_TRAINING_STATE_RUNNING: making steps, or evaluating
 * @BP_TRAINING_STATE_PAUSED: asked to pause; the step in progress may still come in, then nothing
 * @BP_TRAINING_STATE_STOPPING: cancelled, and about to make no more steps
 * @BP_TRAINING_STATE_TESTING: makes no more steps; the newest network is being calibrated, tested
 *   and stored, and another run may continue the history
 * @BP_TRAINING_STATE_FINISHED: done or stopped; the network is the newest one
 * @BP_TRAINING_STATE_FAILED: ended by an error; the network is the last good one
 */
typedef enum
{
  BP_TRAINING_STATE_IDLE,
  BP_TRAINING_STATE_RUNNING,
  BP_TRAINING_STATE_PAUSED,
  BP_TRAINING_STATE_STOPPING,
  BP_TRAINING_STATE_TESTING,
  BP_TRAINING_STATE_FINISHED,
  BP_TRAINING_STATE_FAILED,
} BpTrainingState;

/**
 * BpTrainingFigures:
 * @state: the state of the run
 * @epoch: the epoch in progress, or the last one, from 1, counted over the whole history; 0 before
 *   a start
 * @n_epochs: the last epoch of the run, counted in the same way; 0 before a start
 * @batch: the steps made of the epoch in progress
 * @n_batches: the steps of an epoch; 0 before a start
 * @fraction: the share of the run's steps that is done, from 0 to 1
 * @images_per_second: recent and smoothed, over the time spent in steps; 0 while unknown
 * @seconds_left: the remaining time including evaluations, or -1 while unknown
 * @best_held_out_accuracy: over the whole history, from 0 to 1, or -1 before the first
 * @best_epoch: the epoch that reached it first, or 0
 * @learning_rate: of the next steps; 0 before a start
 * @loss: of the newest step; NaN before the first
 * @diagnosis: (nullable): why the network does not learn, where it was found not to: the loss grew
 *   beyond bounds, or the accuracy was at chance after an epoch; the run's
 * @is_stopped_early: the held-out loss ended the run before its last epoch
 * @test_metrics: (nullable): on the test samples, once a run went to its end or was stopped after
 *   its first step; the run's
 *
 * The state and the figures of a run.
 */
typedef struct
{
  BpTrainingState state;
  guint epoch;
  guint n_epochs;
  guint64 batch;
  guint64 n_batches;
  double fraction;
  double images_per_second;
  double seconds_left;
  double best_held_out_accuracy;
  guint best_epoch;
  double learning_rate;
  double loss;
  const BpDiagnosis *diagnosis;
  gboolean is_stopped_early;
  const BpMetrics *test_metrics;
} BpTrainingFigures;

#define BP_TYPE_TRAINING_RUN (bp_training_run_get_type ())

/**
 * BpTrainingRun:
 *
 * One run of a trainer on a thread of its own, as an object of the main thread. All its functions
 * are called on the thread whose main context it was started in.
 *
 * The signal "changed" is emitted there: at most once a frame for all news of the training thread,
 * and at once after a request to pause, to resume, to stop, to make a step or to change a setting.
 * The new state is in bp_training_run_get_figures() and bp_training_run_get_network().
 *
 * An object is for one run. To train longer, make a trainer from the current network and a run with
 * the history of this one: its epochs continue the count.
 *
 * A run is stopped through its cancellable. That is no error, and the newest network stays. Before
 * the main loop ends for good, cancel the run and wait for the callback.
 */
G_DECLARE_FINAL_TYPE (BpTrainingRun, bp_training_run, BP, TRAINING_RUN, GObject)

BpTrainingRun *bp_training_run_new (BpHistory *history);

void
bp_training_run_keep (BpTrainingRun *self, const char *store_folder, const BpRunSettings *settings);
void bp_training_run_set_budget (BpTrainingRun *self, guint64 n_bytes);
void bp_training_run_keep_on (BpTrainingRun *self, BpRunWriter *writer);
const char *bp_training_run_get_folder (BpTrainingRun *self);
void bp_training_run_set_own (BpTrainingRun *self, BpDataset *own);
void bp_training_run_start_async (BpTrainingRun *self,
                                  BpTrainer *trainer,
                                  guint n_epochs,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean bp_training_run_start_finish (BpTrainingRun *self, GAsyncResult *result, GError **error);

void bp_training_run_pause (BpTrainingRun *self);
void bp_training_run_resume (BpTrainingRun *self);
void bp_training_run_step_batch (BpTrainingRun *self);
void bp_training_run_step_epoch (BpTrainingRun *self);
void bp_training_run_abandon (BpTrainingRun *self);
void bp_training_run_set_learning_rate (BpTrainingRun *self, double learning_rate);
void bp_training_run_set_n_epochs (BpTrainingRun *self, guint n_epochs);
void bp_training_run_set_step_time (BpTrainingRun *self, double seconds);

gboolean bp_training_run_is_active (BpTrainingRun *self);
gboolean bp_training_run_is_training (BpTrainingRun *self);
const BpTrainingFigures *bp_training_run_get_figures (BpTrainingRun *self);
BpHistory *bp_training_run_get_history (BpTrainingRun *self);
BpNetwork *bp_training_run_get_network (BpTrainingRun *self);
