/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <cairo.h>

/* The pressure of what has none, as a mouse, at which a stroke is as wide as the brush. */
#define BP_STROKE_NORMAL_PRESSURE 0.5

void bp_stroke_draw (cairo_t *cr, BpStroke stroke, const float *pressures, double brush_size);
