/* SPDX-License-Identifier: MIT */
#pragma once

#include "pen-event.h"
#include "strokes.h"

#include <gtk/gtk.h>

#define BP_TYPE_PAD (bp_pad_get_type ())

/**
 * BpPadTool:
 * @BP_PAD_TOOL_PEN: draws
 * @BP_PAD_TOOL_ERASER: removes each stroke that it touches
 */
typedef enum
{
  BP_PAD_TOOL_PEN,
  BP_PAD_TOOL_ERASER,
} BpPadTool;

/**
 * BpPad:
 *
 * A sheet to draw a digit on, with a mouse, a finger, a stylus or the keyboard. Strokes are kept as
 * vectors in units of the pad's side, so that neither its size nor the brush changes what was
 * drawn. A picture can be put in their place.
 *
 * Properties: "can-undo", "can-redo", "is-blank" (read-only), "brush-size" (the width of a stroke
 * as a share of the pad's side; it changes the appearance only).
 *
 * The signal "changed" is emitted on every change of the drawing, also for each motion of the pen.
 */
G_DECLARE_FINAL_TYPE (BpPad, bp_pad, BP, PAD, GtkWidget)

BpStrokes *bp_pad_get_strokes (BpPad *self);
void bp_pad_set_wanted (BpPad *self, const char *wanted);
gboolean bp_pad_is_blank (BpPad *self);
gboolean bp_pad_can_undo (BpPad *self);
gboolean bp_pad_can_redo (BpPad *self);
void bp_pad_add_description (BpPad *self, const char *text);
void bp_pad_undo (BpPad *self);
void bp_pad_redo (BpPad *self);
void bp_pad_clear (BpPad *self);
void bp_pad_set_picture (BpPad *self, BpPicture *picture);
void
bp_pad_set_attributions (BpPad *self, const float *attributions, const BpDigitPlacement *placement);

double bp_pad_get_brush_size (BpPad *self);
void bp_pad_set_brush_size (BpPad *self, double brush_size);

/* For gestures: positions are in the widget's coordinates, the pressure is from 0 to 1. */
void bp_pad_begin (BpPad *self, BpPadTool tool, double x, double y, double pressure);
void bp_pad_to (BpPad *self, double x, double y, double pressure);
void bp_pad_follow (BpPad *self, const BpPenPoint *points, gsize n_points);
void bp_pad_end (BpPad *self);

/* For keys: steps are in units of the pad's side. */
void bp_pad_move_cursor (BpPad *self, float x, float y);
void bp_pad_toggle_cursor_pen (BpPad *self);
gboolean bp_pad_lift_cursor_pen (BpPad *self);
