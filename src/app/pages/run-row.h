/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-columns.h"
#include "run-item.h"

#include <gtk/gtk.h>

#define BP_TYPE_RUN_ROW (bp_run_row_get_type ())

/**
 * BpRunRow:
 *
 * A row in a list of runs: a swatch of the run's curves where it is compared, its name and its
 * figures. It draws its texts itself: a list makes two hundred rows when it is opened, and labels
 * in each of them would take several times as long as the rest. Screen readers have its actions
 * "run.toggle", which emits "toggled", and "run.open", which activates its item of the list.
 */
G_DECLARE_FINAL_TYPE (BpRunRow, bp_run_row, BP, RUN_ROW, GtkWidget)

BpRunRow *bp_run_row_new (const BpRunLayout *layout);
void bp_run_row_set_item (BpRunRow *self, BpRunItem *item);
BpRunItem *bp_run_row_get_item (BpRunRow *self);
gboolean bp_run_row_is_on_swatch (BpRunRow *self, double x);
