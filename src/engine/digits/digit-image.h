/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The picture that MNIST made of every digit: 28 x 28 bytes, the ink in a 20 x 20 box. */
#define BP_DIGIT_SIZE     28
#define BP_DIGIT_N_PIXELS 784 /* 28 x 28 */

/* The number of digits. */
#define BP_N_DIGITS 10

/**
 * BpPoint:
 * @x: to the right, in any unit
 * @y: down, in the same unit
 */
typedef struct
{
  float x;
  float y;
} BpPoint;

/**
 * BpStroke:
 * @points: (n_points) the path of the pen, borrowed; one point is a dot
 * @n_points: the number of points, at least 1
 */
typedef struct
{
  const BpPoint *points;
  gsize n_points;
} BpStroke;

/**
 * BpDigitPlacement:
 * @scale: pixels of the picture to a unit of the drawing; 0 where the drawing is a single dot,
 * which has no size
 * @x_offset: the place of the drawing's x = 0, in pixels from the left edge of the picture
 * @y_offset: the place of its y = 0, in pixels from the top edge
 *
 * Maps a drawing to its picture: x * scale + x_offset, and y likewise. Pixel i spans i to i + 1.
 */
typedef struct
{
  double scale;
  double x_offset;
  double y_offset;
} BpDigitPlacement;

gboolean bp_digit_image_from_strokes (const BpStroke *strokes,
                                      gsize n_strokes,
                                      guint8 image[BP_DIGIT_N_PIXELS]);
gboolean bp_digit_image_place_strokes (const BpStroke *strokes,
                                       gsize n_strokes,
                                       guint8 image[BP_DIGIT_N_PIXELS],
                                       BpDigitPlacement *placement);
gboolean bp_digit_image_from_picture (const guint8 *pixels,
                                      guint width,
                                      guint height,
                                      gsize row_stride,
                                      guint8 image[BP_DIGIT_N_PIXELS]);
