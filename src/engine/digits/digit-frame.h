/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/* The longer side of the ink of a digit, in pixels. */
#define BP_DIGIT_INK_SIZE 20

/* The centre of mass as a pixel index: the mean of MNIST's 60,000 training images is
 * 14.0 in both axes, half a pixel to the right of and below the middle of the picture. */
#define BP_DIGIT_CENTRE 14.0

/**
 * BpInkBounds:
 * @left: the least x
 * @top: the least y
 * @right: the greatest x
 * @bottom: the greatest y
 *
 * The box around ink in the unit that it was drawn in. Doubles, since drawings may use any unit
 * that floats can hold.
 */
typedef struct
{
  double left;
  double top;
  double right;
  double bottom;
} BpInkBounds;

/**
 * BpDigitFit:
 * @scale: pixels to a unit of the drawing
 * @x_origin: the x of the drawing that is placed at @x_offset
 * @y_origin: the y of the drawing that is placed at @y_offset
 * @x_offset: in pixels from the left edge of the picture
 * @y_offset: in pixels from the top edge of the picture
 *
 * Maps a drawing to the frame of a digit: (x - x_origin) * scale + x_offset. Pixel i spans
 * i to i + 1.
 */
typedef struct
{
  double scale;
  double x_origin;
  double y_origin;
  double x_offset;
  double y_offset;
} BpDigitFit;

/**
 * BpDigitShift:
 * @x: pixels to the right
 * @y: pixels down
 *
 * The shift that moves the centre of mass of the ink to the middle of the picture.
 */
typedef struct
{
  int x;
  int y;
} BpDigitShift;

/* No ink yet. */
#define BP_INK_BOUNDS_NONE ((BpInkBounds){ G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE })

void bp_ink_bounds_add (BpInkBounds *bounds, BpPoint point);
BpDigitFit bp_digit_fit (const BpInkBounds *bounds, double line_width);
BpPoint bp_digit_fit_point (const BpDigitFit *fit, BpPoint point);
BpDigitFit bp_digit_fit_join (const BpDigitFit *first, const BpDigitFit *second);
gboolean bp_digit_find_shift (const guint8 drawn[BP_DIGIT_N_PIXELS], BpDigitShift *shift);
void bp_digit_move (const guint8 drawn[BP_DIGIT_N_PIXELS],
                    BpDigitShift shift,
                    guint8 image[BP_DIGIT_N_PIXELS]);
gboolean bp_digit_centre (const guint8 drawn[BP_DIGIT_N_PIXELS], guint8 image[BP_DIGIT_N_PIXELS]);
