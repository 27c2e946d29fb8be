/* SPDX-License-Identifier: MIT */
#include "chart-series.h"
#include "test-file.h"

#include <math.h>

static void
test_positions_by_spacing (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  gsize index;

  bp_chart_series_set_spacing (series, 0.25);
  g_assert_false (bp_chart_series_find_nearest (series, 0.0, &index));
  for (guint i = 0; i < 9; i++)
    bp_chart_series_append (series, (float) i);

  g_assert_cmpuint (bp_chart_series_get_length (series), ==, 9);
  g_assert_cmpfloat (bp_chart_series_get_x (series, 8), ==, 2.0);
  g_assert_cmpuint (bp_chart_series_find (series, -1.0), ==, 0);
  g_assert_cmpuint (bp_chart_series_find (series, 0.5), ==, 2);
  g_assert_cmpuint (bp_chart_series_find (series, 0.51), ==, 3);
  g_assert_cmpuint (bp_chart_series_find (series, 99.0), ==, 9);
  g_assert_true (bp_chart_series_find_nearest (series, 0.6, &index));
  g_assert_cmpuint (index, ==, 2);
  g_assert_true (bp_chart_series_find_nearest (series, 0.7, &index));
  g_assert_cmpuint (index, ==, 3);
  g_assert_true (bp_chart_series_find_nearest (series, 99.0, &index));
  g_assert_cmpuint (index, ==, 8);
}

static void
test_positions_given (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("held-out", BP_CHART_SERIES_POINTS);
  static const double positions[] = { 1.0, 2.0, 2.0, 3.5, 7.0 };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    bp_chart_series_append_at (series, positions[i], (float) i);

  g_assert_cmpuint (bp_chart_series_find (series, 0.0), ==, 0);
  g_assert_cmpuint (bp_chart_series_find (series, 2.0), ==, 1);
  g_assert_cmpuint (bp_chart_series_find (series, 2.1), ==, 3);
  g_assert_cmpuint (bp_chart_series_find (series, 7.0), ==, 4);
  g_assert_cmpuint (bp_chart_series_find (series, 7.1), ==, 5);

  /* After clearing, points may be appended without x. */
  bp_chart_series_clear (series);
  bp_chart_series_append (series, 5.0F);
  g_assert_cmpfloat (bp_chart_series_get_x (series, 0), ==, 0.0);
}

static void
test_spacing_changes (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);

  bp_chart_series_set_spacing (series, 0.5);
  for (guint i = 0; i < 3; i++)
    bp_chart_series_append (series, 1.0F);
  bp_chart_series_set_spacing (series, 0.25);
  for (guint i = 0; i < 3; i++)
    bp_chart_series_append (series, 1.0F);
  bp_chart_series_append_at (series, 3.0, 1.0F);
  bp_chart_series_append (series, 1.0F);

  g_assert_cmpfloat (bp_chart_series_get_x (series, 2), ==, 1.0);
  g_assert_cmpfloat (bp_chart_series_get_x (series, 3), ==, 1.25);
  g_assert_cmpfloat (bp_chart_series_get_x (series, 5), ==, 1.75);
  g_assert_cmpfloat (bp_chart_series_get_x (series, 7), ==, 3.25);
  g_assert_cmpuint (bp_chart_series_find (series, 1.3), ==, 4);
}

static void
test_smoothing_is_not_drawn_to_zero (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);

  bp_chart_series_set_smoothing (series, 0.9);
  for (guint i = 0; i < 50; i++)
    {
      bp_chart_series_append (series, 2.5F);
      g_assert_cmpfloat_with_epsilon (bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, i),
                                      2.5, 1e-6);
    }
}

/* The recursion equals the weighted mean with the weights smoothing^(n - 1 - i). */
static void
test_smoothing_equals_its_sum (void)
{
  const double smoothing = 0.8;
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);

  for (guint i = 0; i < 40; i++)
    bp_chart_series_append (series, (float) ((i * 7) % 5));
  bp_chart_series_set_smoothing (series, smoothing);

  for (guint n = 1; n <= 40; n++)
    {
      double sum = 0.0;
      double weights = 0.0;

      for (guint i = 0; i < n; i++)
        {
          double weight = pow (smoothing, n - 1 - i);

          sum += weight * ((i * 7) % 5);
          weights += weight;
        }
      g_assert_cmpfloat_with_epsilon (bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED,
                                                             n - 1),
                                      sum / weights, 1e-5);
    }
}

