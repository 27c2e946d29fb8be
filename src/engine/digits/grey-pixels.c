/* SPDX-License-Identifier: MIT */
/* Coloured pictures, with or without transparency, as the grey levels that a digit is found in. */
#include "grey-pixels.h"

/* How bright a pixel looks: the luma of Rec. 601, in 256ths. */
static guint
get_luma (const guint8 *pixel)
{
  return (77U * pixel[0] + 150U * pixel[1] + 29U * pixel[2] + 128U) >> 8;
}

/* What shows through the transparent parts: white for dark ink, black for light ink, so that a
 * drawing on no background does not disappear. */
static guint
choose_background (const guint8 *pixels, guint width, guint height, gsize row_stride)
{
  guint64 sum = 0;
  guint64 weight = 0;

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        const guint8 *pixel = pixels + y * row_stride + 4 * x;

        sum += (guint64) get_luma (pixel) * pixel[3];
        weight += pixel[3];
      }
  return sum > weight * 128 ? 0 : 255;
}

/**
 * bp_grey_pixels_from_rgb:
 * @pixels: (height, row_stride) red, green, blue and, where @has_alpha, opacity, a byte each; rows
 *   from the top
 * @width: in pixels
 * @height: in pixels
 * @row_stride: bytes from one row to the next
 * @has_alpha: a pixel has four bytes rather than three
 * @grey: (out): (height, width) the grey levels, 0 black to 255 white
 */
void
bp_grey_pixels_from_rgb (const guint8 *pixels,
                         guint width,
                         guint height,
                         gsize row_stride,
                         gboolean has_alpha,
                         guint8 *grey)
{
  guint background = has_alpha ? choose_background (pixels, width, height, row_stride) : 0;
  guint n_channels = has_alpha ? 4 : 3;

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        const guint8 *pixel = pixels + y * row_stride + n_channels * x;
        guint luma = get_luma (pixel);

        if (has_alpha)
          luma = (luma * pixel[3] + background * (255U - pixel[3]) + 127U) / 255U;
        grey[y * width + x] = (guint8) luma;
      }
}
