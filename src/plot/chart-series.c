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
  BpChartSeries *lower;   /* nullable: the lower edge of the band around it */
  BpChartSeries *upper;   /* nullable: likewise */

  BpChartColor color;
  gboolean has_color;

  BpChartSeriesFlags flags;
  double spacing;

  /* The running mean and the sum of its weights: see add_smoothed(). */
  double smoothing;
  double mean;
  double weight;

  BpChartRange ranges[2];
  float smallest_positive[2];
  float smallest_complement[2]; /* the smallest 1 - y over 0 */

  guint generation; /* see bp_chart_series_get_generation() */
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
  if (value < 1.0F)
    series->smallest_complement[layer] = MIN (series->smallest_complement[layer], 1.0F - value);
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
  series->smallest_complement[layer] = G_MAXFLOAT;
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
  g_clear_pointer (&series->lower, bp_chart_series_unref);
  g_clear_pointer (&series->upper, bp_chart_series_unref);
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
 * bp_chart_series_set_color:
 * @series: the series
 * @color: (nullable): its own colour, or %NULL for the style's
 */
void
bp_chart_series_set_color (BpChartSeries *series, const BpChartColor *color)
{
  series->has_color = color != NULL;
  if (color != NULL)
    series->color = *color;
}

/**
 * bp_chart_series_get_color:
 * @series: the series
 *
 * Returns: (transfer none) (nullable): its own colour
 */
const BpChartColor *
bp_chart_series_get_color (const BpChartSeries *series)
{
  return series->has_color ? &series->color : NULL;
}

/**
 * bp_chart_series_set_band:
 * @series: the series
 * @lower: the lower edge of the band that is filled behind @series
 * @upper: its upper edge
 */
void
bp_chart_series_set_band (BpChartSeries *series, BpChartSeries *lower, BpChartSeries *upper)
{
  g_return_if_fail (lower != series && upper != series);

  g_clear_pointer (&series->lower, bp_chart_series_unref);
  g_clear_pointer (&series->upper, bp_chart_series_unref);
  series->lower = bp_chart_series_ref (lower);
  series->upper = bp_chart_series_ref (upper);
}

/**
 * bp_chart_series_get_band:
 * @series: the series
 * @lower: (out) (transfer none): the lower edge of its band
 * @upper: (out) (transfer none): the upper edge
 *
 * Returns: whether it has a band
 */
gboolean
bp_chart_series_get_band (const BpChartSeries *series, BpChartSeries **lower, BpChartSeries **upper)
{
  *lower = series->lower;
  *upper = series->upper;
  return series->lower != NULL;
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

  if (smoothing != series->smoothing)
    series->generation++;
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
  series->generation++;
  bp_chart_values_truncate (&series->raw);
  forget_layer (series, BP_CHART_LAYER_RAW);
  forget_smoothed (series);
  g_clear_pointer (&series->positions, g_array_unref);
}

/**
 * bp_chart_series_get_generation:
 * @series: the series
 *
 * Returns: a number that is another one after points have been removed or changed, but the same
 *   after points have only been appended
 */
