/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

/* How often a run can be repeated. */
#define BP_SEEDS_MIN 2
#define BP_SEEDS_MAX 20

#define BP_TYPE_SEEDS_DIALOG (bp_seeds_dialog_get_type ())

/**
 * BpSeedsDialog:
 *
 * Asks with how many seeds the settings are to be trained, and what the runs are called. The
 * response is "repeat".
 */
G_DECLARE_FINAL_TYPE (BpSeedsDialog, bp_seeds_dialog, BP, SEEDS_DIALOG, AdwMessageDialog)

BpSeedsDialog *bp_seeds_dialog_new (GtkWindow *parent, const char *name);
guint bp_seeds_dialog_get_n_seeds (BpSeedsDialog *self);
const char *bp_seeds_dialog_get_name (BpSeedsDialog *self);
