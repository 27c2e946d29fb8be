/* SPDX-License-Identifier: MIT */
#include "chart-band.h"
#include "test-file.h"

#include <math.h>

static void
append (BpChartSeries *series, const float *values, guint n_values)
{
  for (guint i = 0; i < n_values; i++)
    bp_chart_series_append_at (series, i + 1.0, values[i]);
}

static void
assert_values (BpChartSeries *series, const float *expected, guint n_values)
{
  g_assert_cmpuint (bp_chart_series_get_length (series), ==, n_values);
  for (guint i = 0; i < n_values; i++)
    {
      float value = bp_chart_series_get_y (series, BP_CHART_LAYER_RAW, i);

      g_assert_cmpfloat (bp_chart_series_get_x (series, i), ==, i + 1.0);
      if (isnan (expected[i]))
        g_assert_true (isnan (value));
      else
        g_assert_cmpfloat (value, ==, expected[i]);
    }
}

/* Four curves, of which one ends early and one has a gap. */
static void
test_band (void)
{
  BpChartSeries *series[4];
  g_autoptr (BpChartSeries) median = NULL;
  BpChartSeries *lower;
  BpChartSeries *upper;

  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    series[i] = bp_chart_series_new ("Run", BP_CHART_SERIES_LINE);
  append (series[0], (const float[]){ 4.0F, 5.0F }, 2);
  append (series[1], (const float[]){ 1.0F, 2.0F, 3.0F, NAN }, 4);
  append (series[2], (const float[]){ 2.0F, NAN, 6.0F, NAN }, 4);
  append (series[3], (const float[]){ 8.0F, 3.0F, 1.0F, NAN }, 4);
  median = bp_chart_band_new ("Median", BP_CHART_SERIES_POINTS, series, G_N_ELEMENTS (series));

  g_assert_cmpstr (bp_chart_series_get_name (median), ==, "Median");
  g_assert_true (bp_chart_series_get_band (median, &lower, &upper));
  assert_values (median, (const float[]){ 3.0F, 3.0F, 3.0F, NAN }, 4);
  assert_values (lower, (const float[]){ 1.0F, 2.0F, 1.0F, NAN }, 4);
  assert_values (upper, (const float[]){ 8.0F, 5.0F, 6.0F, NAN }, 4);
  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    bp_chart_series_unref (series[i]);
}

static void
test_no_band (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Run", BP_CHART_SERIES_LINE);
  BpChartSeries *lower;
  BpChartSeries *upper;

  g_assert_false (bp_chart_series_get_band (series, &lower, &upper));
}

BP_TEST_FILE (chart_band)
{
  g_test_add_func ("/chart-band/band", test_band);
  g_test_add_func ("/chart-band/no-band", test_no_band);
}
