/* SPDX-License-Identifier: MIT */
#include "stroke-curve.h"
#include "test-file.h"

#include <math.h>

#define MOST_POINTS 200

/* Drawings in the unit of the picture, so that no frame is needed. */
static const BpDigitFit as_it_is = { .scale = 1.0 };

static guint
follow (const BpPoint *points, gsize n_points, BpPoint followed[MOST_POINTS])
{
  BpStroke stroke = { points, n_points };
  BpStrokeCurve curve;
  BpPoint point;
  guint n = 0;

  bp_stroke_curve_init (&curve, &stroke, &as_it_is);
  while (bp_stroke_curve_next (&curve, &point))
    {
      g_assert_cmpuint (n, <, MOST_POINTS);
      followed[n++] = point;
    }
  return n;
}

static double
get_distance (BpPoint a, BpPoint b)
{
  return hypot ((double) a.x - (double) b.x, (double) a.y - (double) b.y);
}

/* A circle of radius 8 about (14, 14). */
static void
make_ring (BpPoint *points, gsize n_points)
{
  for (gsize i = 0; i < n_points; i++)
    {
      double angle = 2.0 * G_PI * (double) i / (double) (n_points - 1);

      points[i] =
          (BpPoint){ (float) (14.0 + 8.0 * cos (angle)), (float) (14.0 + 8.0 * sin (angle)) };
    }
}

static void
test_few_points_of_a_ring (void)
{
  const BpPoint middle = { 14.0F, 14.0F };

  for (gsize n_points = 8; n_points <= 30; n_points++)
    {
      BpPoint points[30];
      BpPoint followed[MOST_POINTS];
      guint n_followed;
      gsize n_met = 0;

      make_ring (points, n_points);
      n_followed = follow (points, n_points, followed);
      for (guint i = 0; i < n_followed; i++)
        {
          /* A straight line from one of 8 points to the next is 0.8 pixels off. */
          g_assert_cmpfloat_with_epsilon (get_distance (followed[i], middle), 8.0, 0.35);
          if (i > 0)
            g_assert_cmpfloat (get_distance (followed[i], followed[i - 1]), <, 1.3);
          if (n_met < n_points && get_distance (followed[i], points[n_met]) < 1e-5)
            n_met++;
        }
      g_assert_cmpuint (n_met, ==, n_points);
    }
}

static void
test_many_points_stay_as_they_are (void)
{
  BpPoint points[100];
  BpPoint followed[MOST_POINTS];

  make_ring (points, G_N_ELEMENTS (points));
  g_assert_cmpuint (follow (points, G_N_ELEMENTS (points), followed), ==, G_N_ELEMENTS (points));
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    g_assert_cmpfloat (get_distance (points[i], followed[i]), <, 1e-5);
}

static void
test_corner (void)
{
  const BpPoint points[] = { { 4.0F, 4.0F }, { 14.0F, 24.0F }, { 24.0F, 4.0F } };
  BpPoint followed[MOST_POINTS];
  guint n = follow (points, G_N_ELEMENTS (points), followed);

  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon ((double) followed[i].y,
                                    24.0 - 2.0 * fabs ((double) followed[i].x - 14.0), 1e-4);
}

static void
test_straight (void)
{
  const BpPoint points[] = { { 4.0F, 4.0F }, { 14.0F, 9.0F } };
  BpPoint followed[MOST_POINTS];

  g_assert_cmpuint (follow (points, 2, followed), ==, 2);
  g_assert_cmpfloat (get_distance (followed[0], points[0]), ==, 0.0);
  g_assert_cmpfloat (get_distance (followed[1], points[1]), ==, 0.0);
}

/* Repeated and invalid points do not bend the curve. */
static void
test_points_that_tell_nothing (void)
{
  const BpPoint points[] = { { 4.0F, 4.0F }, { 6.0F, 14.0F }, { 14.0F, 24.0F } };
  const BpPoint more[] = { { NAN, 1.0F },    { 4.0F, 4.0F },       { 4.0F, 4.0F },
                           { 6.0F, 14.0F },  { INFINITY, 14.0F },  { 6.05F, 14.0F },
                           { 14.0F, 24.0F }, { 14.0F, -INFINITY }, { 14.0F, 24.0F } };
  BpPoint followed[MOST_POINTS];
  BpPoint followed_more[MOST_POINTS];
  guint n = follow (points, G_N_ELEMENTS (points), followed);

  g_assert_cmpuint (follow (more, G_N_ELEMENTS (more), followed_more), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (get_distance (followed[i], followed_more[i]), ==, 0.0);
}

/* The curve ends at the last point, even where it is near the point before it. */
static void
test_end (void)
{
  const BpPoint points[] = { { 4.0F, 4.0F }, { 4.5F, 4.0F }, { 4.55F, 4.0F } };
  BpPoint followed[MOST_POINTS];

  g_assert_cmpuint (follow (points, 3, followed), ==, 3);
  g_assert_cmpfloat (get_distance (followed[2], points[2]), ==, 0.0);
}

static void
test_nothing (void)
{
  const BpPoint nowhere[] = { { NAN, 1.0F }, { 1.0F, INFINITY } };
  const BpPoint dot[] = { { 3.0F, 4.0F }, { 3.0F, 4.0F } };
  BpPoint followed[MOST_POINTS];

  g_assert_cmpuint (follow (nowhere, 0, followed), ==, 0);
  g_assert_cmpuint (follow (nowhere, G_N_ELEMENTS (nowhere), followed), ==, 0);
  g_assert_cmpuint (follow (dot, G_N_ELEMENTS (dot), followed), ==, 1);
}

BP_TEST_FILE (stroke_curve)
{
  g_test_add_func ("/stroke-curve/few-points-of-a-ring", test_few_points_of_a_ring);
  g_test_add_func ("/stroke-curve/many-points-stay-as-they-are", test_many_points_stay_as_they_are);
  g_test_add_func ("/stroke-curve/corner", test_corner);
  g_test_add_func ("/stroke-curve/straight", test_straight);
  g_test_add_func ("/stroke-curve/points-that-tell-nothing", test_points_that_tell_nothing);
  g_test_add_func ("/stroke-curve/end", test_end);
  g_test_add_func ("/stroke-curve/nothing", test_nothing);
}
