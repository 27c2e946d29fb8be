/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "training-config.h"

/**
 * BpPreset:
 * @name: the name on the command line and in settings
 * @title: the name in the window, to be translated
 * @sentence: its purpose, to be translated
 * @config: the settings of the trainer, including the number of epochs, for handwritten images;
 *   bp_preset_get_config() has those for built-in digits
 * @train_limit: the number of training images to use, or 0 for all of them
 *
 * A named set of training settings.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *sentence;
  BpTrainingConfig config;
  gsize train_limit;
} BpPreset;

extern const BpChoices bp_presets;

const BpPreset *bp_preset_list (guint *n_presets);
const BpPreset *bp_preset_find (const char *name, GError **error);
void bp_preset_get_config (const BpPreset *preset, gboolean is_builtin, BpTrainingConfig *config);
