/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_DRAWINGS_WINDOW (bp_drawings_window_get_type ())

/**
 * BpDrawingsWindow:
 *
 * The user's own drawings: each with its label, what the network answered, and when. A label can be
 * corrected, and drawings are deleted, with Undo. Its actions are "drawings.set-label" with the
 * name of a class (string), "drawings.delete", "drawings.delete-all", "drawings.undo" and
 * "drawings.show". Its menu activates "win.export-drawings", "win.use-drawings" and
 * "win.learn-drawings" of the window that it belongs to.
 *
 * The signal "changed" tells that the collection was changed here. The signal "image-chosen" comes
 * with the pixels of a drawing (28 x 28), its name and its label.
 */
G_DECLARE_FINAL_TYPE (BpDrawingsWindow, bp_drawings_window, BP, DRAWINGS_WINDOW, AdwWindow)

BpDrawingsWindow *bp_drawings_window_new (GtkWindow *parent, const char *path);
void bp_drawings_window_refresh (BpDrawingsWindow *self);
void bp_drawings_window_say (BpDrawingsWindow *self, const char *text);
void bp_drawings_window_say_failed (BpDrawingsWindow *self, const char *heading, const char *text);
