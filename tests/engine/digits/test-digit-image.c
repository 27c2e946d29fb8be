/* SPDX-License-Identifier: MIT */
#include "builtin-digits.h"
#include "digit-image.h"
#include "random.h"
#include "test-file.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum
{
  MOST_POINTS = 5000,
};

/* Measurements of a picture: the box around its ink (0 wide without ink), its centre of mass as a
 * pixel index, and the sum of its ink in full pixels. */
typedef struct
{
  int width;
  int height;
  double centre_x;
  double centre_y;
  double ink;
} Statistics;

static Statistics
measure (const guint8 image[BP_DIGIT_N_PIXELS])
{
  Statistics statistics = { 0 };
  int left = BP_DIGIT_SIZE;
  int right = -1;
  int top = BP_DIGIT_SIZE;
  int bottom = -1;

  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    for (int x = 0; x < BP_DIGIT_SIZE; x++)
      {
        double value = image[y * BP_DIGIT_SIZE + x] / 255.0;

        if (value == 0.0)
          continue;
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
        statistics.ink += value;
        statistics.centre_x += x * value;
        statistics.centre_y += y * value;
      }
  if (statistics.ink > 0.0)
    {
      statistics.width = right - left + 1;
      statistics.height = bottom - top + 1;
      statistics.centre_x /= statistics.ink;
      statistics.centre_y /= statistics.ink;
    }
  return statistics;
}

static gboolean
draw (const BpPoint *points, gsize n_points, guint8 image[BP_DIGIT_N_PIXELS])
{
  BpStroke stroke = { points, n_points };

  return bp_digit_image_from_strokes (&stroke, 1, image);
}

/* An open curve, about 1 high, that turns and does not cross itself. Its shape depends on @seed; it
 * is sampled at @n_points points. */
static void
make_curve (guint64 seed, gsize n_points, double size, double x, double y, BpPoint *points)
{
  BpRandom random;
  double aspect;
  double turn;
  double start;

  bp_random_init (&random, seed, 0);
  aspect = 0.3 + 0.9 * bp_random_uniform (&random);
  turn = 2.5 + 2.5 * bp_random_uniform (&random);
  start = 2.0 * G_PI * bp_random_uniform (&random);
  for (gsize i = 0; i < n_points; i++)
    {
      double angle = start + turn * (double) i / (double) (n_points - 1);

      points[i].x = (float) (x + size * aspect * cos (angle));
      points[i].y = (float) (y + size * sin (angle));
    }
}

static double
measure_length (const BpPoint *points, gsize n_points)
{
  double length = 0.0;

  for (gsize i = 1; i < n_points; i++)
    length += hypot ((double) points[i].x - (double) points[i - 1].x,
                     (double) points[i].y - (double) points[i - 1].y);
  return length;
}

static double
measure_longer_side (const BpPoint *points, gsize n_points)
{
  BpPoint least = points[0];
  BpPoint most = points[0];

  for (gsize i = 1; i < n_points; i++)
    {
      least.x = MIN (least.x, points[i].x);
      least.y = MIN (least.y, points[i].y);
      most.x = MAX (most.x, points[i].x);
      most.y = MAX (most.y, points[i].y);
    }
  return MAX ((double) most.x - (double) least.x, (double) most.y - (double) least.y);
}

/* Curves of every size, position and number of points give the statistics of MNIST: the longer side
 * is 20 pixels, the centre of mass within half a pixel of index 14, and lines are 2 pixels wide. */
