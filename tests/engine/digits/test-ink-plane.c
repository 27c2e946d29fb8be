/* SPDX-License-Identifier: MIT */
#include "ink-plane.h"

#include "test-file.h"

#include <string.h>

/* Larger than what is kept pixel by pixel, and no multiple of the reduction by three. */
#define SIDE 2051

/* Reducing a large picture keeps its last rows and columns. */
static void
test_last_rows_and_columns (void)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) SIDE * SIDE);
  g_autoptr (BpInkPlane) plane = NULL;
  guint most_below = 0;
  guint most_right = 0;

  /* A dark frame at the bottom and on the right of white paper. */
  memset (pixels, 255, (gsize) SIDE * SIDE);
  for (gsize i = 0; i < SIDE; i++)
    for (gsize j = SIDE - 2; j < SIDE; j++)
      {
        pixels[j * SIDE + i] = 0;
        pixels[i * SIDE + j] = 0;
      }
  plane = bp_ink_plane_new (pixels, SIDE, SIDE, SIDE);
  g_assert_nonnull (plane);
  g_assert_cmpuint (plane->width, ==, plane->height);
  for (guint i = 0; i < plane->width; i++)
    {
      most_below = MAX (most_below, plane->ink[(plane->height - 1) * plane->width + i]);
      most_right = MAX (most_right, plane->ink[i * plane->width + plane->width - 1]);
    }
  g_assert_cmpuint (most_below, >, 100);
  g_assert_cmpuint (most_right, >, 100);
}

BP_TEST_FILE (ink_plane)
{
  g_test_add_func ("/ink-plane/last-rows-and-columns", test_last_rows_and_columns);
}