static void
test_gaps (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  BpChartRange range;

  bp_chart_series_set_smoothing (series, 0.5);
  bp_chart_series_append (series, 4.0F);
  bp_chart_series_append (series, NAN);
  bp_chart_series_append (series, 4.0F);

  g_assert_true (isnan (bp_chart_series_get_y (series, BP_CHART_LAYER_RAW, 1)));
  g_assert_true (isnan (bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, 1)));
  g_assert_cmpfloat (bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, 2), ==, 4.0);
  range = bp_chart_series_get_range (series, BP_CHART_LAYER_RAW);
  g_assert_cmpfloat (range.min, ==, 4.0);
  g_assert_cmpfloat (range.max, ==, 4.0);
}

static void
test_ranges (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);

  g_assert_true (
      bp_chart_range_is_empty (bp_chart_series_get_range (series, BP_CHART_LAYER_SMOOTHED)));
  bp_chart_series_append (series, 0.0F);
  bp_chart_series_append (series, 8.0F);
  bp_chart_series_append (series, -1.0F);
  bp_chart_series_append (series, 0.5F);
  g_assert_cmpfloat (bp_chart_series_get_range (series, BP_CHART_LAYER_SMOOTHED).min, ==, -1.0);
  g_assert_cmpfloat (bp_chart_series_get_range (series, BP_CHART_LAYER_SMOOTHED).max, ==, 8.0);
  g_assert_cmpfloat (bp_chart_series_get_smallest_positive (series, BP_CHART_LAYER_RAW), ==, 0.5);

  bp_chart_series_set_smoothing (series, 0.5);
  g_assert_cmpfloat (bp_chart_series_get_range (series, BP_CHART_LAYER_RAW).max, ==, 8.0);
  g_assert_cmpfloat (bp_chart_series_get_range (series, BP_CHART_LAYER_SMOOTHED).max, <, 8.0);
}

static void
test_columns_hold_every_point (void)
{
  enum
  {
    N_POINTS = 20000,
    N_COLUMNS = 700
  };
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  BpChartRange columns[N_COLUMNS];
  BpChartScale x;

  bp_chart_series_set_spacing (series, 1.0 / 500.0);
  for (guint i = 0; i < N_POINTS; i++)
    bp_chart_series_append (series, (float) ((i * 7919) % 1009));
  bp_chart_scale_init (&x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&x, 0.0, 40.0);
  bp_chart_series_reduce (series, BP_CHART_LAYER_RAW, &x, N_COLUMNS, columns);

  for (guint i = 0; i < N_POINTS; i++)
    {
      guint column = (guint) (bp_chart_series_get_x (series, i) / 40.0 * N_COLUMNS);
      float y = bp_chart_series_get_y (series, BP_CHART_LAYER_RAW, i);

      g_assert_cmpfloat (columns[column].min, <=, y);
      g_assert_cmpfloat (columns[column].max, >=, y);
    }
}

/* Two points a column, rising: neighbours meet where the line crosses from one to the other. */
static void
test_columns_touch (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  BpChartRange columns[4];
  BpChartScale x;

  for (guint i = 0; i < 6; i++)
    bp_chart_series_append (series, (float) i);
  bp_chart_scale_init (&x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&x, 0.0, 8.0);
  bp_chart_series_reduce (series, BP_CHART_LAYER_RAW, &x, G_N_ELEMENTS (columns), columns);

  g_assert_cmpfloat (columns[0].min, ==, 0.0);
  g_assert_cmpfloat (columns[0].max, ==, 2.0);
  g_assert_cmpfloat (columns[1].min, ==, 2.0);
  g_assert_cmpfloat (columns[1].max, ==, 4.0);
  g_assert_cmpfloat (columns[2].max, ==, 5.0);
  g_assert_true (bp_chart_range_is_empty (columns[3]));
}

