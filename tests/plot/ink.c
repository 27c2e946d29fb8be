/* SPDX-License-Identifier: MIT */

/* Where a drawing on a transparent image has ink. */

#include "ink.h"

/* An edge that is smoothed away does not count. */
#define FAINTEST_ALPHA 60

/* Returns: the pixel, with alpha in the highest byte */
guint32
bp_ink_get_pixel (cairo_surface_t *image, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (image) +
                      (gsize) y * (gsize) cairo_image_surface_get_stride (image);

  return ((const guint32 *) (gconstpointer) row)[x];
}

/* Whether a pixel in the rectangle has ink; what is beside the image has none. */
gboolean
bp_ink_is_in (cairo_surface_t *image, double left, double top, double right, double bottom)
{
  int width = cairo_image_surface_get_width (image);
  int height = cairo_image_surface_get_height (image);

  for (int y = (int) MAX (top, 0.0); y < (int) MIN (bottom, height); y++)
    for (int x = (int) MAX (left, 0.0); x < (int) MIN (right, width); x++)
      if (bp_ink_get_pixel (image, x, y) >> 24 >= FAINTEST_ALPHA)
        return TRUE;
  return FALSE;
}

/* Finds the leftmost ink between two heights; returns FALSE where there is none. */
gboolean
bp_ink_find_left (cairo_surface_t *image, double top, double bottom, int *x)
{
  for (*x = 0; *x < cairo_image_surface_get_width (image); (*x)++)
    if (bp_ink_is_in (image, *x, top, *x + 1, bottom))
      return TRUE;
  return FALSE;
}
