/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"

#include <glib.h>

/**
 * BpWeightsInfo:
 * @dataset_name: (nullable) (owned): the data set that the network was trained on, as in "MNIST"
 * @dataset_sha256: (nullable) (owned): the SHA-256 of its images and labels, 64 hex digits
 * @class_names: (nullable) (owned): one name for each class, %NULL-terminated; %NULL means the
 *   digits
 * @seed: of the training run
 * @n_epochs: the trained epochs of all runs together
 * @is_edited: whether weights were changed by hand after the training, so that its command and
 *   settings alone do not give the same network
 * @held_out_accuracy: from 0 to 1, or NaN where unknown
 * @held_out_loss: in nats, or NaN where unknown
 * @program: (nullable) (owned): the program that wrote the file, as in "Backprop 1.0"; set by a
 *   load, ignored
 * by a save
 * @command: (nullable) (owned): the command line of the training, where it was started by one
 * @settings: (nullable) (owned): the settings of the training, as options of the command line; see
 *   bp_training_config_describe()
 * @n_unknown: the number of metadata entries that this program does not know and does not keep; set
 *   by a load, ignored by a save
 * @assumes_activation: whether the file does not name the activation of its hidden layers, so that
 *   ReLU was assumed; set by a load, ignored by a save
 * @notes: (nullable) (owned): sentences for users about assumptions where the file is ambiguous,
 *   and about its unused parts; set by a load, ignored by a save
 *
 * The description of a network in a weight file.
 */
typedef struct
{
  char *dataset_name;
  char *dataset_sha256;
  char **class_names;
  guint64 seed;
  guint n_epochs;
  gboolean is_edited;
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
