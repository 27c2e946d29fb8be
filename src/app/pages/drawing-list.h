/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing-item.h"

#include <gtk/gtk.h>

#define BP_TYPE_DRAWING_LIST (bp_drawing_list_get_type ())

/**
 * BpDrawingList:
 *
 * The user's own drawings, each with its label and what the network answered, sorted by label. A
 * choice above shows all of them, the misread ones, or those of a class. One of them is selected:
 * see the signal "selected". The signal "activated" is a double click on it, or Enter.
 */
G_DECLARE_FINAL_TYPE (BpDrawingList, bp_drawing_list, BP, DRAWING_LIST, GtkBox)

void bp_drawing_list_set_entries (BpDrawingList *self, GPtrArray *entries);
guint bp_drawing_list_get_n_drawings (BpDrawingList *self);
BpDrawingItem *bp_drawing_list_get_selected (BpDrawingList *self);
