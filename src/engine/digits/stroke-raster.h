/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/**
 * BpPen:
 * @width: of the line, in pixels, from the middle of one edge to the middle of the other
 * @softness: the width in pixels over which the edge goes from full ink to none
 * @gain: the level of full ink, from 0 to 1
 */
typedef struct
{
  float width;
  float softness;
  float gain;
} BpPen;

/**
 * BpStrokeRaster:
 * @depth: for each pixel, the distance of its centre from the nearest line's edge, in pixels,
 *   positive inside of the line
 *
 * Draws lines with round ends into the 28 x 28 of a digit. A value on the caller's stack:
 * bp_stroke_raster_init(), any number of bp_stroke_raster_add_line(), bp_stroke_raster_finish().
 */
typedef struct
{
  /*< private >*/
  BpPen pen;
  float depth[BP_DIGIT_SIZE][BP_DIGIT_SIZE];
} BpStrokeRaster;

/* The pen for strokes on the pad. */
extern const BpPen bp_digit_pen;

double bp_pen_get_ink_width (const BpPen *pen);
gboolean bp_digit_image_from_lines (const BpStroke *strokes,
                                    gsize n_strokes,
                                    const BpPen *pen,
                                    guint8 image[BP_DIGIT_N_PIXELS]);
void bp_stroke_raster_init (BpStrokeRaster *raster, const BpPen *pen);
void bp_stroke_raster_add_line (BpStrokeRaster *raster,
                                BpPoint from,
                                float from_pressure,
                                BpPoint to,
                                float to_pressure);
void bp_stroke_raster_finish (const BpStrokeRaster *raster, guint8 drawn[BP_DIGIT_N_PIXELS]);