static void
test_statistics (void)
{
  const double sizes[] = { 1e-30, 1e-3, 1.0, 12.0, 150.0, 4000.0, 1e12, 1e37 };
  const gsize counts[] = { 12, 40, 300, MOST_POINTS };
  static BpPoint points[MOST_POINTS];

  for (guint64 seed = 0; seed < 300; seed++)
    {
      double size = sizes[seed % G_N_ELEMENTS (sizes)];
      gsize n_points = counts[seed / G_N_ELEMENTS (sizes) % G_N_ELEMENTS (counts)];
      double place = 10.0 * size * (double) (seed % 3);
      guint8 image[BP_DIGIT_N_PIXELS];
      Statistics statistics;
      double length;

      make_curve (seed, n_points, size, place, -place, points);
      g_assert_true (draw (points, n_points, image));
      statistics = measure (image);

      g_assert_cmpint (MAX (statistics.width, statistics.height), ==, 20);
      g_assert_cmpfloat_with_epsilon (statistics.centre_x, 14.0, 0.5);
      g_assert_cmpfloat_with_epsilon (statistics.centre_y, 14.0, 0.5);

      /* The ink of a line is its length times its width, and a disc for its two ends. */
      length = measure_length (points, n_points) / measure_longer_side (points, n_points) *
               (20.0 - 2.0 - 0.8 * 1.2);
      g_assert_cmpfloat_with_epsilon ((statistics.ink - G_PI) / length, 2.0, 0.08);
    }
}

/* The same for handwritten digits with the order and speed of a pen, on a pad of any size. Their
 * pens differ in width; the drawn lines are always 2 pixels wide. */
static void
test_statistics_of_digits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpAllographs) allographs = bp_allographs_new (&error);
  guint n_off_centre = 0;
  BpRandom random;

  g_assert_no_error (error);
  bp_random_init (&random, 4, 0);
  for (guint64 i = 0; i < 1000; i++)
    {
      double size = exp (-3.0 + 12.0 * bp_random_uniform (&random));
      double x = size * 20.0 * bp_random_uniform (&random);
      double y = size * 20.0 * bp_random_uniform (&random);
      BpBuiltinDigit digit;
      BpStroke strokes[BP_ALLOGRAPH_MAX_STROKES];
      guint8 image[BP_DIGIT_N_PIXELS];
      Statistics statistics;
      double length = 0.0;
      guint n_points = 0;

      bp_builtin_digit_write (allographs, 5, i, &digit);
      for (guint j = 0; j < digit.n_strokes; j++)
        {
          BpPoint *points = &digit.points[n_points];

          strokes[j] = (BpStroke){ points, digit.stroke_lengths[j] };
          length += measure_length (points, strokes[j].n_points);
          n_points += digit.stroke_lengths[j];
        }
      length *= 17.04 / measure_longer_side (digit.points, n_points);
      for (guint j = 0; j < n_points; j++)
        {
          digit.points[j].x = (float) (x + size * (double) digit.points[j].x);
          digit.points[j].y = (float) (y + size * (double) digit.points[j].y);
        }

      g_assert_true (bp_digit_image_from_strokes (strokes, digit.n_strokes, image));
      statistics = measure (image);
      g_assert_cmpint (MAX (statistics.width, statistics.height), ==, 20);
      n_off_centre +=
          fabs (statistics.centre_x - 14.0) > 0.501 || fabs (statistics.centre_y - 14.0) > 0.501;

      /* Crossing and overlapping strokes are nowhere thicker than the pen. */
      g_assert_cmpfloat (statistics.ink, >, 30.0);
      g_assert_cmpfloat (statistics.ink, <, 2.05 * length + 4.0 * digit.n_strokes);
    }
  /* Where both are impossible, ink is kept in the picture rather than centred. */
  g_assert_cmpuint (n_off_centre, <=, 5);
}

static void
test_size_and_place_do_not_matter (void)
{
  static BpPoint points[200];
  static BpPoint moved[200];

  for (guint64 seed = 0; seed < 50; seed++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 image_moved[BP_DIGIT_N_PIXELS];

      make_curve (seed, G_N_ELEMENTS (points), 100.0, 0.0, 0.0, points);
      for (guint i = 0; i < G_N_ELEMENTS (points); i++)
        {
          points[i].x = roundf (points[i].x * 64.0f) / 64.0f;
          points[i].y = roundf (points[i].y * 64.0f) / 64.0f;
          moved[i].x = points[i].x * 8.0f - 1024.0f;
          moved[i].y = points[i].y * 8.0f + 512.0f;
        }
      draw (points, G_N_ELEMENTS (points), image);
      draw (moved, G_N_ELEMENTS (moved), image_moved);
      g_assert_cmpmem (image, sizeof image, image_moved, sizeof image_moved);
    }
}

