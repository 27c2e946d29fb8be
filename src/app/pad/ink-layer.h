/* SPDX-License-Identifier: MIT */
#pragma once

#include "strokes.h"

#include <cairo.h>

/**
 * BpInkPlace:
 * @x: the left edge of the drawing's square, in pixels of the layer
 * @y: its top edge
 * @side: of that square
 * @width: of the layer, in pixels
 * @height: likewise
 * @scale: device pixels in a pixel
 * @brush_size: the width of a stroke, as a share of @side
 *
 * Where and how a drawing is drawn.
 */
typedef struct
{
  double x;
  double y;
  double side;
  int width;
  int height;
  int scale;
  double brush_size;
} BpInkPlace;

/**
 * BpInkLayer:
 * @mask: (nullable): its opacity, of CAIRO_FORMAT_A8
 * @place: where @mask is
 * @n_strokes: so many strokes of the drawing are in @mask
 * @n_settled: of the stroke after them, so many points are settled, and the line between them is in
 *   @mask
 *
 * The ink of a drawing that grows: each part of a line is drawn once, not again with every motion
 * of the pen. All zero is an empty layer.
 */
typedef struct
{
  cairo_surface_t *mask;
  BpInkPlace place;
  gsize n_strokes;
  gsize n_settled;
} BpInkLayer;

void bp_ink_layer_draw (BpInkLayer *layer,
                        const BpStrokes *strokes,
                        const BpInkPlace *place,
                        cairo_t *cr);
void bp_ink_layer_clear (BpInkLayer *layer);
