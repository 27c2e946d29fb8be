/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"

#include <glib.h>

/**
 * BpWeightsInfo:
 * @dataset_name: (nullable) (owned): what the network learned from, as in "MNIST"
 * @dataset_sha256: (nullable) (owned): the SHA-256 of its images and labels, 64 hex digits
 * @class_names: (nullable) (owned): one name a class, %NULL-terminated; digits where it is missing
 * @seed: of the run
 * @n_epochs: epochs that were trained, all runs together
 * @held_out_accuracy: from 0 to 1, or NaN where it is not known
 * @held_out_loss: in nats, or NaN where it is not known
 * @program: (nullable) (owned): what wrote the file, as in "Backprop 0.1.0"; set by a load, ignored
 * by a save
 * @command: (nullable) (owned): the command line that it was trained with, where it was one
 * @settings: (nullable) (owned): what it was trained with, in the words of the command line's
 *   options; see bp_training_config_describe()
 * @n_unknown: entries of the file's metadata that this program knows nothing of and does not keep;
 *   set by a load, ignored by a save
 * @assumes_activation: the file does not say which activation its hidden layers have, so that ReLU
 *   was assumed; set by a load, ignored by a save
 * @notes: (nullable) (owned): sentences for people on what was decided where the file leaves
 *   something open, and on what in it was not used; set by a load, ignored by a save
 *
 * What a weight file says about the network in it.
 */
typedef struct
{
  char *dataset_name;
  char *dataset_sha256;
  char **class_names;
  guint64 seed;
  guint n_epochs;
  double held_out_accuracy;
  double held_out_loss;
  char *program;
  char *command;
  char *settings;
  guint n_unknown;
  gboolean assumes_activation;
  GPtrArray *notes;
} BpWeightsInfo;

void bp_weights_info_init (BpWeightsInfo *info);
void bp_weights_info_copy (BpWeightsInfo *destination, const BpWeightsInfo *source);
void bp_weights_info_clear (BpWeightsInfo *info);
void bp_weights_info_add_note (BpWeightsInfo *info, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpWeightsInfo, bp_weights_info_clear)

gboolean bp_weights_info_owns_key (const char *key);
void bp_weights_info_write (const BpWeightsInfo *info, BpMetadata *metadata);
void bp_weights_info_read (BpWeightsInfo *info, const BpMetadata *metadata, guint n_classes);
