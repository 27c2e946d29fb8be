/* SPDX-License-Identifier: MIT */
#pragma once

#include "attribution-map.h"
#include "ink-layer.h"
#include "strokes.h"

/**
 * BpPadDrawing:
 * @wanted: (nullable): the names of what a blank pad asks for; %NULL for a digit
 * @strokes: the drawing on the pad, in units of its side
 * @ink: the ink of @strokes, kept from one drawing to the next
 * @brush_size: the width of a stroke, in units of the pad's side
 * @attributions: the explanation of the answer, in the network's picture
 * @attribution_placement: the place of the drawing in that picture
 * @x: the left edge of the pad's square, in the widget's coordinates
 * @y: its top edge
 * @side: of that square
 *
 * The content of a pad.
 */
typedef struct
{
  const char *wanted;
  const BpStrokes *strokes;
  BpInkLayer *ink;
  double brush_size;
  const BpAttributionMap *attributions;
  BpDigitPlacement attribution_placement;
  double x;
  double y;
  double side;
} BpPadDrawing;

void bp_pad_drawing_draw (const BpPadDrawing *drawing, cairo_t *cr, GtkStyleContext *context);
void
bp_pad_drawing_snapshot (const BpPadDrawing *drawing, GtkWidget *widget, GtkSnapshot *snapshot);
void bp_pad_drawing_snapshot_cursor (const BpPadDrawing *drawing,
                                     BpPoint cursor,
                                     gboolean is_down,
                                     GtkWidget *widget,
                                     GtkSnapshot *snapshot);
