/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing-item.h"

#include <gtk/gtk.h>

#define BP_TYPE_DRAWING_DETAILS (bp_drawing_details_get_type ())

/**
 * BpDrawingDetails:
 *
 * What is known about one of the user's drawings, and what can be done with it. Its buttons
 * activate "drawings.set-label" with the name of a class, "drawings.show" and "drawings.delete".
 * Hidden without a drawing.
 */
G_DECLARE_FINAL_TYPE (BpDrawingDetails, bp_drawing_details, BP, DRAWING_DETAILS, GtkBox)

void bp_drawing_details_set_item (BpDrawingDetails *self, BpDrawingItem *item);
