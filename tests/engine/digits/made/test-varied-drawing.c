/* SPDX-License-Identifier: MIT */
#include "varied-drawing.h"

#include "test-file.h"

#include <math.h>
#include <string.h>

/* An L, in units of its own. */
static const BpPoint down[] = { { 200.0F, 100.0F }, { 200.0F, 500.0F } };
static const BpPoint across[] = { { 200.0F, 500.0F }, { 440.0F, 500.0F } };
static const BpStroke strokes[] = { { down, 2 }, { across, 2 } };

static void
draw (guint64 seed, guint64 index, guint8 image[BP_DIGIT_N_PIXELS])
{
  g_assert_true (bp_varied_drawing_draw (strokes, G_N_ELEMENTS (strokes), seed, index, image));
}

/* The seed and the index alone decide, and each of them matters. */
static void
test_variations (void)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 other[BP_DIGIT_N_PIXELS];

  draw (1, 0, image);
  draw (1, 0, other);
  g_assert_cmpmem (image, sizeof image, other, sizeof other);
  draw (1, 1, other);
  g_assert_cmpint (memcmp (image, other, sizeof image), !=, 0);
  draw (2, 0, other);
  g_assert_cmpint (memcmp (image, other, sizeof image), !=, 0);
}

/* Returns how alike two images are, from 0 to 1. */
static double
get_likeness (const double *a, const double *b)
{
  double product = 0.0;
  double squares[2] = { 0.0, 0.0 };

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      product += a[i] * b[i];
      squares[0] += a[i] * a[i];
      squares[1] += b[i] * b[i];
    }
  return product / sqrt (squares[0] * squares[1]);
}

/* The mean of many variations is like the drawing itself, wherever that was and however large. */
static void
test_stays_like_drawing (void)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  double drawing[BP_DIGIT_N_PIXELS];
  double mean[BP_DIGIT_N_PIXELS] = { 0.0 };

  bp_digit_image_from_strokes (strokes, G_N_ELEMENTS (strokes), image);
  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    drawing[i] = image[i];
  for (guint index = 0; index < 200; index++)
    {
      draw (1, index, image);
      for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
        mean[i] += image[i];
    }
  g_assert_cmpfloat (get_likeness (drawing, mean), >, 0.8);
}

static void
test_nothing (void)
{
  const BpStroke empty = { down, 0 };
  guint8 image[BP_DIGIT_N_PIXELS];

  g_assert_false (bp_varied_drawing_draw (strokes, 0, 1, 0, image));
  g_assert_false (bp_varied_drawing_draw (&empty, 1, 1, 0, image));
}

BP_TEST_FILE (varied_drawing)
{
  g_test_add_func ("/varied-drawing/variations", test_variations);
  g_test_add_func ("/varied-drawing/stays-like-drawing", test_stays_like_drawing);
  g_test_add_func ("/varied-drawing/nothing", test_nothing);
}
