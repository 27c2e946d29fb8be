/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-columns.h"

#include <gtk/gtk.h>

#define BP_TYPE_RUN_HEADER (bp_run_header_get_type ())

/**
 * BpRunHeader:
 *
 * The titles of the columns above a list of runs: buttons that activate "runs.sort" with the name
 * of the column.
 */
G_DECLARE_FINAL_TYPE (BpRunHeader, bp_run_header, BP, RUN_HEADER, GtkWidget)

void bp_run_header_set_layout (BpRunHeader *self, const BpRunLayout *layout);
void bp_run_header_set_sorting (BpRunHeader *self, int column, gboolean is_descending);
