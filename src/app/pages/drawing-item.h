/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing-entry.h"

#include <gio/gio.h>

#define BP_TYPE_DRAWING_ITEM (bp_drawing_item_get_type ())

/**
 * BpDrawingItem:
 *
 * A drawing of the user's collection in a list. Properties (read-only, utf8): "label", what it is;
 * "answer", what the network answered, with a sign that says whether that was right; "time".
 */
G_DECLARE_FINAL_TYPE (BpDrawingItem, bp_drawing_item, BP, DRAWING_ITEM, GObject)

BpDrawingItem *bp_drawing_item_new (GPtrArray *entries, guint index);
const BpDrawingEntry *bp_drawing_item_get_entry (BpDrawingItem *self);
gboolean bp_drawing_item_is_misread (BpDrawingItem *self);
int bp_drawing_item_compare (gconstpointer a, gconstpointer b, gpointer user_data);
