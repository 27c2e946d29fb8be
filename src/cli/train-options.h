/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-mix.h"
#include "trainer.h"

/**
 * BpTrainOptions:
 * @config: the trainer's settings, with the number of epochs
 * @train_limit: train on the first so many images, or 0 for all of them
 * @n_held_out: hold out so many, or -1 for as many as the data set does
 * @mix: the additional training images
 * @teachers: (nullable) (owned) (array zero-terminated=1) (element-type filename): weights of the
 *   teachers
 * @teacher_networks: (nullable) (owned) (element-type BpNetwork): the teachers, once
 *   bp_train_options_load_teachers() has loaded them
 * @initials: (nullable) (owned) (array zero-terminated=1) (element-type filename): weights to start
 *   from, of which the mean is taken
 * @n_epochs_before: the most epochs that one of them was trained for, once
 *   bp_train_options_load_initial() has loaded them
 * @data: (nullable) (owned) (array zero-terminated=1) (element-type filename): the data set
 * @save_path: (nullable) (owned) (type filename): where the weights go
 * @run_path: (nullable) (owned) (type filename): the folder to keep the run in
 * @resume_path: (nullable) (owned) (type filename): the folder of the run to continue, with its own
 *   settings
 * @checkpoint_seconds: the least time between two checkpoints, or -1 for the usual one
 * @is_json: print JSON
 *
 * The options of "train".
 */
typedef struct
{
  BpTrainingConfig config;
  gsize train_limit;
  gssize n_held_out;
  BpDatasetMix mix;
  char **teachers;
  GPtrArray *teacher_networks;
  char **initials;
  guint n_epochs_before;
  char **data;
  char *save_path;
  char *run_path;
  char *resume_path;
  float checkpoint_seconds;
  gboolean is_json;
} BpTrainOptions;

gboolean bp_train_options_parse (BpTrainOptions *options, int argc, char **argv, GError **error);
void bp_train_options_clear (BpTrainOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpTrainOptions, bp_train_options_clear)

gboolean bp_train_options_load_teachers (BpTrainOptions *options, GError **error);
gboolean
bp_train_options_load_initial (BpTrainOptions *options, BpNetwork **initial, GError **error);
BpDataset *
bp_train_options_load_data (const BpTrainOptions *options, BpProgress *progress, GError **error);