/* A pen with many points gives the same picture as one with few. */
static void
test_number_of_points_does_not_matter (void)
{
  static BpPoint few[64];
  static BpPoint many[MOST_POINTS];

  for (guint64 seed = 0; seed < 50; seed++)
    {
      guint8 image_of_few[BP_DIGIT_N_PIXELS];
      guint8 image_of_many[BP_DIGIT_N_PIXELS];

      make_curve (seed, G_N_ELEMENTS (few), 100.0, 0.0, 0.0, few);
      make_curve (seed, G_N_ELEMENTS (many), 100.0, 0.0, 0.0, many);
      draw (few, G_N_ELEMENTS (few), image_of_few);
      draw (many, G_N_ELEMENTS (many), image_of_many);
      for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
        g_assert_cmpint (abs (image_of_few[i] - image_of_many[i]), <=, 12);
    }
}

static void
test_nothing (void)
{
  const BpPoint nowhere[] = { { NAN, 1.0f }, { 1.0f, INFINITY }, { -INFINITY, NAN } };
  guint8 image[BP_DIGIT_N_PIXELS];
  const guint8 blank[BP_DIGIT_N_PIXELS] = { 0 };

  memset (image, 0xaa, sizeof image);
  g_assert_false (bp_digit_image_from_strokes (NULL, 0, image));
  g_assert_cmpmem (image, sizeof image, blank, sizeof blank);

  memset (image, 0xaa, sizeof image);
  g_assert_false (draw (nowhere, G_N_ELEMENTS (nowhere), image));
  g_assert_cmpmem (image, sizeof image, blank, sizeof blank);

  memset (image, 0xaa, sizeof image);
  g_assert_false (draw (nowhere, 0, image));
  g_assert_cmpmem (image, sizeof image, blank, sizeof blank);
}

static void
test_dot (void)
{
  const BpPoint dot[] = { { 33.0f, -4.0f }, { 33.0f, -4.0f }, { 33.0f, -4.0f } };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 image_of_one[BP_DIGIT_N_PIXELS];
  Statistics statistics;

  g_assert_true (draw (dot, G_N_ELEMENTS (dot), image));
  g_assert_true (draw (dot, 1, image_of_one));
  g_assert_cmpmem (image, sizeof image, image_of_one, sizeof image_of_one);

  /* A disc 2 pixels across. */
  statistics = measure (image);
  g_assert_cmpfloat_with_epsilon (statistics.ink, G_PI, 0.5);
  g_assert_cmpint (statistics.width, ==, 3);
  g_assert_cmpint (statistics.height, ==, 3);
  g_assert_cmpint (image[14 * BP_DIGIT_SIZE + 14], ==, 255);
}

static void
test_straight_lines (void)
{
  const BpPoint level[] = { { 0.0f, 7.0f }, { 90.0f, 7.0f } };
  const BpPoint upright[] = { { 3.0f, 80.0f }, { 3.0f, 0.0f } };
  guint8 image[BP_DIGIT_N_PIXELS];
  Statistics statistics;

  g_assert_true (draw (level, G_N_ELEMENTS (level), image));
  statistics = measure (image);
  g_assert_cmpint (statistics.width, ==, 20);
  g_assert_cmpint (statistics.height, ==, 3);
  for (int x = 8; x < 20; x++)
    g_assert_cmpint (image[14 * BP_DIGIT_SIZE + x], ==, 255);

  g_assert_true (draw (upright, G_N_ELEMENTS (upright), image));
  statistics = measure (image);
  g_assert_cmpint (statistics.width, ==, 3);
  g_assert_cmpint (statistics.height, ==, 20);
  for (int y = 8; y < 20; y++)
    g_assert_cmpint (image[y * BP_DIGIT_SIZE + 14], ==, 255);
}

