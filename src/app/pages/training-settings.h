/* SPDX-License-Identifier: MIT */
#pragma once

#include "preset.h"
#include "trainer.h"

#include <gio/gio.h>

/*
 * The hyperparameters, from where they are remembered to where a run is made. A preset fills them
 * in; what has no key of its own stays as the preset that was chosen last has it.
 */

/* How much images are varied: the names and titles of the choices. */
extern const BpChoices bp_variations;

gboolean bp_training_settings_read (GSettings *settings, BpTrainerConfig *config, GError **error);
BpAugmentation bp_training_settings_get_augmentation (GSettings *settings);
guint64 bp_training_settings_get_seed (GSettings *settings);
BpDataset *bp_training_settings_limit (GSettings *settings, BpDataset *dataset, GError **error);
void
bp_training_settings_set_preset (GSettings *settings, const BpPreset *preset, gboolean is_builtin);
const BpPreset *bp_training_settings_find_preset (GSettings *settings);
void bp_training_settings_set_hidden_layers (GSettings *settings, const BpNetwork *network);
gsize bp_count_weights (guint n_inputs, const BpTrainerConfig *config, guint n_outputs);
char *bp_describe_layers (guint n_inputs, const BpTrainerConfig *config, guint n_outputs);
