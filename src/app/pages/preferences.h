/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_PREFERENCES (bp_preferences_get_type ())

/**
 * BpPreferences:
 *
 * What is set once and then left alone, as against the hyperparameters, which are on the window
 * itself: how the program looks, and how many threads train. Each change takes effect at once.
 */
G_DECLARE_FINAL_TYPE (BpPreferences, bp_preferences, BP, PREFERENCES, AdwPreferencesWindow)

GtkWidget *bp_preferences_new (GSettings *settings);
void bp_preferences_apply_color_scheme (GSettings *settings);
