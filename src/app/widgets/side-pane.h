/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_SIDE_PANE (bp_side_pane_get_type ())

/**
 * BpSidePane:
 *
 * A column at the side of the window. Its width follows the size of the text and does not grow with
 * the window. Content that does not fit its height is scrolled.
 *
 * Property "content" (#GtkWidget, nullable).
 */
G_DECLARE_FINAL_TYPE (BpSidePane, bp_side_pane, BP, SIDE_PANE, GtkWidget)
