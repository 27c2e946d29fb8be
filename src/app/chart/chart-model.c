/* SPDX-License-Identifier: MIT */
#include "chart-model.h"

#include "format.h"

#include <glib/gi18n.h>
#include <math.h>

/* The relative rounding error of a sum of many spacings. */
#define X_ROUNDING 1e-6

/**
 * bp_chart_model_init:
 * @model: (out caller-allocates): a chart without series
 * @y_unit: the unit of its y axis
 */
void
bp_chart_model_init (BpChartModel *model, BpChartUnit y_unit)
{
  *model = (BpChartModel){
    .x_name = g_strdup (_ ("Epoch")),
    .series = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_chart_series_unref),
  };
  bp_chart_scale_init (&model->x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_init (&model->y, BP_CHART_SCALE_LINEAR, y_unit);
}

/**
 * bp_chart_model_clear:
 * @model: the chart
 *
 * Frees its contents.
 */
void
bp_chart_model_clear (BpChartModel *model)
{
  g_clear_pointer (&model->x_name, g_free);
  g_clear_pointer (&model->hint, g_free);
  g_clear_pointer (&model->series, g_ptr_array_unref);
}

/**
 * bp_chart_model_add_series:
 * @model: the chart
 * @series: a further curve, drawn over the others
 */
void
bp_chart_model_add_series (BpChartModel *model, BpChartSeries *series)
{
  g_return_if_fail (model->series->len < BP_CHART_MAX_SERIES);

  g_ptr_array_add (model->series, bp_chart_series_ref (series));
}

/**
 * bp_chart_model_remove_series:
 * @model: the chart
 * @series: one of its curves
 */
void
bp_chart_model_remove_series (BpChartModel *model, BpChartSeries *series)
{
  gboolean is_found = g_ptr_array_remove (model->series, series);

  g_return_if_fail (is_found);
}

/**
 * bp_chart_model_set_y_kind:
 * @model: the chart
 * @kind: whether the vertical axis is linear or logarithmic
 */
void
bp_chart_model_set_y_kind (BpChartModel *model, BpChartScaleKind kind)
{
  if (model->y.kind == kind)
    return;
  bp_chart_scale_init (&model->y, kind, model->y.unit);
  bp_chart_model_fit (model);
}

/**
 * bp_chart_model_get_series:
 * @model: the chart
 * @index: which
 *
 * Returns: (transfer none): the series
 */
BpChartSeries *
bp_chart_model_get_series (const BpChartModel *model, guint index)
{
  return g_ptr_array_index (model->series, index);
}

/**
 * bp_chart_model_is_empty:
 * @model: the chart
 *
 * Returns: whether no series has a visible point
 */
gboolean
bp_chart_model_is_empty (const BpChartModel *model)
{
  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if (!bp_chart_range_is_empty (bp_chart_series_get_range (series, BP_CHART_LAYER_RAW)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fit_x (BpChartModel *model)
{
  double before = model->x.max;
  double end = model->x_end;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      gsize length = bp_chart_series_get_length (series);

      if (length > 0)
        end = MAX (end, bp_chart_series_get_x (series, length - 1));
    }
  if (model->x_end > 0.0 && end <= model->x_end * (1.0 + X_ROUNDING))
    bp_chart_scale_set_range (&model->x, 0.0, model->x_end);
  else
    bp_chart_scale_fit (&model->x, 0.0, MAX (end, 1.0));

  return model->x.max != before;
}

/* Fits the vertical axis to the smoothed curves. Raw traces may be cut off: otherwise a few
 * outliers would leave no room for all other points. */
static gboolean
fit_y (BpChartModel *model)
{
  gboolean is_log = model->y.kind == BP_CHART_SCALE_LOG;
  BpChartRange range = BP_CHART_RANGE_EMPTY;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      BpChartRange smoothed = bp_chart_series_get_range (series, BP_CHART_LAYER_SMOOTHED);

      if (is_log)
        smoothed.min = bp_chart_series_get_smallest_positive (series, BP_CHART_LAYER_SMOOTHED);
      range = bp_chart_range_union (range, smoothed);
    }
  if (bp_chart_range_is_empty (range))
    return FALSE;
  /* An axis of plain numbers begins at 0; an axis of shares that are nearly 1 need not. */
  if (!is_log && model->y.unit == BP_CHART_UNIT_NUMBER)
    range.min = MIN (range.min, 0.0F);

  return bp_chart_scale_fit (&model->y, (double) range.min, (double) range.max);
}

/**
 * bp_chart_model_fit:
 * @model: the chart
 *
 * Fits both axes to the present points of the series.
 *
 * Returns: whether an axis has changed
 */
gboolean
bp_chart_model_fit (BpChartModel *model)
{
  gboolean has_x_changed = fit_x (model);
  gboolean has_y_changed = fit_y (model);

  return has_x_changed || has_y_changed;
}

/**
 * bp_chart_model_find_nearest_x:
 * @model: the chart
 * @x: a place
 *
 * Returns: the position of the point nearest to @x; @x itself without points
 */
double
bp_chart_model_find_nearest_x (const BpChartModel *model, double x)
{
  double nearest = x;
  double smallest_distance = G_MAXDOUBLE;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      double candidate;
      gsize index;

      if (!bp_chart_series_find_nearest (series, x, &index))
        continue;
      candidate = bp_chart_series_get_x (series, index);
      if (fabs (candidate - x) < smallest_distance)
        {
          smallest_distance = fabs (candidate - x);
          nearest = candidate;
        }
    }

  return nearest;
}

