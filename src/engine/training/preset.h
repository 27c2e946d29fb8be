/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "trainer-config.h"

/**
 * BpPreset:
 * @name: as the command line and settings take it
 * @title: as a window shows it, to be translated
 * @sentence: what it is for, to be translated
 * @config: the settings of the trainer, with how many epochs the run has, for images that people
 *   have written; bp_preset_get_config() has those for built-in digits
 * @train_limit: how many of the training images are used, or 0 for all of them
 *
 * Settings that go well together.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *sentence;
  BpTrainerConfig config;
  gsize train_limit;
} BpPreset;

extern const BpChoices bp_presets;

const BpPreset *bp_preset_list (guint *n_presets);
const BpPreset *bp_preset_find (const char *name, GError **error);
void bp_preset_get_config (const BpPreset *preset, gboolean is_builtin, BpTrainerConfig *config);
