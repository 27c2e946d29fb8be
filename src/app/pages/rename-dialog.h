/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_RENAME_DIALOG (bp_rename_dialog_get_type ())

/**
 * BpRenameDialog:
 *
 * Asks for the name of a run. The signal "renamed" comes with the name that was typed, without
 * spaces at its ends; it may be empty.
 */
G_DECLARE_FINAL_TYPE (BpRenameDialog, bp_rename_dialog, BP, RENAME_DIALOG, AdwMessageDialog)

BpRenameDialog *bp_rename_dialog_new (GtkWindow *parent, const char *name);
