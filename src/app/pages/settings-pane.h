/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "page.h"

#define BP_TYPE_SETTINGS_PANE (bp_settings_pane_get_type ())

/**
 * BpSettingsPane:
 *
 * The choice of the data set, the hidden layers and the hyperparameters. All but the data set are
 * bound to GSettings, from which training runs read them.
 *
 * Choosing another data set activates "win.load-data" with its path; the window then reports the
 * result with the functions below. The other buttons activate "win.open-data".
 */
G_DECLARE_FINAL_TYPE (BpSettingsPane, bp_settings_pane, BP, SETTINGS_PANE, BpPage)

void bp_settings_pane_set_settings (BpSettingsPane *self, GSettings *settings);

void bp_settings_pane_add_source (BpSettingsPane *self, const char *path, const char *name);
void bp_settings_pane_show_source (BpSettingsPane *self, const char *path, const char *name);
void bp_settings_pane_reset_source (BpSettingsPane *self);
void bp_settings_pane_set_is_training (BpSettingsPane *self, gboolean is_training);
void bp_settings_pane_set_locked (BpSettingsPane *self, const char *const *keys);
void bp_settings_pane_set_dataset (BpSettingsPane *self, BpDataset *dataset, const char *path);
