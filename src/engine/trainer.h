/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/augment.h"
#include "engine/dataset.h"
#include "engine/dropout.h"
#include "engine/network.h"
#include "engine/optimizer.h"
#include "engine/schedule.h"

/**
 * BpTrainerConfig:
 * @hidden: (n_hidden) units of each hidden layer, from the input on
 * @n_hidden: how many hidden layers; 0 is softmax regression
 * @batch_size: samples a step, at least 1
 * @learning_rate: over 0
 * @optimizer: the rule of the update
 * @schedule: how the learning rate changes over @n_epochs
 * @n_epochs: how long the run is to be, for @schedule; the trainer itself sets no end
 * @warm_up_epochs: 0, or for how many epochs, of which part is fine, the learning rate first rises
 * @augmentation: how images are changed, anew for every epoch; images of 28 x 28 only
 * @dropout: the share of the hidden units that each step leaves out, from 0 to %BP_DROPOUT_MAX
 * @seed: of the initial weights, of every epoch's order, and of how images are changed
 * @n_threads: threads that share a step, or 0 for as many as the machine has. The weights that come
 *   out are the same, byte for byte, whatever their number.
 */
typedef struct
{
  guint hidden[BP_NETWORK_MAX_LAYERS - 1];
  guint n_hidden;
  guint batch_size;
  float learning_rate;
  BpOptimizerConfig optimizer;
  BpSchedule schedule;
  guint n_epochs;
  float warm_up_epochs;
  BpAugmentation augmentation;
  float dropout;
  guint64 seed;
  guint n_threads;
} BpTrainerConfig;

#define BP_TRAINER_MAX_BATCH_SIZE 4096

/**
 * BpStep:
 * @index: steps made before this one, over all epochs
 * @epoch: the epoch that it belongs to, from 1
 * @n_samples: the batch's size; the last of an epoch can be smaller
 * @n_correct: how many of them the network had right before the update
 * @loss: their mean cross-entropy before the update, in nats
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
 * @epoch: from 1
 * @train_loss: mean cross-entropy over the epoch's samples, each as it was when its turn came
 * @train_accuracy: the share of them that was right at that moment
 * @held_out_loss: mean cross-entropy over the held-out samples after the epoch; NaN where there are
 * none
 * @held_out_accuracy: likewise
 * @seconds: time spent in steps and the shuffle before them, evaluation and pauses left out
 * @images_per_second: samples over @seconds
 */
typedef struct
{
  guint epoch;
  double train_loss;
  double train_accuracy;
  double held_out_loss;
  double held_out_accuracy;
  double seconds;
  double images_per_second;
} BpEpoch;

/**
 * BpTrainer:
 *
 * Trains one network on one data set, a step at a time. It owns no loop and no thread that its
 * caller could notice: whoever calls bp_trainer_step() decides when to go on, to look at the
 * numbers and to stop. Used by one thread at a time.
 */
typedef struct _BpTrainer BpTrainer;

void bp_trainer_config_init (BpTrainerConfig *config);
gboolean bp_trainer_config_check (const BpTrainerConfig *config, GError **error);
gboolean bp_trainer_config_parse_hidden (BpTrainerConfig *config, const char *text, GError **error);

BpTrainer *bp_trainer_new (const BpTrainerConfig *config,
                           BpDataset *dataset,
                           const BpNetwork *initial,
                           GError **error);
void bp_trainer_free (BpTrainer *trainer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTrainer, bp_trainer_free)

gboolean bp_trainer_step (BpTrainer *trainer, BpStep *step, GError **error);
gboolean
bp_trainer_end_epoch (BpTrainer *trainer, BpProgress *progress, BpEpoch *epoch, GError **error);
gboolean
bp_trainer_train (BpTrainer *trainer, BpProgress *progress, BpEpoch *epoch, GError **error);

gboolean bp_trainer_finish (BpTrainer *trainer, BpProgress *progress, GError **error);

const BpTrainerConfig *bp_trainer_get_config (const BpTrainer *trainer);
BpDataset *bp_trainer_get_dataset (const BpTrainer *trainer);
const BpNetwork *bp_trainer_get_network (const BpTrainer *trainer);
guint64 bp_trainer_get_steps_per_epoch (const BpTrainer *trainer);
void bp_trainer_set_learning_rate (BpTrainer *trainer, float learning_rate);
