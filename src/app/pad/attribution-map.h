/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <gtk/gtk.h>

/**
 * BpAttributionMap:
 * @is_shown: whether there are attributions
 * @strengths: (28, 28) the attributions, the largest magnitude being 1
 *
 * The share of each pixel in an answer, as it is drawn over a digit. A plain value that begins as
 * zeroed memory.
 */
typedef struct
{
  gboolean is_shown;
  float strengths[BP_DIGIT_N_PIXELS];
} BpAttributionMap;

/* The opacity of the ink under attributions, so that they are visible there too. */
#define BP_INK_UNDER_ATTRIBUTIONS 0.35F

gboolean bp_attribution_map_set (BpAttributionMap *map, const float *attributions);
void bp_attribution_map_draw (const BpAttributionMap *map, cairo_t *cr, GtkStyleContext *context);
