/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_CLASSES_DIALOG (bp_classes_dialog_get_type ())

/**
 * BpClassesDialog:
 *
 * Asks for the names of the user's own classes and for the number of drawings, and says how many
 * drawings there are. Its buttons activate "win.draw-classes" and "win.train-classes".
 */
G_DECLARE_FINAL_TYPE (BpClassesDialog, bp_classes_dialog, BP, CLASSES_DIALOG, AdwMessageDialog)

BpClassesDialog *bp_classes_dialog_new (GtkWindow *parent, GSettings *settings, const char *path);