guint
bp_chart_series_get_generation (const BpChartSeries *series)
{
  return series->generation;
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
 * bp_chart_series_get_smallest_complement:
 * @series: the series, of shares from 0 to 1
 * @layer: the raw or the smoothed values
 *
 * Returns: the smallest difference to 1 that is over 0; %G_MAXFLOAT without any
 */
float
bp_chart_series_get_smallest_complement (const BpChartSeries *series, BpChartLayer layer)
{
  return series->smallest_complement[series->smoothing > 0.0 ? layer : BP_CHART_LAYER_RAW];
}

/* The index after the last point that is not behind @x. */
static gsize
find_end (const BpChartSeries *series, double x)
{
  gsize end = bp_chart_series_find (series, x);

  while (end < bp_chart_series_get_length (series) && bp_chart_series_get_x (series, end) <= x)
    end++;
  return end;
}

/**
 * bp_chart_series_get_range_of:
 * @series: the series
 * @layer: the raw or the smoothed values
 * @first: index of a point
 * @end: index after the last one
 *
 * Returns: the range of those points; empty where none is finite
 */
BpChartRange
bp_chart_series_get_range_of (const BpChartSeries *series,
                              BpChartLayer layer,
                              gsize first,
                              gsize end)
{
  return bp_chart_values_get_range (get_values (series, layer), first, end);
}

/**
 * bp_chart_series_get_range_between:
 * @series: the series
 * @layer: the raw or the smoothed values
 * @x_min: where to begin
 * @x_max: where to end
 *
 * Returns: the range of the points there, both ends included; empty where none is finite
 */
BpChartRange
bp_chart_series_get_range_between (const BpChartSeries *series,
                                   BpChartLayer layer,
                                   double x_min,
                                   double x_max)
{
  return bp_chart_values_get_range (get_values (series, layer),
                                    bp_chart_series_find (series, x_min), find_end (series, x_max));
}

/**
 * bp_chart_series_count:
 * @series: the series
 *
 * Returns: how many of its values are numbers
 */
gsize
bp_chart_series_count (const BpChartSeries *series)
{
  return bp_chart_values_count_finite (&series->raw, 0, bp_chart_series_get_length (series));
}

/**
 * bp_chart_series_count_within:
 * @series: the series
 * @x_min: where to begin
 * @x_max: where to end
 * @y_range: the values to look for
 *
 * Returns: how many of its points, before smoothing, are there, all ends included
 */
gsize
bp_chart_series_count_within (const BpChartSeries *series,
                              double x_min,
                              double x_max,
                              BpChartRange y_range)
{
  return bp_chart_values_count_within (&series->raw, bp_chart_series_find (series, x_min),
                                       find_end (series, x_max), y_range);
}

/* Where the line crosses a place between two points: @after is the second of them. */
static BpChartRange
interpolate (const BpChartSeries *series, const BpChartValues *values, gsize after, double x)
{
  double x_before;
  double x_after;
  double y_before;
  double y_after;
  float y;

  if (after == 0 || after >= bp_chart_series_get_length (series))
    return BP_CHART_RANGE_EMPTY;
  x_before = bp_chart_series_get_x (series, after - 1);
  x_after = bp_chart_series_get_x (series, after);
  y_before = (double) bp_chart_values_get (values, after - 1);
  y_after = (double) bp_chart_values_get (values, after);
  if (!isfinite (y_before) || !isfinite (y_after) || x_after <= x_before)
    return BP_CHART_RANGE_EMPTY;

  y = (float) (y_before + (y_after - y_before) * (x - x_before) / (x_after - x_before));
  return (BpChartRange){ .min = y, .max = y };
}

/**
 * bp_chart_series_reduce:
 * @series: the series
 * @layer: the raw or the smoothed values
 * @x_scale: the horizontal axis
 * @n_columns: the number of columns of equal width on that axis, at least 1
 * @columns: (out caller-allocates): (n_columns) the range of the curve within each column, empty
 *   where it has none
 *
 * Reduces the curve to its range within each column of pixels, which preserves its shape for any
 * number of points. The line between two points counts too, so that neighbouring columns touch.
 */
void
bp_chart_series_reduce (const BpChartSeries *series,
                        BpChartLayer layer,
                        const BpChartScale *x_scale,
                        guint n_columns,
                        BpChartRange *columns)
{
  const BpChartValues *values = get_values (series, layer);
  gsize first = bp_chart_series_find (series, x_scale->min);
  BpChartRange left = interpolate (series, values, first, x_scale->min);

  for (guint i = 0; i < n_columns; i++)
    {
      double x = bp_chart_scale_from_fraction (x_scale, (i + 1.0) / n_columns);
      gsize end = bp_chart_series_find (series, x);
      BpChartRange right = interpolate (series, values, end, x);

      columns[i] = bp_chart_range_union (bp_chart_values_get_range (values, first, end),
                                         bp_chart_range_union (left, right));
      first = end;
      left = right;
    }
}
