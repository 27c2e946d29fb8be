/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-summary.h"

#include <gtk/gtk.h>

#define BP_TYPE_CLASS_TABLE (bp_class_table_get_type ())

/**
 * BpClassTable:
 *
 * The number of training, held-out and test samples of each class: a row for each class, and the
 * totals in the last row.
 */
G_DECLARE_FINAL_TYPE (BpClassTable, bp_class_table, BP, CLASS_TABLE, GtkWidget)

void bp_class_table_set_summary (BpClassTable *self,
                                 const BpDatasetSummary *summary,
                                 const BpDataset *dataset);
