/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-item.h"

#include <gtk/gtk.h>

#define BP_TYPE_RUN_LIST (bp_run_list_get_type ())

/**
 * BpRunList:
 *
 * A list of stored runs, of which any number are selected. Pinned runs are first; the rest is
 * sorted by the column whose title was clicked last, or else the newest is first. It shows as many
 * columns as there is room for.
 *
 * Property "menu-model" (GMenuModel): the menu of the selected runs, which a click with the second
 * button or the key for menus opens.
 *
 * The signal "activated" comes with the run (#BpRunItem) of a double click or the key Enter; the
 * signal "selection-changed" when others are selected. It has the action "runs.sort", with the name
 * of a column.
 */
G_DECLARE_FINAL_TYPE (BpRunList, bp_run_list, BP, RUN_LIST, GtkWidget)

void bp_run_list_set_records (BpRunList *self, const GPtrArray *records);
void bp_run_list_set_search (BpRunList *self, const char *words);
guint bp_run_list_get_n_runs (BpRunList *self);
GPtrArray *bp_run_list_get_selected (BpRunList *self);
GPtrArray *bp_run_list_get_pinned (BpRunList *self);
void bp_run_list_update_item (BpRunList *self, BpRunItem *item, BpRunRecord *record);
