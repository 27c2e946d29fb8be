/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing-item.h"

#include <gtk/gtk.h>

#define BP_TYPE_DRAWING_VIEW (bp_drawing_view_get_type ())

/**
 * BpDrawingView:
 *
 * The strokes of a drawing in the size of a thumbnail, in the colours of the theme: ink in the
 * foreground's. Property: "item" (#BpDrawingItem, nullable). The text beside it says what it is, so
 * that screen readers pass over it.
 */
G_DECLARE_FINAL_TYPE (BpDrawingView, bp_drawing_view, BP, DRAWING_VIEW, GtkWidget)
