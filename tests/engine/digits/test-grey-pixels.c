/* SPDX-License-Identifier: MIT */
#include "grey-pixels.h"
#include "test-file.h"

static void
test_colours (void)
{
  /* Two rows of two pixels, and two bytes between the rows that do not count. */
  static const guint8 pixels[] = { 0,   0, 0, 255, 255, 255, 99, 99, /* black, white */
                                   255, 0, 0, 0,   255, 0 };         /* red, green */
  static const guint8 expected[] = { 0, 255, 77, 149 };
  guint8 grey[4];

  bp_grey_pixels_from_rgb (pixels, 2, 2, 8, FALSE, grey);
  g_assert_cmpmem (grey, sizeof grey, expected, sizeof expected);
}

static void
test_dark_ink_on_nothing (void)
{
  static const guint8 pixels[] = { 0, 0, 0, 255, 0, 0, 0, 0, 20, 20, 20, 128 };
  static const guint8 expected[] = { 0, 255, 137 };
  guint8 grey[3];

  bp_grey_pixels_from_rgb (pixels, 3, 1, sizeof pixels, TRUE, grey);
  g_assert_cmpmem (grey, sizeof grey, expected, sizeof expected);
}

static void
test_light_ink_on_nothing (void)
{
  static const guint8 pixels[] = { 255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 0 };
  static const guint8 expected[] = { 255, 0, 0 };
  guint8 grey[3];

  bp_grey_pixels_from_rgb (pixels, 3, 1, sizeof pixels, TRUE, grey);
  g_assert_cmpmem (grey, sizeof grey, expected, sizeof expected);
}

BP_TEST_FILE (grey_pixels)
{
  g_test_add_func ("/grey-pixels/colours", test_colours);
  g_test_add_func ("/grey-pixels/dark-ink-on-nothing", test_dark_ink_on_nothing);
  g_test_add_func ("/grey-pixels/light-ink-on-nothing", test_light_ink_on_nothing);
}
