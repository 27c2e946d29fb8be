/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-summary.h"

#include <gtk/gtk.h>

#define BP_TYPE_CLASS_TABLE (bp_class_table_get_type ())

/**
 * BpClassTable:
 *
 * How many samples of each class there are to train on, held out and to test with: a class a row,
 * and all of them in the last one.
 */
G_DECLARE_FINAL_TYPE (BpClassTable, bp_class_table, BP, CLASS_TABLE, GtkWidget)

void bp_class_table_set_summary (BpClassTable *self,
                                 const BpDatasetSummary *summary,
                                 const BpDataset *dataset);
