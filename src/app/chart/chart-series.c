/* SPDX-License-Identifier: MIT */
#include "chart-series.h"

#include <math.h>

struct _BpChartSeries
{
  /* owned */
  char *name;
  BpChartValues raw;
  BpChartValues smoothed; /* as long as raw while smoothing is over 0, else empty */
  GArray *positions;      /* of double, as long as raw; NULL while index * spacing gives it */

  BpChartSeriesFlags flags;
  double spacing;

  /* The running mean and the sum of its weights: see add_smoothed(). */
  double smoothing;
  double mean;
  double weight;

  BpChartRange ranges[2];
  float smallest_positive[2];

  int ref_count;
};

static const BpChartValues *
get_values (const BpChartSeries *series, BpChartLayer layer)
{
  gboolean wants_smoothed = layer == BP_CHART_LAYER_SMOOTHED && series->smoothing > 0.0;

  return wants_smoothed ? &series->smoothed : &series->raw;
}

static void
widen (BpChartSeries *series, BpChartLayer layer, float value)
{
  BpChartRange *range = &series->ranges[layer];

  if (!isfinite (value))
    return;
  *range = bp_chart_range_union (*range, (BpChartRange){ .min = value, .max = value });
  if (value > 0.0F)
    series->smallest_positive[layer] = MIN (series->smallest_positive[layer], value);
}

/* Exponential smoothing starts from 0 and is biased towards it at first. Dividing by the sum of the
 * weights so far removes the bias, as in Adam (Kingma and Ba, 2015, section 3). */
static void
add_smoothed (BpChartSeries *series, float y)
{
  float smoothed = NAN;

  if (isfinite (y))
    {
      series->mean = series->smoothing * series->mean + (1.0 - series->smoothing) * (double) y;
      series->weight = series->smoothing * series->weight + (1.0 - series->smoothing);
      smoothed = (float) (series->mean / series->weight);
    }
  bp_chart_values_append (&series->smoothed, smoothed);
  widen (series, BP_CHART_LAYER_SMOOTHED, smoothed);
}

static void
add_value (BpChartSeries *series, float y)
{
  bp_chart_values_append (&series->raw, y);
  widen (series, BP_CHART_LAYER_RAW, y);
  if (series->smoothing > 0.0)
    add_smoothed (series, y);
}

static void
forget_layer (BpChartSeries *series, BpChartLayer layer)
{
  series->ranges[layer] = BP_CHART_RANGE_EMPTY;
  series->smallest_positive[layer] = G_MAXFLOAT;
}

static void
forget_smoothed (BpChartSeries *series)
{
  bp_chart_values_truncate (&series->smoothed);
  forget_layer (series, BP_CHART_LAYER_SMOOTHED);
  series->mean = 0.0;
  series->weight = 0.0;
}

/* Stores explicit positions from here on: points may now differ from their index times the
 * spacing. */
static void
store_positions (BpChartSeries *series)
{
  if (series->positions != NULL)
    return;
  series->positions = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize i = 0; i < bp_chart_series_get_length (series); i++)
    {
      double x = (double) i * series->spacing;

      g_array_append_val (series->positions, x);
    }
}

/**
 * bp_chart_series_new:
 * @name: its name in the legend
 * @flags: how it is drawn
 *
 * Returns: (transfer full): a series without points, its spacing 1, not smoothed
 */
BpChartSeries *
bp_chart_series_new (const char *name, BpChartSeriesFlags flags)
{
  BpChartSeries *series = g_new0 (BpChartSeries, 1);

  series->name = g_strdup (name);
  series->flags = flags;
  series->spacing = 1.0;
  series->ref_count = 1;
  bp_chart_values_init (&series->raw);
  bp_chart_values_init (&series->smoothed);
  forget_layer (series, BP_CHART_LAYER_RAW);
  forget_layer (series, BP_CHART_LAYER_SMOOTHED);

  return series;
}

/**
 * bp_chart_series_ref:
 * @series: the series
 *
 * Returns: (transfer full): @series
 */
BpChartSeries *
bp_chart_series_ref (BpChartSeries *series)
{
  series->ref_count++;
  return series;
}

/**
 * bp_chart_series_unref:
 * @series: (transfer full): the series; freed with the last reference
 */
void
bp_chart_series_unref (BpChartSeries *series)
{
  if (--series->ref_count > 0)
    return;
  bp_chart_values_clear (&series->raw);
  bp_chart_values_clear (&series->smoothed);
  g_clear_pointer (&series->positions, g_array_unref);
  g_free (series->name);
  g_free (series);
}

const char *
bp_chart_series_get_name (const BpChartSeries *series)
{
  return series->name;
}

BpChartSeriesFlags
bp_chart_series_get_flags (const BpChartSeries *series)
{
  return series->flags;
}

/**
 * bp_chart_series_set_spacing:
 * @series: the series
 * @spacing: from one point's x to the next's, over 0: 1 / steps per epoch draws steps over epochs
 *
 * Applies to future points; existing points keep their positions.
 */
void
bp_chart_series_set_spacing (BpChartSeries *series, double spacing)
{
  g_return_if_fail (spacing > 0.0);

  if (spacing != series->spacing && bp_chart_series_get_length (series) > 0)
    store_positions (series);
  series->spacing = spacing;
}

/**
 * bp_chart_series_set_smoothing:
 * @series: the series
 * @smoothing: the weight of the running mean at each new point, from 0 (no smoothing) to less than
 *   1; 0.99 averages about 100 points
 *
 * Applies to existing points too.
 */
