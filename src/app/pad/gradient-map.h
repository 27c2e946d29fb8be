/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <gtk/gtk.h>

/**
 * BpGradientMap:
 * @is_shown: there is something to draw
 * @strengths: (28, 28) the gradient, the largest magnitude being 1
 *
 * How an answer changes with the ink of each pixel, as it is drawn over a digit. A value, which
 * begins as zeroed memory.
 */
typedef struct
{
  gboolean is_shown;
  float strengths[BP_DIGIT_N_PIXELS];
} BpGradientMap;

/* How much of the ink is left under a gradient, which is to be read there too. */
#define BP_INK_UNDER_GRADIENT 0.35F

gboolean bp_gradient_map_set (BpGradientMap *map, const float *gradient);
void bp_gradient_map_draw (const BpGradientMap *map, cairo_t *cr, GtkStyleContext *context);
