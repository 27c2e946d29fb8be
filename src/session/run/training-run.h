/* SPDX-License-Identifier: MIT */
#pragma once

#include "boxed.h"
#include "history.h"
#include "trainer.h"

#include <gio/gio.h>

/**
 * BpTrainingState:
 * @BP_TRAINING_STATE_IDLE: not started yet
 * @BP_TRAINING_STATE_RUNNING: making steps, or evaluating
 * @BP_TRAINING_STATE_PAUSED: asked to pause; the step in progress may still come in, then nothing
 * @BP_TRAINING_STATE_STOPPING: cancelled, and about to finish
 * @BP_TRAINING_STATE_FINISHED: done, or stopped; what was learnt is there
 * @BP_TRAINING_STATE_FAILED: ended by an error; what was learnt up to the last good state is there
 */
typedef enum
{
  BP_TRAINING_STATE_IDLE,
  BP_TRAINING_STATE_RUNNING,
  BP_TRAINING_STATE_PAUSED,
  BP_TRAINING_STATE_STOPPING,
  BP_TRAINING_STATE_FINISHED,
  BP_TRAINING_STATE_FAILED,
} BpTrainingState;

#define BP_TYPE_TRAINING_STATE (bp_training_state_get_type ())

GType bp_training_state_get_type (void) G_GNUC_CONST;

#define BP_TYPE_TRAINING_RUN (bp_training_run_get_type ())

/**
 * BpTrainingRun:
 *
 * One run of a trainer on a thread of its own, as an object of the main thread whose properties a
 * window binds to. All its functions are called on the thread whose main context it was started in,
 * and all its notifications come there, at most once a frame for each property.
 *
 * An object is for one run. To train longer, make a trainer from the network as it is now and a run
 * that is handed the history of this one: its epochs go on counting where this one's ended.
 *
 * Stopping is the cancellable's, and it is no error: what was learnt stays. Whoever leaves the main
 * loop for good cancels first and waits for the callback.
 *
 * Properties, all read-only but "learning-rate":
 *
 * - "state" (#BpTrainingState)
 * - "history" (#BpHistory): every step's loss and every epoch's figures; one object from the start
 * - "epoch" (guint): the epoch in progress, from 1, counted over the whole history; 0 before a
 * start
 * - "n-epochs" (guint): the epoch that it will end with, counted in the same way
 * - "fraction" (double): the share of its steps that is done, from 0 to 1
 * - "images-per-second" (double): recent and smoothed, of the time spent in steps; 0 at first
 * - "seconds-left" (double): evaluations counted in, or -1 as long as it is not known
 * - "best-held-out-accuracy" (double): over the whole history, or -1 as long as there is none
 * - "best-epoch" (guint): the epoch that reached it first, or 0
 * - "learning-rate" (double): what the next steps are made with
 * - "network" (#BpNetwork, nullable): the newest weights, at most about 0.1 s old while training
 *   and exact at every epoch's end, at a pause and at the end of the run; immutable
 * - "test-metrics" (#BpMetrics, nullable): on the test samples, once a run went to its end
 */
G_DECLARE_FINAL_TYPE (BpTrainingRun, bp_training_run, BP, TRAINING_RUN, GObject)

BpTrainingRun *bp_training_run_new (BpHistory *history);

void bp_training_run_start_async (BpTrainingRun *self,
                                  BpTrainer *trainer,
                                  guint n_epochs,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean bp_training_run_start_finish (BpTrainingRun *self, GAsyncResult *result, GError **error);

void bp_training_run_pause (BpTrainingRun *self);
void bp_training_run_resume (BpTrainingRun *self);
void bp_training_run_set_learning_rate (BpTrainingRun *self, double learning_rate);

BpTrainingState bp_training_run_get_state (BpTrainingRun *self);
gboolean bp_training_run_is_active (BpTrainingRun *self);
BpHistory *bp_training_run_get_history (BpTrainingRun *self);
guint bp_training_run_get_epoch (BpTrainingRun *self);
guint bp_training_run_get_n_epochs (BpTrainingRun *self);
double bp_training_run_get_fraction (BpTrainingRun *self);
double bp_training_run_get_images_per_second (BpTrainingRun *self);
double bp_training_run_get_seconds_left (BpTrainingRun *self);
double bp_training_run_get_best_held_out_accuracy (BpTrainingRun *self);
guint bp_training_run_get_best_epoch (BpTrainingRun *self);
double bp_training_run_get_learning_rate (BpTrainingRun *self);
BpNetwork *bp_training_run_get_network (BpTrainingRun *self);
BpNetwork *bp_training_run_get_best_network (BpTrainingRun *self);
const BpMetrics *bp_training_run_get_test_metrics (BpTrainingRun *self);
