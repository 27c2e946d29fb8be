/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "layer-health.h"
#include "network.h"
#include "progress.h"
#include "trainer-state.h"
#include "training-config.h"

/**
 * BpStep:
 * @index: steps made before this one, over all epochs
 * @epoch: the epoch that it belongs to, from 1 after those before the run
 * @n_samples: the batch's size; the last of an epoch can be smaller
 * @n_correct: samples that the network had right before the update
 * @loss: their mean cross-entropy before the update, in nats; that of the labels alone where there
 *   are teachers too, so that runs with and without them compare
 * @is_epoch_end: this was the epoch's last step
 */
typedef struct
{
  guint64 index;
  guint epoch;
  guint n_samples;
  guint n_correct;
  float loss;
  gboolean is_epoch_end;
} BpStep;

/**
 * BpEpoch:
 * @epoch: from 1 after those before the run
 * @train_loss: mean cross-entropy of the network after the epoch over training samples, without
 *   augmentation and dropout: all of them, or %BP_TRAINING_SAMPLE_MOST that the seed chooses
 * @train_accuracy: the share of them that is right. Its excess over @held_out_accuracy is
 *   overfitting.
 * @varied_loss: mean cross-entropy over the epoch's samples, each measured in its own step, with
 *   augmentation and dropout
 * @varied_accuracy: the share of them that was right, likewise
 * @is_varied: there was augmentation or dropout
 * @is_at_chance: after 100 steps or more, the network knows no more of the training samples than
 * how frequent each class is: see bp_metrics_is_at_chance()
 * @held_out_loss: mean cross-entropy over the held-out samples after the epoch; NaN where there are
 * none
 * @held_out_accuracy: likewise
 * @health: how well each layer learns: the gradient of training samples after the epoch, and the
 *   epoch's last update
 * @n_own: the user's own drawings that @own_accuracy was measured on; 0 where it was not
 * @own_accuracy: the share of them that was right; NaN where it was not measured. The trainer
 * leaves both to its caller.
 * @seconds: time spent in steps and the shuffle before them, evaluation and pauses left out
 * @images_per_second: samples over @seconds
 */
typedef struct
{
  guint epoch;
  double train_loss;
  double train_accuracy;
  double varied_loss;
  double varied_accuracy;
  gboolean is_varied;
  gboolean is_at_chance;
  double held_out_loss;
  double held_out_accuracy;
  BpLayerHealth health;
  guint n_own;
  double own_accuracy;
  double seconds;
  double images_per_second;
} BpEpoch;

/**
 * BpTrainer:
 *
 * Trains one network on one data set, a step at a time. The trainer has no loop of its own: the
 * caller of bp_trainer_step() decides when to continue, to show figures and to stop. Used by one
 * thread at a time.
 */
typedef struct _BpTrainer BpTrainer;

BpTrainer *bp_trainer_new (const BpTrainingConfig *config,
                           BpDataset *dataset,
                           const BpNetwork *initial,
                           GError **error);
BpTrainer *bp_trainer_plan (const BpTrainingConfig *config,
                            BpDataset *dataset,
                            BpNetwork *initial,
                            GError **error);
gboolean bp_trainer_prepare (BpTrainer *trainer, BpProgress *progress, GError **error);
void bp_trainer_free (BpTrainer *trainer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTrainer, bp_trainer_free)

gboolean bp_trainer_step (BpTrainer *trainer, BpStep *step, GError **error);
gboolean
bp_trainer_end_epoch (BpTrainer *trainer, BpProgress *progress, BpEpoch *epoch, GError **error);
gboolean
bp_trainer_train (BpTrainer *trainer, BpProgress *progress, BpEpoch *epoch, GError **error);

gboolean bp_trainer_get_state (const BpTrainer *trainer,
                               BpNetwork *copy,
                               BpTrainerState *state,
                               GError **error);
gboolean bp_trainer_set_state (BpTrainer *trainer, const BpTrainerState *state, GError **error);

gboolean
bp_trainer_calibrate (BpTrainer *trainer, BpNetwork *network, BpProgress *progress, GError **error);
gboolean bp_trainer_finish (BpTrainer *trainer, BpProgress *progress, GError **error);

const BpTrainingConfig *bp_trainer_get_config (const BpTrainer *trainer);
BpDataset *bp_trainer_get_dataset (const BpTrainer *trainer);
const BpNetwork *bp_trainer_get_network (const BpTrainer *trainer);
BpNetwork *bp_trainer_get_initial (const BpTrainer *trainer);
guint64 bp_trainer_get_steps_per_epoch (const BpTrainer *trainer);
guint bp_trainer_get_epoch (const BpTrainer *trainer);
guint64 bp_trainer_get_n_steps (const BpTrainer *trainer);
gboolean bp_trainer_is_at_epoch_end (const BpTrainer *trainer);
gboolean bp_trainer_should_stop_early (const BpTrainer *trainer);
void bp_trainer_set_progress (BpTrainer *trainer, BpProgress *progress);
void bp_trainer_set_n_epochs (BpTrainer *trainer, guint n_epochs);
void bp_trainer_set_learning_rate (BpTrainer *trainer, float learning_rate);
