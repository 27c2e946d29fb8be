/* SPDX-License-Identifier: MIT */

/* Several runs of the same thing as one curve: the median of their values, in a band from the
 * smallest to the largest. */
#include "chart-band.h"

#include <math.h>

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float first = *(const float *) a;
  float second = *(const float *) b;

  return first < second ? -1 : (first > second ? 1 : 0);
}

/* The median of sorted values: of an even number, the mean of the two in the middle. */
static float
get_median (const float *values, guint n_values)
{
  float upper = values[n_values / 2];

  return n_values % 2 == 1 ? upper : (values[n_values / 2 - 1] + upper) / 2.0F;
}

/**
 * bp_chart_band_new:
 * @name: its name in the legend
 * @flags: how the median is drawn
 * @series: (array length=n_series): the curves
 * @n_series: how many, at least 1
 *
 * Combines curves point by point, by their order: the first point of each, the second, and so on,
 * at the place that the longest curve has for it. A curve that is shorter, or has no number there,
 * is left out of that point. The smoothed values are taken.
 *
 * Returns: (transfer full): the median, with its band set; see bp_chart_series_set_band()
 */
BpChartSeries *
bp_chart_band_new (const char *name,
                   BpChartSeriesFlags flags,
                   BpChartSeries *const *series,
                   guint n_series)
{
  BpChartSeries *median = bp_chart_series_new (name, flags);
  g_autoptr (BpChartSeries) lower = bp_chart_series_new (name, BP_CHART_SERIES_LINE);
  g_autoptr (BpChartSeries) upper = bp_chart_series_new (name, BP_CHART_SERIES_LINE);
  g_autofree float *values = g_new (float, n_series);
  const BpChartSeries *longest = series[0];

  for (guint i = 1; i < n_series; i++)
    if (bp_chart_series_get_length (series[i]) > bp_chart_series_get_length (longest))
      longest = series[i];

  for (gsize point = 0; point < bp_chart_series_get_length (longest); point++)
    {
      double x = bp_chart_series_get_x (longest, point);
      guint n_values = 0;

      for (guint i = 0; i < n_series; i++)
        {
          float y = NAN;

          if (point < bp_chart_series_get_length (series[i]))
            y = bp_chart_series_get_y (series[i], BP_CHART_LAYER_SMOOTHED, point);
          if (isfinite (y))
            values[n_values++] = y;
        }
      qsort (values, n_values, sizeof *values, compare_floats);
      bp_chart_series_append_at (lower, x, n_values > 0 ? values[0] : NAN);
      bp_chart_series_append_at (median, x, n_values > 0 ? get_median (values, n_values) : NAN);
      bp_chart_series_append_at (upper, x, n_values > 0 ? values[n_values - 1] : NAN);
    }

  bp_chart_series_set_band (median, lower, upper);
  return median;
}
