/* SPDX-License-Identifier: MIT */

/* Fits digits into their pictures as MNIST does: the ink is scaled, its aspect kept, until its
 * longer side is 20 pixels, then moved by whole pixels until its centre of mass is nearest to the
 * middle. Pen strokes, pictures and the built-in digits all use these functions. */
#include "digit-frame.h"

#include <math.h>
#include <string.h>

/**
 * bp_ink_bounds_add:
 * @bounds: (inout): the box around the ink so far; begins as %BP_INK_BOUNDS_NONE
 * @point: a point that the ink goes through, not NaN
 */
void
bp_ink_bounds_add (BpInkBounds *bounds, BpPoint point)
{
  bounds->left = MIN (bounds->left, (double) point.x);
  bounds->top = MIN (bounds->top, (double) point.y);
  bounds->right = MAX (bounds->right, (double) point.x);
  bounds->bottom = MAX (bounds->bottom, (double) point.y);
}

/**
 * bp_digit_fit:
 * @bounds: the box around the path of the pen's tip
 * @line_width: the thickness of the pen in pixels, with its soft edge: the ink reaches half of it
 *   beyond @bounds
 *
 * Makes the longer side of the ink exactly %BP_DIGIT_INK_SIZE pixels and lets the ink begin at an
 * edge between two pixels on both axes, so that a straight line always falls into its pixels in the
 * same way. A dot keeps the size of the pen.
 *
 * Returns: the fit
 */
BpDigitFit
bp_digit_fit (const BpInkBounds *bounds, double line_width)
{
  double width = bounds->right - bounds->left;
  double height = bounds->bottom - bounds->top;
  double longer = MAX (width, height);
  double scale = longer > 0.0 ? (BP_DIGIT_INK_SIZE - line_width) / longer : 0.0;
  double margin_x = (BP_DIGIT_SIZE - width * scale - line_width) / 2.0;
  double margin_y = (BP_DIGIT_SIZE - height * scale - line_width) / 2.0;

  return (BpDigitFit){
    .scale = scale,
    .x_origin = bounds->left,
    .y_origin = bounds->top,
    .x_offset = floor (margin_x + 1e-6) + line_width / 2.0,
    .y_offset = floor (margin_y + 1e-6) + line_width / 2.0,
  };
}

/**
 * bp_digit_fit_point:
 * @fit: the fit
 * @point: a point of the drawing, in its unit
 *
 * Returns: where the point lies in the picture, in pixels
 */
BpPoint
bp_digit_fit_point (const BpDigitFit *fit, BpPoint point)
{
  return (BpPoint){
    .x = (float) (((double) point.x - fit->x_origin) * fit->scale + fit->x_offset),
    .y = (float) (((double) point.y - fit->y_origin) * fit->scale + fit->y_offset),
  };
}

/**
 * bp_digit_fit_join:
 * @first: a fit
 * @second: a fit of what @first gives
 *
 * Returns: the composition of the two fits
 */
BpDigitFit
bp_digit_fit_join (const BpDigitFit *first, const BpDigitFit *second)
{
  return (BpDigitFit){
    .scale = first->scale * second->scale,
    .x_origin = first->x_origin,
    .y_origin = first->y_origin,
    .x_offset = (first->x_offset - second->x_origin) * second->scale + second->x_offset,
    .y_offset = (first->y_offset - second->y_origin) * second->scale + second->y_offset,
  };
}

/* The whole number of pixels that brings the centre of mass nearest to the middle without pushing
 * ink over the edge of the picture. */
static int
shift_to_centre (const guint sums[BP_DIGIT_SIZE], guint total)
{
  double moment = 0.0;
  int first = 0;
  int last = BP_DIGIT_SIZE - 1;

  for (int i = 0; i < BP_DIGIT_SIZE; i++)
    moment += (double) i * sums[i];
  while (sums[first] == 0)
    first++;
  while (sums[last] == 0)
    last--;

  return CLAMP ((int) lround (BP_DIGIT_CENTRE - moment / total), -first, BP_DIGIT_SIZE - 1 - last);
}

/**
 * bp_digit_find_shift:
 * @drawn: ink in a 20 x 20 box, anywhere in the picture
 * @shift: (out caller-allocates): the shift that brings its centre of mass nearest to the middle
 *
 * Returns: %FALSE, and no shift, where there is no ink
 */
gboolean
bp_digit_find_shift (const guint8 drawn[BP_DIGIT_N_PIXELS], BpDigitShift *shift)
{
  guint column_sums[BP_DIGIT_SIZE] = { 0 };
  guint row_sums[BP_DIGIT_SIZE] = { 0 };
  guint total = 0;

  for (gsize y = 0; y < BP_DIGIT_SIZE; y++)
    {
      const guint8 *row = drawn + y * BP_DIGIT_SIZE;

      for (int x = 0; x < BP_DIGIT_SIZE; x++)
        {
          column_sums[x] += row[x];
          row_sums[y] += row[x];
        }
      total += row_sums[y];
    }

  *shift = (BpDigitShift){ 0, 0 };
  if (total == 0)
    return FALSE;

  shift->x = shift_to_centre (column_sums, total);
  shift->y = shift_to_centre (row_sums, total);
  return TRUE;
}

/**
 * bp_digit_move:
 * @drawn: ink with blank margins at least as wide as @shift
 * @shift: the shift
 * @image: (out caller-allocates): the same ink, moved; not @drawn
 */
void
bp_digit_move (const guint8 drawn[BP_DIGIT_N_PIXELS],
               BpDigitShift shift,
               guint8 image[BP_DIGIT_N_PIXELS])
{
  /* Moving the picture as one run of bytes is safe: the margins on both sides of the ink keep it
   * from wrapping into the next row. */
  int offset = shift.y * BP_DIGIT_SIZE + shift.x;

  memset (image, 0, BP_DIGIT_N_PIXELS);
  if (offset >= 0)
    memcpy (image + offset, drawn, BP_DIGIT_N_PIXELS - offset);
  else
    memcpy (image, drawn - offset, BP_DIGIT_N_PIXELS + offset);
}

/**
 * bp_digit_centre:
 * @drawn: ink in a 20 x 20 box, anywhere in the picture
 * @image: (out caller-allocates): the same ink, centred by its mass; not @drawn
 *
 * Returns: %FALSE, and a zeroed @image, where there is no ink
 */
gboolean
bp_digit_centre (const guint8 drawn[BP_DIGIT_N_PIXELS], guint8 image[BP_DIGIT_N_PIXELS])
{
  BpDigitShift shift;
  gboolean has_ink = bp_digit_find_shift (drawn, &shift);

  bp_digit_move (drawn, shift, image);
  return has_ink;
}
