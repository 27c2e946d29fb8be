/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#define BP_TYPE_ROW_LIST_ITEM (bp_row_list_item_get_type ())
#define BP_TYPE_ROW_LIST      (bp_row_list_get_type ())

/**
 * BpRowListItem:
 *
 * The number of a row, which is all that a table needs to make its cells.
 */
G_DECLARE_FINAL_TYPE (BpRowListItem, bp_row_list_item, BP, ROW_LIST_ITEM, GObject)

/**
 * BpRowList:
 *
 * A #GListModel of so many rows, whose items are made when they are asked for.
 */
G_DECLARE_FINAL_TYPE (BpRowList, bp_row_list, BP, ROW_LIST, GObject)

guint bp_row_list_item_get_row (BpRowListItem *self);

void bp_row_list_grow (BpRowList *self, guint n_rows);
void bp_row_list_replace (BpRowList *self, guint n_rows);
