/* SPDX-License-Identifier: MIT */
#include "chart-contours.h"

#include "test-file.h"

#include <math.h>

#define N      41
#define MIDDLE 20.0
#define RADIUS 12.0

static void
fill (double values[N * N], double (*value) (double x, double y))
{
  for (guint row = 0; row < N; row++)
    for (guint column = 0; column < N; column++)
      values[row * N + column] = value (column - MIDDLE, row - MIDDLE);
}

static double
cone (double x, double y)
{
  return hypot (x, y);
}

static double
saddle (double x, double y)
{
  return x * y;
}

static double
slope (double x, double y)
{
  return x + 0.5 * y;
}

static double
length (const BpChartContour *contour)
{
  double sum = 0.0;

  for (guint i = 1; i < contour->n_points; i++)
    sum += hypot (contour->points[2 * i] - contour->points[2 * i - 2],
                  contour->points[2 * i + 1] - contour->points[2 * i - 1]);
  return sum;
}

/* The contour of a cone is one closed circle. */
static void
test_circle (void)
{
  double values[N * N];
  g_autoptr (GPtrArray) contours = NULL;
  const BpChartContour *circle;

  fill (values, cone);
  contours = bp_chart_contours_trace (values, N, N, RADIUS);
  g_assert_cmpuint (contours->len, ==, 1);
  circle = g_ptr_array_index (contours, 0);
  g_assert_true (circle->is_closed);
  for (guint i = 0; i < circle->n_points; i++)
    g_assert_cmpfloat_with_epsilon (hypot (circle->points[2 * i] - MIDDLE,
                                           circle->points[2 * i + 1] - MIDDLE),
                                    RADIUS, 0.05);
  g_assert_cmpfloat_with_epsilon (length (circle), 2.0 * G_PI * RADIUS, 1.5);
}

/* That of a slope is a straight line from edge to edge, exactly where linear interpolation is. */
static void
test_straight (void)
{
  double values[N * N];
  g_autoptr (GPtrArray) contours = NULL;
  const BpChartContour *line;

  fill (values, slope);
  contours = bp_chart_contours_trace (values, N, N, 1.25);
  g_assert_cmpuint (contours->len, ==, 1);
  line = g_ptr_array_index (contours, 0);
  g_assert_false (line->is_closed);
  for (guint i = 0; i < line->n_points; i++)
    g_assert_cmpfloat_with_epsilon (slope (line->points[2 * i] - MIDDLE,
                                           line->points[2 * i + 1] - MIDDLE),
                                    1.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (fabs (line->points[1] - line->points[2 * line->n_points - 1]),
                                  N - 1, 1e-9);
}

/* In a saddle two lines meet, or pass, without crossing. */
static void
test_saddle (void)
{
  double values[N * N];

  fill (values, saddle);
  for (int sign = -1; sign <= 1; sign += 2)
    {
      g_autoptr (GPtrArray) contours = bp_chart_contours_trace (values, N, N, sign * 0.3);

      g_assert_cmpuint (contours->len, ==, 2);
      for (guint i = 0; i < contours->len; i++)
        {
          const BpChartContour *line = g_ptr_array_index (contours, i);
          double side = line->points[0] - MIDDLE;

          g_assert_false (line->is_closed);
          for (guint k = 0; k < line->n_points; k++)
            g_assert_cmpfloat ((line->points[2 * k] - MIDDLE) * side, >=, 0.0);
        }
    }
}

/* The mean of a square's corners decides which of them belong together. */
static void
test_one_square (void)
{
  const double values[] = { 1.0, 0.0, 0.0, 1.0 };
  g_autoptr (GPtrArray) joined = bp_chart_contours_trace (values, 2, 2, 0.4);
  g_autoptr (GPtrArray) apart = bp_chart_contours_trace (values, 2, 2, 0.6);

  g_assert_cmpuint (joined->len, ==, 2);
  g_assert_cmpuint (apart->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const BpChartContour *around_low = g_ptr_array_index (joined, i);
      const BpChartContour *around_high = g_ptr_array_index (apart, i);
      gboolean is_at_low = around_low->points[0] + around_low->points[2] > 1.0;
      gboolean is_at_high = around_high->points[0] + around_high->points[2] > 1.0;

      /* Low corners are at (1, 0) and (0, 1), high ones at (0, 0) and (1, 1). */
      g_assert_true ((around_low->points[1] + around_low->points[3] < 1.0) == is_at_low);
      g_assert_true ((around_high->points[1] + around_high->points[3] > 1.0) == is_at_high);
    }
}

/* Squares with a value that is not finite have no lines; nothing is crossed below or above all. */
static void
test_nothing (void)
{
  double values[N * N];
  g_autoptr (GPtrArray) around = NULL;
  g_autoptr (GPtrArray) below = NULL;

  fill (values, slope);
  below = bp_chart_contours_trace (values, N, N, -100.0);
  g_assert_cmpuint (below->len, ==, 0);
  values[20 * N + 20] = (double) NAN;
  values[20 * N + 21] = (double) INFINITY;
  around = bp_chart_contours_trace (values, N, N, 0.25);
  g_assert_cmpuint (around->len, ==, 2);
  for (guint i = 0; i < around->len; i++)
    {
      const BpChartContour *line = g_ptr_array_index (around, i);

      for (guint k = 0; k < 2 * line->n_points; k++)
        g_assert_true (isfinite (line->points[k]));
    }
}

static void
assert_levels (double least, double most, guint n_expected, const double *expected)
{
  double levels[BP_CHART_CONTOURS_MAX_LEVELS];
  guint n = bp_chart_contours_choose_levels (least, most, levels);

  g_assert_cmpuint (n, ==, n_expected);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (levels[i], expected[i], 1e-9);
}

static void
test_levels (void)
{
  const double decades[] = { 0.1, 0.2, 0.5, 1.0, 2.0 };
  double levels[BP_CHART_CONTOURS_MAX_LEVELS];
  guint n;

  assert_levels (0.07, 3.0, G_N_ELEMENTS (decades), decades);
  g_assert_cmpuint (bp_chart_contours_choose_levels (0.3, 0.3, levels), ==, 0);
  g_assert_cmpuint (bp_chart_contours_choose_levels (1.0, -1.0, levels), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      const double ranges[][2] = { { 0.31, 0.34 }, { 1e-6, 1e6 }, { 0.0, 7.3 } };

      n = bp_chart_contours_choose_levels (ranges[i][0], ranges[i][1], levels);
      g_assert_cmpuint (n, >=, 3);
      for (guint k = 0; k < n; k++)
        {
          g_assert_cmpfloat (levels[k], >, k > 0 ? levels[k - 1] : ranges[i][0]);
          g_assert_cmpfloat (levels[k], <, ranges[i][1]);
        }
    }
}

BP_TEST_FILE (chart_contours)
{
  g_test_add_func ("/chart-contours/circle", test_circle);
  g_test_add_func ("/chart-contours/straight", test_straight);
  g_test_add_func ("/chart-contours/saddle", test_saddle);
  g_test_add_func ("/chart-contours/one-square", test_one_square);
  g_test_add_func ("/chart-contours/nothing", test_nothing);
  g_test_add_func ("/chart-contours/levels", test_levels);
}