/* Columns between two distant points have the line between them; a gap has none. */
static void
test_columns_between_points (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  BpChartRange columns[10];
  BpChartScale x;

  bp_chart_series_append_at (series, 0.0, 0.0F);
  bp_chart_series_append_at (series, 5.0, 5.0F);
  bp_chart_series_append_at (series, 8.0, NAN);
  bp_chart_series_append_at (series, 9.0, 1.0F);
  bp_chart_scale_init (&x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&x, 0.0, 10.0);
  bp_chart_series_reduce (series, BP_CHART_LAYER_RAW, &x, G_N_ELEMENTS (columns), columns);

  g_assert_cmpfloat_with_epsilon (columns[2].min, 2.0F, 1e-6F);
  g_assert_cmpfloat_with_epsilon (columns[2].max, 3.0F, 1e-6F);
  g_assert_true (bp_chart_range_is_empty (columns[6]));
  g_assert_true (bp_chart_range_is_empty (columns[8]));
  g_assert_cmpfloat (columns[9].min, ==, 1.0F);
}

/* On a logarithmic axis, columns are equally wide in ratio. */
static void
test_columns_of_a_logarithmic_axis (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  BpChartRange columns[3];
  BpChartScale x;

  for (guint i = 0; i < 1000; i++)
    bp_chart_series_append (series, (float) i);
  bp_chart_scale_init (&x, BP_CHART_SCALE_LOG, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&x, 1.0, 1000.0);
  bp_chart_series_reduce (series, BP_CHART_LAYER_RAW, &x, G_N_ELEMENTS (columns), columns);

  g_assert_cmpfloat_with_epsilon (columns[0].max, 10.0F, 0.01F);
  g_assert_cmpfloat_with_epsilon (columns[1].max, 100.0F, 0.01F);
  g_assert_cmpfloat (columns[2].max, ==, 999.0F);
}

/* Counted one by one, and by the blocks of the series. */
static void
test_counts (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("loss", BP_CHART_SERIES_LINE);
  const BpChartRange range = { .min = 100.0F, .max = 600.0F };
  gsize expected = 0;

  for (guint i = 0; i < 10000; i++)
    bp_chart_series_append (series, i % 7 == 3 ? NAN : (float) ((i * 7919) % 1009));
  for (gsize i = 123; i <= 9000; i++)
    {
      float y = bp_chart_series_get_y (series, BP_CHART_LAYER_RAW, i);

      expected += y >= range.min && y <= range.max ? 1 : 0;
    }
  g_assert_cmpuint (bp_chart_series_count_within (series, 123.0, 9000.0, range), ==, expected);
  g_assert_cmpuint (bp_chart_series_count (series), ==, 10000 - 1429);
}

/* What an axis of the error goes by. */
static void
test_smallest_complement (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("accuracy", BP_CHART_SERIES_POINTS);

  bp_chart_series_append (series, 0.75F);
  bp_chart_series_append (series, 0.875F);
  bp_chart_series_append (series, 1.0F);
  g_assert_cmpfloat (bp_chart_series_get_smallest_complement (series, BP_CHART_LAYER_RAW), ==,
                     0.125F);
}

BP_TEST_FILE (chart_series)
{
  g_test_add_func ("/chart-series/positions-by-spacing", test_positions_by_spacing);
  g_test_add_func ("/chart-series/positions-given", test_positions_given);
  g_test_add_func ("/chart-series/spacing-changes", test_spacing_changes);
  g_test_add_func ("/chart-series/smoothing-is-not-drawn-to-zero",
                   test_smoothing_is_not_drawn_to_zero);
  g_test_add_func ("/chart-series/smoothing-equals-its-sum", test_smoothing_equals_its_sum);
  g_test_add_func ("/chart-series/gaps", test_gaps);
  g_test_add_func ("/chart-series/ranges", test_ranges);
  g_test_add_func ("/chart-series/columns-hold-every-point", test_columns_hold_every_point);
  g_test_add_func ("/chart-series/columns-touch", test_columns_touch);
  g_test_add_func ("/chart-series/columns-between-points", test_columns_between_points);
  g_test_add_func ("/chart-series/columns-of-a-logarithmic-axis",
                   test_columns_of_a_logarithmic_axis);
  g_test_add_func ("/chart-series/counts", test_counts);
  g_test_add_func ("/chart-series/smallest-complement", test_smallest_complement);
}
