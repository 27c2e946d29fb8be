/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <gtk/gtk.h>

/**
 * BpGradientMap:
 * @is_shown: whether there is a gradient
 * @strengths: (28, 28) the gradient, the largest magnitude being 1
 *
 * The gradient of an answer as it is drawn over a digit. A plain value that begins as zeroed
 * memory.
 */
typedef struct
{
  gboolean is_shown;
  float strengths[BP_DIGIT_N_PIXELS];
} BpGradientMap;

/* The opacity of the ink under a gradient, so that the gradient is visible there too. */
#define BP_INK_UNDER_GRADIENT 0.35F

gboolean bp_gradient_map_set (BpGradientMap *map, const float *gradient);
void bp_gradient_map_draw (const BpGradientMap *map, cairo_t *cr, GtkStyleContext *context);