/* Points with NaN or infinity are skipped anywhere in a stroke. */
static void
test_points_that_are_nowhere (void)
{
  const BpPoint clean[] = { { 0.0f, 0.0f }, { 5.0f, 3.0f }, { 2.0f, 9.0f } };
  const BpPoint spoilt[] = { { NAN, NAN },   { 0.0f, 0.0f }, { INFINITY, 2.0f }, { 5.0f, 3.0f },
                             { 2.0f, 9.0f }, { 1.0f, NAN },  { 2.0f, -INFINITY } };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 image_of_spoilt[BP_DIGIT_N_PIXELS];

  g_assert_true (draw (clean, G_N_ELEMENTS (clean), image));
  g_assert_true (draw (spoilt, G_N_ELEMENTS (spoilt), image_of_spoilt));
  g_assert_cmpmem (image, sizeof image, image_of_spoilt, sizeof image_of_spoilt);
}

/* The extremes of float: differences that overflow it, and units that underflow it. */
static void
test_extreme_units (void)
{
  const BpPoint huge[] = { { -FLT_MAX, -FLT_MAX }, { FLT_MAX, 0.0f }, { -FLT_MAX, FLT_MAX } };
  const BpPoint usual[] = { { -1.0f, -1.0f }, { 1.0f, 0.0f }, { -1.0f, 1.0f } };
  const float least = 0x1p-149f;
  const BpPoint tiny[] = { { -least, -least }, { least, 0.0f }, { -least, least } };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 other[BP_DIGIT_N_PIXELS];

  g_assert_true (draw (usual, G_N_ELEMENTS (usual), image));
  g_assert_true (draw (huge, G_N_ELEMENTS (huge), other));
  g_assert_cmpmem (image, sizeof image, other, sizeof other);
  g_assert_true (draw (tiny, G_N_ELEMENTS (tiny), other));
  g_assert_cmpmem (image, sizeof image, other, sizeof other);
}

/* A blot in one corner and a dot in the opposite one: centred by mass, the dot would be outside.
 */
static void
test_ink_is_not_cut_off (void)
{
  const BpPoint corners[] = { { 0.0f, 0.0f },
                              { 100.0f, 0.0f },
                              { 0.0f, 100.0f },
                              { 100.0f, 100.0f } };
  static BpPoint blot[2000];

  for (guint corner = 0; corner < G_N_ELEMENTS (corners); corner++)
    {
      const BpPoint *dot = &corners[G_N_ELEMENTS (corners) - 1 - corner];
      const BpStroke strokes[] = { { blot, G_N_ELEMENTS (blot) }, { dot, 1 } };
      guint8 image[BP_DIGIT_N_PIXELS];
      Statistics statistics;

      for (guint i = 0; i < G_N_ELEMENTS (blot); i++)
        blot[i] = (BpPoint){
          .x = fabsf (corners[corner].x - (float) (i % 30)),
          .y = fabsf (corners[corner].y - (float) (i % 29)),
        };

      g_assert_true (bp_digit_image_from_strokes (strokes, G_N_ELEMENTS (strokes), image));
      statistics = measure (image);
      g_assert_cmpint (statistics.width, ==, 20);
      g_assert_cmpint (statistics.height, ==, 20);
    }
}

static void
test_strokes_are_not_joined (void)
{
  const BpPoint left[] = { { 0.0f, 0.0f }, { 0.0f, 10.0f } };
  const BpPoint right[] = { { 8.0f, 0.0f }, { 8.0f, 10.0f } };
  const BpStroke strokes[] = { { left, 2 }, { right, 2 } };
  guint8 image[BP_DIGIT_N_PIXELS];

  g_assert_true (bp_digit_image_from_strokes (strokes, 2, image));
  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    g_assert_cmpint (image[y * BP_DIGIT_SIZE + 14], ==, 0);
}

