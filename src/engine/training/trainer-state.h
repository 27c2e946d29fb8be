/* SPDX-License-Identifier: MIT */
#pragma once

#include "early-stopping.h"
#include "loss-watch.h"
#include "network.h"
#include "optimizer.h"

/**
 * BpTrainerState:
 * @network: (nullable) (owned): the parameters, with what else belongs to a network
 * @moments: (nullable) (owned): the state of the optimiser, a network of the same layers each, in
 *   which a number stands where the parameter is that it belongs to; %NULL where the rule keeps
 *   fewer
 * @n_optimizer_steps: steps that the optimiser has begun
 * @n_steps: steps made, over all epochs
 * @epoch: the epoch in progress
 * @position: samples of that epoch that are done: whole batches, or all of them
 * @n_correct: the number of those samples with a right answer
 * @loss_sum: the sum of their losses
 * @nanoseconds: spent in this epoch's steps so far
 * @early_stopping: what early stopping remembers
 * @loss_watch: the loss of the newest samples
 * @learning_rate: as last set, before the factor of the schedule
 * @n_epochs: the length of the run that was set last, which the schedule uses
 *
 * All changing data of a trainer: with the settings and the data set, enough to continue to the
 * same bytes. The order of the images, their augmentation and dropout are streams of the seed and
 * of @epoch and have no state. Begins as zeroed memory ("= { 0 }").
 */
typedef struct
{
  BpNetwork *network;
  BpNetwork *moments[BP_OPTIMIZER_MAX_MOMENTS];
  guint64 n_optimizer_steps;
  guint64 n_steps;
  guint epoch;
  guint64 position;
  guint64 n_correct;
  double loss_sum;
  gint64 nanoseconds;
  BpEarlyStopping early_stopping;
  BpLossWatch loss_watch;
  float learning_rate;
  guint n_epochs;
} BpTrainerState;

void bp_trainer_state_clear (BpTrainerState *state);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpTrainerState, bp_trainer_state_clear)

gboolean bp_trainer_state_take_optimizer (BpTrainerState *state,
                                          const BpOptimizer *optimizer,
                                          GError **error);
gboolean bp_trainer_state_fits (const BpTrainerState *state,
                                const BpNetwork *network,
                                const BpOptimizer *optimizer);
void bp_trainer_state_put_optimizer (const BpTrainerState *state, BpOptimizer *optimizer);
