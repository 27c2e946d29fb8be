/* SPDX-License-Identifier: MIT */
/*
 * Many small squares in one image: hundreds of rectangles of a drawing, each with its own colour,
 * take milliseconds, and the pixels of an image microseconds.
 */
#include "cell-image.h"

#include <math.h>

/**
 * bp_cell_image_new:
 * @box: the place of the cells; the image begins at its corner, rounded down to whole pixels
 * @scale: device pixels in a pixel
 *
 * Returns: (transfer full): an image without cells, of CAIRO_FORMAT_ARGB32
 */
cairo_surface_t *
bp_cell_image_new (const BpBox *box, int scale)
{
  int width = MAX ((int) ceil (box->width) + 1, 1) * scale;
  int height = MAX ((int) ceil (box->height) + 1, 1) * scale;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  cairo_surface_set_device_scale (image, scale, scale);
  return image;
}

/* A colour as a premultiplied pixel. */
static guint32
to_pixel (const GdkRGBA *color)
{
  guint32 alpha = (guint32) lroundf (255.0F * color->alpha);
  guint32 red = (guint32) lroundf (255.0F * color->alpha * color->red);
  guint32 green = (guint32) lroundf (255.0F * color->alpha * color->green);
  guint32 blue = (guint32) lroundf (255.0F * color->alpha * color->blue);

  return alpha << 24 | red << 16 | green << 8 | blue;
}

static int
to_device (double place, double scale, int most)
{
  return CLAMP ((int) lround (place * scale), 0, most);
}

/**
 * bp_cell_image_fill:
 * @image: an image of bp_cell_image_new()
 * @cell: a rectangle from the corner of the image; its edges are rounded to device pixels
 * @color: its colour, in place of what was there
 */
void
bp_cell_image_fill (cairo_surface_t *image, const BpBox *cell, const GdkRGBA *color)
{
  guint32 pixel = to_pixel (color);
  int width = cairo_image_surface_get_width (image);
  int height = cairo_image_surface_get_height (image);
  gsize stride = (gsize) cairo_image_surface_get_stride (image);
  double x_scale;
  double y_scale;
  int left;
  int right;
  int bottom;
  guint8 *row;

  cairo_surface_get_device_scale (image, &x_scale, &y_scale);
  left = to_device (cell->x, x_scale, width);
  right = to_device (cell->x + cell->width, x_scale, width);
  bottom = to_device (cell->y + cell->height, y_scale, height);
  cairo_surface_flush (image);
  for (int y = to_device (cell->y, y_scale, height); y < bottom; y++)
    {
      row = cairo_image_surface_get_data (image) + (gsize) y * stride;
      for (int x = left; x < right; x++)
        ((guint32 *) (gpointer) row)[x] = pixel;
    }
  cairo_surface_mark_dirty (image);
}
