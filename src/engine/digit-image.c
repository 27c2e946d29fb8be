/* SPDX-License-Identifier: MIT */

/* From what a pen did to the picture that MNIST would have made of it. The strokes are redrawn as
 * vectors with one pen, however large they were drawn and with whatever brush: a network then reads
 * a small digit in a corner as well as one that fills the pad. Pure functions; any thread. */
#include "engine/digit-image.h"
#include "engine/digit-frame.h"
#include "engine/stroke-raster.h"

#include <math.h>
#include <string.h>

/* The width that read best among 2.0, 2.5 and 3.0, a little under MNIST's median of 2.5 pixels, and
 * an edge as soft as that of MNIST's own scaling. */
const BpPen bp_digit_pen = { .width = 2.0f, .softness = 1.2f, .gain = 1.0f };

/* Points nearer to the last one than this many pixels change nothing that can be seen. */
#define SMALLEST_STEP 0.1f

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

static gboolean
is_far_enough (BpPoint from, BpPoint to)
{
  float step_x = to.x - from.x;
  float step_y = to.y - from.y;

  return step_x * step_x + step_y * step_y >= SMALLEST_STEP * SMALLEST_STEP;
}

static void
draw_stroke (BpStrokeRaster *raster, const BpDigitFit *fit, const BpStroke *stroke)
{
  BpPoint from = { 0.0f, 0.0f };
  BpPoint last = { 0.0f, 0.0f };
  gboolean has_begun = FALSE;

  for (gsize i = 0; i < stroke->n_points; i++)
    {
      const BpPoint *point = &stroke->points[i];

      if (!is_drawable (point))
        continue;

      last = bp_digit_fit_point (fit, *point);
      if (!has_begun)
        from = last;
      has_begun = TRUE;
      if (is_far_enough (from, last))
        {
          bp_stroke_raster_add_line (raster, from, 1.0f, last, 1.0f);
          from = last;
        }
    }

  /* What is left over at the end of the stroke, or all of it where it is a dot. */
  if (has_begun)
    bp_stroke_raster_add_line (raster, from, 1.0f, last, 1.0f);
}

/* Draws strokes (n_strokes) that have ink within @bounds, not yet centred. */
static BpDigitFit
draw_strokes (const BpStroke *strokes,
              gsize n_strokes,
              const BpInkBounds *bounds,
              const BpPen *pen,
              guint8 drawn[BP_DIGIT_N_PIXELS])
{
  BpDigitFit fit = bp_digit_fit (bounds, bp_pen_get_ink_width (pen));
  BpStrokeRaster raster;

  bp_stroke_raster_init (&raster, pen);
  for (gsize i = 0; i < n_strokes; i++)
    draw_stroke (&raster, &fit, &strokes[i]);
  bp_stroke_raster_finish (&raster, drawn);

  return fit;
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
 * @n_strokes: how many, 0 or more
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it
 * @placement: (out caller-allocates): where in @image the strokes lie
 *
 * As bp_digit_image_from_strokes(), for whoever wants to know which part of the drawing a pixel
 * stands for.
 *
 * Returns: %FALSE, and a zeroed @image, where there is nothing to draw; @placement is of no use
 * then
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

  fit = draw_strokes (strokes, n_strokes, &bounds, &bp_digit_pen, drawn);
  has_ink = bp_digit_find_shift (drawn, &shift);
  bp_digit_move (drawn, shift, image);
  *placement = get_placement (&fit, shift);
  return has_ink;
}

/**
 * bp_digit_image_from_strokes:
 * @strokes: (array length=n_strokes): where the pen went, in any unit and at any place; points that
 *   are not finite are passed over
 * @n_strokes: how many, 0 or more
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it
 *
 * Redraws the strokes with lines 2 pixels wide, the longer side of the ink 20 pixels, its aspect
 * kept, its centre of mass in the middle of the picture. A single dot is drawn as a dot; anything
 * that has a size is brought to 20 pixels, however small it was.
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
 * bp_digit_image_from_strokes_with_pen:
 * @strokes: (array length=n_strokes): as for bp_digit_image_from_strokes()
 * @n_strokes: how many, 0 or more
 * @pen: what they are redrawn with
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it
 *
 * Returns: %FALSE, and a zeroed @image, where there is nothing to draw
 */
gboolean
bp_digit_image_from_strokes_with_pen (const BpStroke *strokes,
                                      gsize n_strokes,
                                      const BpPen *pen,
                                      guint8 image[BP_DIGIT_N_PIXELS])
{
  guint8 drawn[BP_DIGIT_N_PIXELS];
  BpInkBounds bounds;

  g_return_val_if_fail (strokes != NULL || n_strokes == 0, FALSE);
  g_return_val_if_fail (image != NULL, FALSE);

  if (!find_bounds (strokes, n_strokes, &bounds))
    {
      memset (image, 0, BP_DIGIT_N_PIXELS);
      return FALSE;
    }

  draw_strokes (strokes, n_strokes, &bounds, pen, drawn);
  return bp_digit_centre (drawn, image);
}