/* The nearest point of any series on the side of @x that @step points to; @x at the end. */
static double
find_next_x (const BpChartModel *model, double x, double step)
{
  double next = x;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      gsize length = bp_chart_series_get_length (series);
      gsize after = bp_chart_series_find (series, x);
      double candidate = x;

      while (step > 0.0 && after < length && bp_chart_series_get_x (series, after) <= x)
        after++;
      if (step > 0.0 && after < length)
        candidate = bp_chart_series_get_x (series, after);
      else if (step < 0.0 && after > 0)
        candidate = bp_chart_series_get_x (series, after - 1);

      if (candidate != x && (next == x || fabs (candidate - x) < fabs (next - x)))
        next = candidate;
    }

  return next;
}

/**
 * bp_chart_model_step_x:
 * @model: the chart
 * @x: the place of a point
 * @step: the distance; negative to the left
 *
 * Returns: the place of the point nearest to that, or of the next one where points are farther
 *   apart than @step; @x at the end of the curves
 */
double
bp_chart_model_step_x (const BpChartModel *model, double x, double step)
{
  double nearest = bp_chart_model_find_nearest_x (model, x + step);

  if ((nearest - x) * step > 0.0)
    return nearest;
  return find_next_x (model, x, step);
}

/**
 * bp_chart_model_format_x:
 * @model: the chart
 * @x: a place
 *
 * Returns: (transfer full): the place as text, as in "Epoch 3.4"
 */
char *
bp_chart_model_format_x (const BpChartModel *model, double x)
{
  double rounded = round (x * 100.0) / 100.0;
  g_autofree char *number = bp_chart_scale_format (&model->x, rounded, -1);

  return g_strdup_printf ("%s %s", model->x_name, number);
}

/**
 * bp_chart_model_format_y:
 * @model: the chart
 * @y: a value
 *
 * Returns: (transfer full): the value with a sensible number of digits
 */
char *
bp_chart_model_format_y (const BpChartModel *model, double y)
{
  if (model->y.unit == BP_CHART_UNIT_PERCENT)
    return bp_format_percent (y);
  return bp_chart_scale_format (&model->y, y, -1);
}

/**
 * bp_chart_model_describe_at:
 * @model: the chart
 * @x: a place
 *
 * Returns: (transfer full): the values of all series nearest to that position, as in "Epoch 3.4:
 *   Training 0.12, Held-out 0.11"
 */
char *
bp_chart_model_describe_at (const BpChartModel *model, double x)
{
  g_autofree char *place = bp_chart_model_format_x (model, x);
  GString *text = g_string_new (place);
  const char *separator = ": ";

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      g_autofree char *value = NULL;
      gsize index;
      float y;

      if (!bp_chart_series_find_nearest (series, x, &index))
        continue;
      y = bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, index);
      if (!isfinite (y))
        continue;
      value = bp_chart_model_format_y (model, (double) y);
      g_string_append_printf (text, "%s%s %s", separator, bp_chart_series_get_name (series), value);
      separator = ", ";
    }

  return g_string_free (text, FALSE);
}
