/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"
#include "training-config.h"

/**
 * BpCause:
 * @BP_CAUSE_UNKNOWN: nothing that was measured explains it
 * @BP_CAUSE_RATE_TOO_HIGH: the learning rate is too high
 * @BP_CAUSE_RATE_TOO_LOW: the learning rate is too low to move anything
 * @BP_CAUSE_INITIALISATION: the weights that the run began with are too large or too small
 * @BP_CAUSE_DEAD_UNITS: most units of a hidden layer with ReLU are 0 for every image
 * @BP_CAUSE_ACTIVATION: with another activation than ReLU, most units of a hidden layer give the
 *   same value for every image, or the network learns with ReLU only
 *
 * Why a network does not learn.
 */
typedef enum
{
  BP_CAUSE_UNKNOWN,
  BP_CAUSE_RATE_TOO_HIGH,
  BP_CAUSE_RATE_TOO_LOW,
  BP_CAUSE_INITIALISATION,
  BP_CAUSE_DEAD_UNITS,
  BP_CAUSE_ACTIVATION,
} BpCause;

const char *bp_cause_get_name (BpCause cause);

/**
 * BpDiagnosis:
 * @cause: the likely cause
 * @learning_rate: of the run, before the factor of the schedule
 * @n_steps: the steps of a trial
 * @loss_before: the loss at the beginning of the trials: that of the last good network
 * @loss_after: the loss at the end of the trial at @learning_rate; infinite where it diverged
 * @found_rate: the largest rate of those tried at which a trial learns, or 0 where none does
 * @found_loss: the loss at the end of the trial at @found_rate
 * @idle_share: the share of the units of hidden layer @idle_layer that give the same value for
 *   every image, in the network that is in trouble; from 0 to 1
 * @idle_layer: the hidden layer with most of them, from 1; 0 without a hidden layer
 *
 * The measurements of a network that does not learn, and the diagnosis.
 */
typedef struct
{
  BpCause cause;
  float learning_rate;
  guint n_steps;
  double loss_before;
  double loss_after;
  float found_rate;
  double found_loss;
  double idle_share;
  guint idle_layer;
} BpDiagnosis;

gboolean bp_diagnose (const BpTrainingConfig *config,
                      BpDataset *dataset,
                      const BpNetwork *troubled,
                      const BpNetwork *good,
                      BpProgress *progress,
                      BpDiagnosis *diagnosis,
                      GError **error);
char *bp_diagnosis_describe (const BpDiagnosis *diagnosis);
