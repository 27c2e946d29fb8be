/* SPDX-License-Identifier: MIT */
#pragma once

#include "preset.h"
#include "trainer.h"

#include <gio/gio.h>

/*
 * Converts between the settings and the configuration of a run. A preset sets all hyperparameters;
 * those without a key of their own have the value of the preset chosen last.
 */

/* The names and titles of the choices of augmentation. */
extern const BpChoices bp_variations;

gboolean bp_training_settings_read (GSettings *settings, BpTrainingConfig *config, GError **error);
BpAugmentation bp_training_settings_get_augmentation (GSettings *settings);
guint64 bp_training_settings_get_seed (GSettings *settings);
BpDataset *bp_training_settings_limit (GSettings *settings, BpDataset *dataset, GError **error);
gboolean bp_training_settings_set_config (GSettings *settings,
                                          const BpTrainingConfig *config,
                                          gsize train_limit);
gboolean bp_training_settings_set_seed (GSettings *settings, guint64 seed);
void
bp_training_settings_set_preset (GSettings *settings, const BpPreset *preset, gboolean is_builtin);
const BpPreset *bp_training_settings_find_preset (GSettings *settings);
void bp_training_settings_set_learning_rate (GSettings *settings, float learning_rate);
void bp_training_settings_follow_optimizer (GSettings *settings,
                                            BpOptimizerKind before,
                                            gboolean is_builtin);
BpOptimizerKind bp_training_settings_get_optimizer (GSettings *settings);
void bp_training_settings_set_hidden_layers (GSettings *settings, const BpNetwork *network);
gsize bp_count_weights (guint n_inputs, const BpTrainingConfig *config, guint n_outputs);
char *bp_describe_layers (guint n_inputs, const BpTrainingConfig *config, guint n_outputs);
