/* SPDX-License-Identifier: MIT */
#include "cell-image.h"

#include "test-file.h"

static guint32
get_pixel (cairo_surface_t *image, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (image) +
                      (gsize) y * (gsize) cairo_image_surface_get_stride (image);

  return ((const guint32 *) (gconstpointer) row)[x];
}

/* A cell has the pixels of its rectangle and no others, in premultiplied colour. */
static void
test_fill (void)
{
  const BpBox box = { 10.0, 20.0, 6.0, 4.0 };
  const BpBox cell = { 2.0, 1.0, 3.0, 2.0 };
  const GdkRGBA red = { 1.0F, 0.0F, 0.0F, 0.5F };
  cairo_surface_t *image = bp_cell_image_new (&box, 1);

  bp_cell_image_fill (image, &cell, &red);
  for (int y = 0; y < 4; y++)
    for (int x = 0; x < 6; x++)
      g_assert_cmphex (get_pixel (image, x, y), ==,
                       x >= 2 && x < 5 && y >= 1 && y < 3 ? 0x80800000 : 0);
  cairo_surface_destroy (image);
}

/* On a screen of twice the density, a cell has four times the pixels. What lies outside the image
 * is left out. */
static void
test_scale (void)
{
  const BpBox box = { 0.0, 0.0, 2.0, 2.0 };
  const BpBox cell = { 1.0, 1.0, 100.0, 0.5 };
  const GdkRGBA white = { 1.0F, 1.0F, 1.0F, 1.0F };
  cairo_surface_t *image = bp_cell_image_new (&box, 2);
  int n = cairo_image_surface_get_width (image);

  bp_cell_image_fill (image, &cell, &white);
  for (int y = 0; y < cairo_image_surface_get_height (image); y++)
    for (int x = 0; x < n; x++)
      g_assert_cmphex (get_pixel (image, x, y), ==, x >= 2 && y == 2 ? 0xffffffff : 0);
  cairo_surface_destroy (image);
}

BP_TEST_FILE (cell_image)
{
  g_test_add_func ("/cell-image/fill", test_fill);
  g_test_add_func ("/cell-image/scale", test_scale);
}