/* Every point of a stroke is on the ink, for all sizes and positions. */
static void
test_placement (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpAllographs) allographs = bp_allographs_new (&error);
  BpRandom random;

  g_assert_no_error (error);
  bp_random_init (&random, 7, 0);
  for (guint64 i = 0; i < 300; i++)
    {
      double size = exp (-3.0 + 9.0 * bp_random_uniform (&random));
      double x = size * 20.0 * bp_random_uniform (&random);
      double y = size * 20.0 * bp_random_uniform (&random);
      BpBuiltinDigit digit;
      BpStroke strokes[BP_ALLOGRAPH_MAX_STROKES];
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 image_alone[BP_DIGIT_N_PIXELS];
      BpDigitPlacement placement;
      guint n_points = 0;

      bp_builtin_digit_write (allographs, 5, i, &digit);
      for (guint j = 0; j < digit.n_strokes; j++)
        {
          strokes[j] = (BpStroke){ &digit.points[n_points], digit.stroke_lengths[j] };
          n_points += digit.stroke_lengths[j];
        }
      for (guint j = 0; j < n_points; j++)
        {
          digit.points[j].x = (float) (x + size * (double) digit.points[j].x);
          digit.points[j].y = (float) (y + size * (double) digit.points[j].y);
        }

      g_assert_true (bp_digit_image_place_strokes (strokes, digit.n_strokes, image, &placement));
      g_assert_true (bp_digit_image_from_strokes (strokes, digit.n_strokes, image_alone));
      g_assert_cmpmem (image, sizeof image, image_alone, sizeof image_alone);
      for (guint j = 0; j < n_points; j++)
        {
          double column = (double) digit.points[j].x * placement.scale + placement.x_offset;
          double row = (double) digit.points[j].y * placement.scale + placement.y_offset;

          g_assert_cmpfloat (column, >=, 0.0);
          g_assert_cmpfloat (row, >=, 0.0);
          g_assert_cmpfloat (column, <, BP_DIGIT_SIZE);
          g_assert_cmpfloat (row, <, BP_DIGIT_SIZE);
          g_assert_cmpint (image[(int) row * BP_DIGIT_SIZE + (int) column], >, 150);
        }
    }
}

/* A dot is not scaled. */
static void
test_placement_of_dot (void)
{
  const BpPoint dot = { 3.0F, 4.0F };
  const BpStroke stroke = { &dot, 1 };
  guint8 image[BP_DIGIT_N_PIXELS];
  BpDigitPlacement placement;

  g_assert_true (bp_digit_image_place_strokes (&stroke, 1, image, &placement));
  g_assert_cmpfloat (placement.scale, ==, 0.0);
  g_assert_cmpint (image[(int) placement.y_offset * BP_DIGIT_SIZE + (int) placement.x_offset], >,
                   150);
  g_assert_false (bp_digit_image_place_strokes (NULL, 0, image, &placement));
}

BP_TEST_FILE (digit_image)
{
  g_test_add_func ("/digit-image/statistics", test_statistics);
  g_test_add_func ("/digit-image/statistics-of-digits", test_statistics_of_digits);
  g_test_add_func ("/digit-image/size-and-place-do-not-matter", test_size_and_place_do_not_matter);
  g_test_add_func ("/digit-image/number-of-points-does-not-matter",
                   test_number_of_points_does_not_matter);
  g_test_add_func ("/digit-image/nothing", test_nothing);
  g_test_add_func ("/digit-image/dot", test_dot);
  g_test_add_func ("/digit-image/straight-lines", test_straight_lines);
  g_test_add_func ("/digit-image/points-that-are-nowhere", test_points_that_are_nowhere);
  g_test_add_func ("/digit-image/extreme-units", test_extreme_units);
  g_test_add_func ("/digit-image/ink-is-not-cut-off", test_ink_is_not_cut_off);
  g_test_add_func ("/digit-image/strokes-are-not-joined", test_strokes_are_not_joined);
  g_test_add_func ("/digit-image/placement", test_placement);
  g_test_add_func ("/digit-image/placement-of-dot", test_placement_of_dot);
}
