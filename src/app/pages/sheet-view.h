/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-sheet.h"

#include <gtk/gtk.h>

#define BP_TYPE_SHEET_VIEW (bp_sheet_view_get_type ())

/**
 * BpSheetView:
 *
 * A hundred samples of a data set, ten by ten. A tooltip names the sample under the pointer.
 */
G_DECLARE_FINAL_TYPE (BpSheetView, bp_sheet_view, BP, SHEET_VIEW, GtkWidget)

void
bp_sheet_view_set_sheet (BpSheetView *self, const BpDatasetSheet *sheet, const BpDataset *dataset);
int bp_sheet_view_find_cell (BpSheetView *self, double x, double y);
char *bp_sheet_view_describe_cell (BpSheetView *self, guint cell);
