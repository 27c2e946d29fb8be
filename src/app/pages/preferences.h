/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_PREFERENCES (bp_preferences_get_type ())

/**
 * BpPreferences:
 *
 * Settings that are seldom changed, unlike the hyperparameters in the main window: the colours of
 * the program and the number of threads. Each change takes effect at once.
 */
G_DECLARE_FINAL_TYPE (BpPreferences, bp_preferences, BP, PREFERENCES, AdwPreferencesWindow)

GtkWidget *bp_preferences_new (GSettings *settings);
void bp_preferences_apply_color_scheme (GSettings *settings);
