/* SPDX-License-Identifier: MIT */
#include "attribution-map.h"

#include <math.h>

/* Below this share of the largest, an attribution is not drawn. */
#define WEAKEST 0.06F

/* The side, in pixels, of the squares that speak against the answer, so that their shape
 * distinguishes them too. */
#define SIDE_AGAINST 0.6

static float
find_largest_magnitude (const float *values)
{
  float largest = 0.0F;

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    largest = MAX (largest, fabsf (values[i]));
  return largest;
}

/**
 * bp_attribution_map_set:
 * @map: the map
 * @attributions: (28, 28) (nullable): the share of each pixel in the answer, in any unit; copied;
 * %NULL for none
 *
 * Returns: whether the map must be redrawn: attributions are shown now, or was before
 */
gboolean
bp_attribution_map_set (BpAttributionMap *map, const float *attributions)
{
  gboolean was_shown = map->is_shown;
  float largest;

  map->is_shown = FALSE;
  if (attributions == NULL)
    return was_shown;

  largest = find_largest_magnitude (attributions);
  map->is_shown = largest > 0.0F;
  for (guint i = 0; map->is_shown && i < BP_DIGIT_N_PIXELS; i++)
    map->strengths[i] = attributions[i] / largest;
  return map->is_shown || was_shown;
}

/* Draws the pixels that speak for the answer (@sign 1) or against it (@sign -1). */
static void
draw_strengths (const BpAttributionMap *map,
                cairo_t *cr,
                float sign,
                double side,
                const GdkRGBA *color)
{
  double margin = (1.0 - side) / 2.0;

  for (int pixel = 0; pixel < BP_DIGIT_N_PIXELS; pixel++)
    {
      float strength = sign * map->strengths[pixel];
      int row = pixel / BP_DIGIT_SIZE;
      int column = pixel % BP_DIGIT_SIZE;

      if (strength < WEAKEST)
        continue;
      cairo_set_source_rgba (cr, (double) color->red, (double) color->green, (double) color->blue,
                             (double) strength);
      cairo_rectangle (cr, column + margin, row + margin, side, side);
      cairo_fill (cr);
    }
}

/**
 * bp_attribution_map_draw:
 * @map: the map
 * @cr: in units of the digit's pixels, the picture from (0, 0) to (28, 28)
 * @context: the style of the widget that it is drawn on
 */
void
bp_attribution_map_draw (const BpAttributionMap *map, cairo_t *cr, GtkStyleContext *context)
{
  GdkRGBA color_for;
  GdkRGBA color_against;

  if (!map->is_shown)
    return;

  gtk_style_context_get_color (context, &color_for);
  color_against = color_for;
  gtk_style_context_lookup_color (context, "why_for_color", &color_for);
  gtk_style_context_lookup_color (context, "why_against_color", &color_against);
  cairo_save (cr);
  /* With antialiasing, the edges of adjacent squares would show as a grid. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  draw_strengths (map, cr, 1.0F, 1.0, &color_for);
  draw_strengths (map, cr, -1.0F, SIDE_AGAINST, &color_against);
  cairo_restore (cr);
}
