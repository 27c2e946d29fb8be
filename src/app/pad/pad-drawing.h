/* SPDX-License-Identifier: MIT */
#pragma once

#include "gradient-map.h"
#include "strokes.h"

/**
 * BpPadDrawing:
 * @strokes: what is on the pad, in units of its side
 * @brush_size: the width of a stroke, likewise
 * @gradient: why the network answers as it does, in the picture that it sees
 * @gradient_placement: how what is on the pad lies in that picture
 * @x: where the pad's square begins, in the widget's coordinates
 * @y: likewise
 * @side: of that square
 *
 * What a pad shows.
 */
typedef struct
{
  const BpStrokes *strokes;
  double brush_size;
  const BpGradientMap *gradient;
  BpDigitPlacement gradient_placement;
  double x;
  double y;
  double side;
} BpPadDrawing;

void bp_pad_drawing_draw (const BpPadDrawing *drawing, cairo_t *cr, GtkStyleContext *context);
void
bp_pad_drawing_snapshot (const BpPadDrawing *drawing, GtkWidget *widget, GtkSnapshot *snapshot);