void
bp_chart_series_set_smoothing (BpChartSeries *series, double smoothing)
{
  g_return_if_fail (smoothing >= 0.0 && smoothing < 1.0);

  series->smoothing = smoothing;
  forget_smoothed (series);
  if (smoothing > 0.0)
    for (gsize i = 0; i < bp_chart_series_get_length (series); i++)
      add_smoothed (series, bp_chart_values_get (&series->raw, i));
}

gboolean
bp_chart_series_is_smoothed (const BpChartSeries *series)
{
  return series->smoothing > 0.0;
}

/**
 * bp_chart_series_append:
 * @series: the series
 * @y: the next point's value, or NaN for a gap
 *
 * The first point is at 0, every other at the spacing from the one before.
 */
void
bp_chart_series_append (BpChartSeries *series, float y)
{
  if (series->positions != NULL)
    {
      gsize length = bp_chart_series_get_length (series);
      double x = bp_chart_series_get_x (series, length - 1) + series->spacing;

      g_array_append_val (series->positions, x);
    }
  add_value (series, y);
}

/**
 * bp_chart_series_append_at:
 * @series: the series
 * @x: where the next point is, not before the last one
 * @y: its value, or NaN for a gap
 */
void
bp_chart_series_append_at (BpChartSeries *series, double x, float y)
{
  gsize length = bp_chart_series_get_length (series);

  g_return_if_fail (length == 0 || x >= bp_chart_series_get_x (series, length - 1));

  if (series->positions == NULL)
    store_positions (series);
  g_array_append_val (series->positions, x);
  add_value (series, y);
}

/**
 * bp_chart_series_clear:
 * @series: the series
 *
 * Removes all points; spacing and smoothing stay.
 */
void
bp_chart_series_clear (BpChartSeries *series)
{
  bp_chart_values_truncate (&series->raw);
  forget_layer (series, BP_CHART_LAYER_RAW);
  forget_smoothed (series);
  g_clear_pointer (&series->positions, g_array_unref);
}

gsize
bp_chart_series_get_length (const BpChartSeries *series)
{
  return series->raw.values->len;
}

double
bp_chart_series_get_x (const BpChartSeries *series, gsize index)
{
  if (series->positions != NULL)
    return g_array_index (series->positions, double, index);
  return (double) index * series->spacing;
}

float
bp_chart_series_get_y (const BpChartSeries *series, BpChartLayer layer, gsize index)
{
  return bp_chart_values_get (get_values (series, layer), index);
}

/**
 * bp_chart_series_find:
 * @series: the series
 * @x: a place
 *
 * Returns: index of the first point that is not before @x; the series' length where all are
 */
gsize
bp_chart_series_find (const BpChartSeries *series, double x)
{
  gsize first = 0;
  gsize end = bp_chart_series_get_length (series);

  if (series->positions == NULL)
    return (gsize) CLAMP (ceil (x / series->spacing), 0.0, (double) end);

  while (first < end)
    {
      gsize middle = first + (end - first) / 2;

      if (bp_chart_series_get_x (series, middle) < x)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

/**
 * bp_chart_series_find_nearest:
 * @series: the series
 * @x: a place
 * @index: (out): the point that is nearest to it
 *
 * Returns: whether there is any point
 */
gboolean
bp_chart_series_find_nearest (const BpChartSeries *series, double x, gsize *index)
{
  gsize length = bp_chart_series_get_length (series);
  gsize after = bp_chart_series_find (series, x);

  if (length == 0)
    return FALSE;
  if (after == length)
    *index = length - 1;
  else if (after > 0 && x - bp_chart_series_get_x (series, after - 1) <
                            bp_chart_series_get_x (series, after) - x)
    *index = after - 1;
  else
    *index = after;
  return TRUE;
}

/**
 * bp_chart_series_get_range:
 * @series: the series
 * @layer: the raw or the smoothed values
 *
 * Returns: the range of all of them; empty where none is finite
 */
BpChartRange
bp_chart_series_get_range (const BpChartSeries *series, BpChartLayer layer)
{
  return series->ranges[series->smoothing > 0.0 ? layer : BP_CHART_LAYER_RAW];
}

/**
 * bp_chart_series_get_smallest_positive:
 * @series: the series
 * @layer: the raw or the smoothed values
 *
 * Returns: the smallest value over 0; %G_MAXFLOAT without any
 */
float
bp_chart_series_get_smallest_positive (const BpChartSeries *series, BpChartLayer layer)
{
  return series->smallest_positive[series->smoothing > 0.0 ? layer : BP_CHART_LAYER_RAW];
}

/**
 * bp_chart_series_reduce:
 * @series: the series
 * @layer: the raw or the smoothed values
 * @x_min: where the first column begins
 * @x_max: where the last one ends
 * @n_columns: the number of columns of equal width, at least 1
 * @columns: (out caller-allocates): (n_columns) the range of the curve within each column, empty
 *   where it has no point
 *
 * Reduces the curve to its range within each column of pixels, which preserves its shape for any
 * number of points. A column includes the point before its first one, so that neighbouring columns
 * touch like the line between their points.
 */
void
bp_chart_series_reduce (const BpChartSeries *series,
                        BpChartLayer layer,
                        double x_min,
                        double x_max,
                        guint n_columns,
                        BpChartRange *columns)
{
  const BpChartValues *values = get_values (series, layer);
  double width = (x_max - x_min) / n_columns;
  gsize first = bp_chart_series_find (series, x_min);

  for (guint i = 0; i < n_columns; i++)
    {
      gsize end = bp_chart_series_find (series, x_min + (i + 1) * width);

      columns[i] = BP_CHART_RANGE_EMPTY;
      if (end > first)
        columns[i] = bp_chart_values_get_range (values, first > 0 ? first - 1 : 0, end);
      first = end;
    }
}
