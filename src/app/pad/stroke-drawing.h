/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <cairo.h>

/* The pressure of devices without pressure, such as a mouse. A stroke is then as wide as the
 * brush. */
#define BP_STROKE_NORMAL_PRESSURE 0.5

gsize bp_stroke_count_settled (BpStroke stroke, double brush_size, gsize n_known);
void bp_stroke_draw (cairo_t *cr, BpStroke stroke, const float *pressures, double brush_size);
void bp_stroke_draw_part (cairo_t *cr,
                          BpStroke stroke,
                          const float *pressures,
                          double brush_size,
                          gsize first,
                          gsize last);
