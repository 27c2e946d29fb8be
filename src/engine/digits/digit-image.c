/* SPDX-License-Identifier: MIT */

/* Converts pen strokes to a picture like MNIST's. The strokes are redrawn as vectors with one pen,
 * for any original size and brush, so that a network reads a small digit in a corner as well as one
 * that fills the pad. Pure functions; any thread. */
#include "digit-image.h"
#include "digit-frame.h"
#include "stroke-curve.h"
#include "stroke-raster.h"

#include <math.h>
#include <string.h>

/* The width that read best among 2.0, 2.5 and 3.0, a little under MNIST's median of 2.5 pixels, and
 * an edge as soft as that of MNIST's own scaling. */
const BpPen bp_digit_pen = { .width = 2.0f, .softness = 1.2f, .gain = 1.0f };

static gboolean
is_drawable (const BpPoint *point)
{
  return isfinite (point->x) && isfinite (point->y);
}

static gboolean
find_bounds (const BpStroke *strokes, gsize n_strokes, BpInkBounds *bounds)
{
  gboolean has_ink = FALSE;

  *bounds = BP_INK_BOUNDS_NONE;
  for (gsize i = 0; i < n_strokes; i++)
    for (gsize j = 0; j < strokes[i].n_points; j++)
      {
        const BpPoint *point = &strokes[i].points[j];

        if (!is_drawable (point))
          continue;
        has_ink = TRUE;
        bp_ink_bounds_add (bounds, *point);
      }

  return has_ink;
}

/* Draws a stroke as a curve: @fit places its points, and @curve_fit places the resulting curve. */
static void
draw_stroke (BpStrokeRaster *raster,
             const BpDigitFit *fit,
             const BpDigitFit *curve_fit,
             const BpStroke *stroke)
{
  BpStrokeCurve curve;
  BpPoint from;
  BpPoint to;

  bp_stroke_curve_init (&curve, stroke, fit);
  if (!bp_stroke_curve_next (&curve, &from))
    return;

  from = bp_digit_fit_point (curve_fit, from);
  bp_stroke_raster_add_line (raster, from, 1.0f, from, 1.0f);
  while (bp_stroke_curve_next (&curve, &to))
    {
      to = bp_digit_fit_point (curve_fit, to);
      bp_stroke_raster_add_line (raster, from, 1.0f, to, 1.0f);
      from = to;
    }
}

static void
draw_lines (BpStrokeRaster *raster, const BpDigitFit *fit, const BpStroke *stroke)
{
  BpPoint from = bp_digit_fit_point (fit, stroke->points[0]);

  bp_stroke_raster_add_line (raster, from, 1.0f, from, 1.0f);
  for (gsize i = 1; i < stroke->n_points; i++)
    {
      BpPoint to = bp_digit_fit_point (fit, stroke->points[i]);

      bp_stroke_raster_add_line (raster, from, 1.0f, to, 1.0f);
      from = to;
    }
}

/* Fits the curve, which reaches a little beyond its points. */
static BpDigitFit
fit_curves (const BpStroke *strokes, gsize n_strokes, const BpDigitFit *fit, double line_width)
{
  BpInkBounds bounds = BP_INK_BOUNDS_NONE;
  BpStrokeCurve curve;
  BpPoint point;

  for (gsize i = 0; i < n_strokes; i++)
    {
      bp_stroke_curve_init (&curve, &strokes[i], fit);
      while (bp_stroke_curve_next (&curve, &point))
        bp_ink_bounds_add (&bounds, point);
    }

  return bp_digit_fit (&bounds, line_width);
}

/* Draws strokes (n_strokes) that have ink within @bounds, not yet centred. */
static BpDigitFit
draw_strokes (const BpStroke *strokes,
              gsize n_strokes,
              const BpInkBounds *bounds,
              guint8 drawn[BP_DIGIT_N_PIXELS])
{
  double line_width = bp_pen_get_ink_width (&bp_digit_pen);
  BpDigitFit fit = bp_digit_fit (bounds, line_width);
  BpDigitFit curve_fit = fit_curves (strokes, n_strokes, &fit, line_width);
  BpStrokeRaster raster;

  bp_stroke_raster_init (&raster, &bp_digit_pen);
  for (gsize i = 0; i < n_strokes; i++)
    draw_stroke (&raster, &fit, &curve_fit, &strokes[i]);
  bp_stroke_raster_finish (&raster, drawn);

  return bp_digit_fit_join (&fit, &curve_fit);
}

