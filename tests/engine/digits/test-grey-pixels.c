/* SPDX-License-Identifier: MIT */
#include "grey-pixels.h"
#include "test-file.h"

#include <string.h>

static void
test_colours (void)
{
  /* Two rows of two pixels with two bytes of padding. */
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

/* Fills a square with paper and a line of ink, opaque but for its outermost ring. */
static void
fill_card (guint8 *pixels, guint size, guint8 paper, guint8 ink, guint8 ring_opacity)
{
  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      {
        guint8 *pixel = pixels + (gsize) 4 * (y * size + x);
        gboolean is_ring = x == 0 || y == 0 || x == size - 1 || y == size - 1;

        pixel[0] = pixel[1] = pixel[2] = x == size / 2 && y > 2 && y < size - 3 ? ink : paper;
        pixel[3] = is_ring ? ring_opacity : 255;
      }
}

/* A shadow around a card is no ink, however dark. */
static void
test_card_with_a_shadow (void)
{
  enum
  {
    SIZE = 20
  };
  guint8 pixels[4 * SIZE * SIZE];
  guint8 grey[SIZE * SIZE];

  fill_card (pixels, SIZE, 255, 0, 255);
  for (guint y = 0; y < SIZE; y++)
    for (guint x = 0; x < SIZE; x++)
      if (MIN (MIN (x, y), MIN (SIZE - 1 - x, SIZE - 1 - y)) < 2)
        memcpy (pixels + (gsize) 4 * (y * SIZE + x), "\0\0\0\x5a", 4);
  bp_grey_pixels_from_rgb (pixels, SIZE, SIZE, 4 * SIZE, TRUE, grey);
  for (guint i = 0; i < SIZE; i++)
    {
      g_assert_cmpuint (grey[i], ==, 255);
      g_assert_cmpuint (grey[i * SIZE + 1], ==, 255);
    }
  g_assert_cmpuint (grey[SIZE / 2 * SIZE + SIZE / 2], ==, 0);
}

/* A transparent rim of a picture of paper becomes paper, at any width. */
static void
test_paper_with_a_transparent_rim (void)
{
  enum
  {
    SIZE = 12
  };
  static const guint8 opacities[] = { 0, 1, 60, 128, 188, 254, 255 };
  static const guint8 levels[][2] = { { 255, 0 }, { 0, 255 }, { 200, 30 }, { 40, 220 } };

  for (guint i = 0; i < G_N_ELEMENTS (opacities); i++)
    for (guint k = 0; k < G_N_ELEMENTS (levels); k++)
      {
        guint8 pixels[4 * SIZE * SIZE];
        guint8 grey[SIZE * SIZE];

        fill_card (pixels, SIZE, levels[k][0], levels[k][1], opacities[i]);
        bp_grey_pixels_from_rgb (pixels, SIZE, SIZE, 4 * SIZE, TRUE, grey);
        g_test_message ("opacity %u, paper %u", opacities[i], levels[k][0]);
        for (guint y = 0; y < SIZE; y++)
          for (guint x = 0; x < SIZE; x++)
            g_assert_cmpuint (grey[y * SIZE + x], ==, pixels[4 * (y * SIZE + x)]);
      }
}

/* Ink next to a transparent area does not become paper. */
static void
test_ink_at_the_edge (void)
{
  enum
  {
    SIZE = 12
  };
  guint8 pixels[4 * SIZE * SIZE] = { 0 };
  guint8 grey[SIZE * SIZE];

  for (guint y = 0; y < SIZE; y++)
    for (guint x = 4; x < 8; x++)
      pixels[4 * (y * SIZE + x) + 3] = 255;
  bp_grey_pixels_from_rgb (pixels, SIZE, SIZE, 4 * SIZE, TRUE, grey);
  g_assert_cmpuint (grey[0], ==, 255);
  g_assert_cmpuint (grey[5], ==, 0);
}

/* 2 x 3 pixels in each orientation, as a viewer shows them. */
static void
test_turn (void)
{
  static const guint8 stored[] = { 1, 2, 3, 4, 5, 6 };
  static const guint8 upright[8][6] = {
    { 1, 2, 3, 4, 5, 6 }, { 2, 1, 4, 3, 6, 5 }, { 6, 5, 4, 3, 2, 1 }, { 5, 6, 3, 4, 1, 2 },
    { 1, 3, 5, 2, 4, 6 }, { 5, 3, 1, 6, 4, 2 }, { 6, 4, 2, 5, 3, 1 }, { 2, 4, 6, 1, 3, 5 },
  };

  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      guint8 turned[6];

      bp_grey_pixels_turn (stored, 2, 3, orientation, turned);
      g_test_message ("orientation %u", orientation);
      g_assert_cmpmem (turned, sizeof turned, upright[orientation - 1], 6);
    }
}

BP_TEST_FILE (grey_pixels)
{
  g_test_add_func ("/grey-pixels/colours", test_colours);
  g_test_add_func ("/grey-pixels/dark-ink-on-nothing", test_dark_ink_on_nothing);
  g_test_add_func ("/grey-pixels/light-ink-on-nothing", test_light_ink_on_nothing);
  g_test_add_func ("/grey-pixels/paper-with-a-transparent-rim", test_paper_with_a_transparent_rim);
  g_test_add_func ("/grey-pixels/card-with-a-shadow", test_card_with_a_shadow);
  g_test_add_func ("/grey-pixels/ink-at-the-edge", test_ink_at_the_edge);
  g_test_add_func ("/grey-pixels/turn", test_turn);
}
