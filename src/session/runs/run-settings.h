/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-mix.h"
#include "json-fields.h"
#include "trainer.h"

/**
 * BpRunSettings:
 * @dataset_name: (owned): as in "MNIST"
 * @dataset_paths: (nullable) (owned): the files or folders of the data, see
 *   bp_run_settings_set_paths(); %NULL for the built-in digits
 * @dataset_sha256: (owned): the digest of the data, including a mix
 * @n_train: the number of training images
 * @n_held_out: the number of held-out images
 * @n_test: the number of test images
 * @train_limit: the number of images used, from the first on, or 0 for all of them
 * @mix: the additional training images
 * @layers: the units of all layers, from the inputs to the classes
 * @teacher_paths: (nullable) (owned): the files of the teachers, see bp_run_settings_set_teachers()
 * @teacher_sha256: (nullable) (owned): the digests of their weights, in the same order
 * @starts_from_network: whether the run began from an existing network instead of random weights
 * @config: the trainer's settings at the start, without the teachers themselves; the number of
 *   threads is not stored, as it does not change the result
 * @program: (owned): as in "Backprop 1.0"
 * @instructions: (owned): the instruction set at the start; others may differ in the last bits
 * @command: (nullable) (owned): the command line that started the run, if one did
 * @group: (nullable) (owned): the name of the runs with several seeds that it is one of
 *
 * All settings at the start of a run. Initialise it with bp_run_settings_init().
 */
typedef struct
{
  char *dataset_name;
  char **dataset_paths;
  char *dataset_sha256;
  guint64 n_train;
  guint64 n_held_out;
  guint64 n_test;
  guint64 train_limit;
  BpDatasetMix mix;
  BpFieldSizes layers;
  char **teacher_paths;
  char **teacher_sha256;
  gboolean starts_from_network;
  BpTrainingConfig config;
  char *program;
  char *instructions;
  char *command;
  char *group;
} BpRunSettings;

void bp_run_settings_init (BpRunSettings *settings);
void bp_run_settings_init_from_trainer (BpRunSettings *settings, const BpTrainer *trainer);
void bp_run_settings_copy (BpRunSettings *destination, const BpRunSettings *source);
void bp_run_settings_clear (BpRunSettings *settings);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpRunSettings, bp_run_settings_clear)

void bp_run_settings_set_paths (BpRunSettings *settings, const char *const *paths);
char **bp_run_settings_get_paths (const BpRunSettings *settings);
void bp_run_settings_set_teachers (BpRunSettings *settings,
                                   const char *const *paths,
                                   const GPtrArray *teachers);
GPtrArray *bp_run_settings_load_teachers (const BpRunSettings *settings, GError **error);
gboolean bp_run_settings_check (const BpRunSettings *settings, GError **error);
guint bp_run_settings_get_n_rows (void);
char *bp_run_settings_get_row_key (guint row);
char *bp_run_settings_get_row_text (const BpRunSettings *settings, guint row);
void bp_run_settings_write (const BpRunSettings *settings, GString *json);
gboolean
bp_run_settings_read_member (BpRunSettings *settings, const char *key, BpJsonReader *reader);