static BpDigitPlacement
get_placement (const BpDigitFit *fit, BpDigitShift shift)
{
  return (BpDigitPlacement){
    .scale = fit->scale,
    .x_offset = fit->x_offset - fit->x_origin * fit->scale + shift.x,
    .y_offset = fit->y_offset - fit->y_origin * fit->scale + shift.y,
  };
}

/**
 * bp_digit_image_place_strokes:
 * @strokes: (array length=n_strokes): as for bp_digit_image_from_strokes()
 * @n_strokes: the number of strokes, 0 or more
 * @image: (out caller-allocates): (28, 28) the digit in the form of MNIST
 * @placement: (out caller-allocates): the place of the strokes in @image
 *
 * The same as bp_digit_image_from_strokes(), and tells which part of the drawing each pixel shows.
 *
 * Returns: %FALSE, and a zeroed @image, where there is nothing to draw; @placement has no meaning
 *   then
 */
gboolean
bp_digit_image_place_strokes (const BpStroke *strokes,
                              gsize n_strokes,
                              guint8 image[BP_DIGIT_N_PIXELS],
                              BpDigitPlacement *placement)
{
  guint8 drawn[BP_DIGIT_N_PIXELS];
  gboolean has_ink;
  BpDigitShift shift;
  BpInkBounds bounds;
  BpDigitFit fit;

  g_return_val_if_fail (strokes != NULL || n_strokes == 0, FALSE);
  g_return_val_if_fail (image != NULL, FALSE);
  g_return_val_if_fail (placement != NULL, FALSE);

  if (!find_bounds (strokes, n_strokes, &bounds))
    {
      memset (image, 0, BP_DIGIT_N_PIXELS);
      *placement = (BpDigitPlacement){ 0.0, 0.0, 0.0 };
      return FALSE;
    }

  fit = draw_strokes (strokes, n_strokes, &bounds, drawn);
  has_ink = bp_digit_find_shift (drawn, &shift);
  bp_digit_move (drawn, shift, image);
  *placement = get_placement (&fit, shift);
  return has_ink;
}

/**
 * bp_digit_image_from_strokes:
 * @strokes: (array length=n_strokes): the paths of the pen, in any unit and at any place; points
 *   that are not finite are skipped
 * @n_strokes: the number of strokes, 0 or more
 * @image: (out caller-allocates): (28, 28) the digit in the form of MNIST
 *
 * Redraws the strokes with lines 2 pixels wide, the longer side of the ink 20 pixels, its aspect
 * kept, its centre of mass in the middle of the picture. Points that lie far apart are joined by a
 * curve. A single dot is drawn as a dot; any larger drawing is scaled to 20 pixels.
 *
 * Returns: %FALSE, and a zeroed @image, where there is nothing to draw
 */
gboolean
bp_digit_image_from_strokes (const BpStroke *strokes,
                             gsize n_strokes,
                             guint8 image[BP_DIGIT_N_PIXELS])
{
  BpDigitPlacement placement;

  return bp_digit_image_place_strokes (strokes, n_strokes, image, &placement);
}

/**
 * bp_digit_image_from_lines:
 * @strokes: (array length=n_strokes): as for bp_digit_image_from_strokes(), but finite
 * @n_strokes: the number of strokes, 0 or more
 * @pen: the pen that draws them
 * @image: (out caller-allocates): (28, 28) the digit in the form of MNIST
 *
 * Draws generated strokes, not recorded ones: straight lines of any length join the points.
 *
 * Returns: %FALSE, and a zeroed @image, where there is nothing to draw
 */
gboolean
bp_digit_image_from_lines (const BpStroke *strokes,
                           gsize n_strokes,
                           const BpPen *pen,
                           guint8 image[BP_DIGIT_N_PIXELS])
{
  guint8 drawn[BP_DIGIT_N_PIXELS];
  BpStrokeRaster raster;
  BpInkBounds bounds;
  BpDigitFit fit;

  g_return_val_if_fail (strokes != NULL || n_strokes == 0, FALSE);
  g_return_val_if_fail (image != NULL, FALSE);

  find_bounds (strokes, n_strokes, &bounds);
  fit = bp_digit_fit (&bounds, bp_pen_get_ink_width (pen));
  bp_stroke_raster_init (&raster, pen);
  for (gsize i = 0; i < n_strokes; i++)
    draw_lines (&raster, &fit, &strokes[i]);
  bp_stroke_raster_finish (&raster, drawn);
  return bp_digit_centre (drawn, image);
}
