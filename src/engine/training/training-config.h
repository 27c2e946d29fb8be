/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"
#include "dropout.h"
#include "network.h"
#include "optimizer.h"
#include "precision.h"
#include "schedule.h"
#include "teachers.h"

/**
 * BpTrainingConfig:
 * @hidden: (n_hidden) units of each hidden layer, from the input on
 * @n_hidden: the number of hidden layers; 0 is softmax regression
 * @activation: of the hidden units
 * @batch_size: samples a step, at least 1
 * @learning_rate: over 0
 * @optimizer: the rule of the update
 * @schedule: how the learning rate changes over @n_epochs
 * @n_epochs: the length of the run, for @schedule; the trainer itself sets no end
 * @n_epochs_before: epochs that the initial network was trained for; the order of the images and
 *   their augmentation continue from there
 * @patience: epochs in a row without a lower held-out loss after which the run should end, or 0 to
 *   train to its end
 * @warm_up_epochs: epochs over which the learning rate first rises, or 0; fractions are allowed
 * @precision: of the products of training; networks are evaluated in float32
 * @augmentation: the augmentation, different in every epoch; for images of 28 x 28 only
 * @dropout: the share of the hidden units that each step drops, from 0 to %BP_DROPOUT_MAX
 * @distillation: what is learnt from other networks beside the labels
 * @seed: of the initial weights, of the order of every epoch, of augmentation and of dropout
 * @n_threads: threads that share a step, or 0 for as many as the machine has. The trained weights
 *   are the same, byte for byte, for any number of threads.
 */
typedef struct
{
  guint hidden[BP_NETWORK_MAX_LAYERS - 1];
  guint n_hidden;
  BpActivation activation;
  guint batch_size;
  float learning_rate;
  BpOptimizerConfig optimizer;
  BpSchedule schedule;
  guint n_epochs;
  guint n_epochs_before;
  guint patience;
  float warm_up_epochs;
  BpPrecision precision;
  BpAugmentation augmentation;
  float dropout;
  BpDistillation distillation;
  guint64 seed;
  guint n_threads;
} BpTrainingConfig;

#define BP_TRAINER_MAX_BATCH_SIZE 4096

void bp_training_config_init (BpTrainingConfig *config);
char *bp_training_config_describe (const BpTrainingConfig *config);
gboolean bp_training_config_check (const BpTrainingConfig *config, GError **error);
gboolean
bp_training_config_parse_hidden (BpTrainingConfig *config, const char *text, GError **error);
