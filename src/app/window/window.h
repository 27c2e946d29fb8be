/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_WINDOW (bp_window_get_type ())

/**
 * BpWindow:
 *
 * The main window: settings, charts and drawing pane over one #BpDocument and one data set. What a
 * menu or a dialog can do, a script can do through the window's actions, or through the functions
 * here; files are given by path there, without a dialog.
 */
G_DECLARE_FINAL_TYPE (BpWindow, bp_window, BP, WINDOW, AdwApplicationWindow)

BpWindow *bp_window_new (GtkApplication *application, GSettings *settings);
void bp_window_start (BpWindow *self);

void bp_window_open_data (BpWindow *self, GFile *file);
void bp_window_open_weights (BpWindow *self, GFile *file);
void bp_window_open_file (BpWindow *self, GFile *file);
void bp_window_save_weights (BpWindow *self, GFile *file);
