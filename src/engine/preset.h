/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trainer.h"

/**
 * BpPreset:
 * @name: as the command line takes it
 * @config: the settings of the trainer, with how many epochs the run has, for images that people
 *   have written; bp_preset_get_config() has those for built-in digits
 * @train_limit: how many of the training images are used, or 0 for all of them
 *
 * Settings that go well together.
 */
typedef struct
{
  const char *name;
  BpTrainerConfig config;
  gsize train_limit;
} BpPreset;

const BpPreset *bp_preset_list (guint *n_presets);
const BpPreset *bp_preset_find (const char *name, GError **error);
void bp_preset_get_config (const BpPreset *preset, gboolean is_builtin, BpTrainerConfig *config);
