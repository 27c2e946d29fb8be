/* SPDX-License-Identifier: MIT */

/* Draws the curves. A long curve is drawn by its range within each column of pixels, so that the
 * drawing time depends on the chart's width and not on the length of the run. */
#include "chart-curves.h"

#include "chart-labels.h"
#include "chart-marker.h"

#include <math.h>

/* With more points than this in a column of pixels, the ranges of columns are drawn instead of
 * points. */
#define DENSE 2

/* The size of markers as a share of the distance between two of them; markers that would be too
 * small are left out. */
#define MARKER_SHARE    0.22
#define SMALLEST_MARKER 1.8

typedef struct
{
  const BpChartFrame *frame;
  const BpChartModel *model;
  const BpChartStyle *style;
  cairo_t *cr;

  BpChartSeries *series;
  guint index;
} Curve;

static double
map_x (const Curve *curve, double x)
{
  return bp_chart_frame_map_x (curve->frame, curve->model, x);
}

static double
map_y (const Curve *curve, float y)
{
  return bp_chart_frame_map_y (curve->frame, curve->model, (double) y);
}

static guint
count_columns (const Curve *curve)
{
  return (guint) curve->frame->plot.width * curve->style->scale;
}

static gboolean
is_dense (const Curve *curve)
{
  return bp_chart_series_get_length (curve->series) > (gsize) DENSE * count_columns (curve);
}

/* A line through every point, with a gap where a value is not a number. */
static void
add_points (const Curve *curve, BpChartLayer layer)
{
  gsize length = bp_chart_series_get_length (curve->series);
  gboolean has_begun = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      float y = bp_chart_series_get_y (curve->series, layer, i);

      if (!isfinite (y))
        {
          has_begun = FALSE;
          continue;
        }
      if (has_begun)
        cairo_line_to (curve->cr, map_x (curve, bp_chart_series_get_x (curve->series, i)),
                       map_y (curve, y));
      else
        cairo_move_to (curve->cr, map_x (curve, bp_chart_series_get_x (curve->series, i)),
                       map_y (curve, y));
      has_begun = TRUE;
    }
}

static BpChartRange *
reduce (const Curve *curve, BpChartLayer layer, guint n_columns)
{
  BpChartRange *columns = g_new (BpChartRange, n_columns);

  bp_chart_series_reduce (curve->series, layer, curve->model->x.min, curve->model->x.max, n_columns,
                          columns);
  return columns;
}

/* The line through the middle of each column, up to the curve's last point. */
static void
add_middles (const Curve *curve, BpChartLayer layer)
{
  guint n_columns = count_columns (curve);
  double width = 1.0 / curve->style->scale;
  gsize last = bp_chart_series_get_length (curve->series) - 1;
  float last_y = bp_chart_series_get_y (curve->series, layer, last);
  double last_x = map_x (curve, bp_chart_series_get_x (curve->series, last));
  g_autofree BpChartRange *columns = reduce (curve, layer, n_columns);
  gboolean has_begun = FALSE;

  for (guint i = 0; i < n_columns; i++)
    {
      double x = curve->frame->plot.x + (i + 0.5) * width;
      double y;

      if (bp_chart_range_is_empty (columns[i]) || x >= last_x)
        {
          has_begun = FALSE;
          continue;
        }
      y = (map_y (curve, columns[i].min) + map_y (curve, columns[i].max)) / 2.0;
      if (has_begun)
        cairo_line_to (curve->cr, x, y);
      else
        cairo_move_to (curve->cr, x, y);
      has_begun = TRUE;
    }
  if (isfinite (last_y) && cairo_has_current_point (curve->cr))
    cairo_line_to (curve->cr, last_x, map_y (curve, last_y));
}

/* The range of the values in each column, filled. */
static void
fill_columns (const Curve *curve, BpChartLayer layer)
{
  guint n_columns = count_columns (curve);
  double width = 1.0 / curve->style->scale;
  g_autofree BpChartRange *columns = reduce (curve, layer, n_columns);

  for (guint i = 0; i < n_columns; i++)
    {
      double top;
      double bottom;

      if (bp_chart_range_is_empty (columns[i]))
        continue;
      /* Whole pixels: cairo fills those many times faster than fractions of them. */
      top = floor (map_y (curve, columns[i].max) / width) * width;
      bottom = ceil (map_y (curve, columns[i].min) / width) * width;
      cairo_rectangle (curve->cr, curve->frame->plot.x + i * width, top, width,
                       MAX (bottom - top, width));
    }
  cairo_fill (curve->cr);
}

static void
draw_trace (const Curve *curve)
{
  GdkRGBA color = curve->style->series[curve->index];

  color.alpha = curve->style->trace_alpha;
  gdk_cairo_set_source_rgba (curve->cr, &color);
  if (is_dense (curve))
    {
      fill_columns (curve, BP_CHART_LAYER_RAW);
      return;
    }
  cairo_set_dash (curve->cr, NULL, 0, 0.0);
  cairo_set_line_width (curve->cr, 1.0);
  cairo_set_line_join (curve->cr, CAIRO_LINE_JOIN_BEVEL);
  add_points (curve, BP_CHART_LAYER_RAW);
  cairo_stroke (curve->cr);
}

static void
draw_line (const Curve *curve)
{
  bp_chart_set_line (curve->cr, curve->style, curve->index,
                     bp_chart_series_get_flags (curve->series));
  if (is_dense (curve))
    {
      if (!bp_chart_series_is_smoothed (curve->series))
        fill_columns (curve, BP_CHART_LAYER_RAW);
      cairo_set_line_join (curve->cr, CAIRO_LINE_JOIN_BEVEL);
      add_middles (curve, BP_CHART_LAYER_SMOOTHED);
    }
  else
    add_points (curve, BP_CHART_LAYER_SMOOTHED);
  cairo_stroke (curve->cr);
}

static void
draw_markers (const Curve *curve)
{
  BpChartSeriesFlags flags = bp_chart_series_get_flags (curve->series);
  gsize length = bp_chart_series_get_length (curve->series);
  double radius = BP_CHART_MARKER_RADIUS;

  if (length > 1)
    {
      double first_x = map_x (curve, bp_chart_series_get_x (curve->series, 0));
      double last_x = map_x (curve, bp_chart_series_get_x (curve->series, length - 1));

      radius = MIN (radius, MARKER_SHARE * (last_x - first_x) / (double) (length - 1));
    }
  for (gsize i = radius < SMALLEST_MARKER ? length - 1 : 0; i < length; i++)
    {
      float y = bp_chart_series_get_y (curve->series, BP_CHART_LAYER_SMOOTHED, i);

      if (isfinite (y))
        bp_chart_draw_marker (curve->cr, curve->style, curve->index, flags,
                              map_x (curve, bp_chart_series_get_x (curve->series, i)),
                              map_y (curve, y), MAX (radius, SMALLEST_MARKER));
    }
}

/**
 * bp_chart_curves_draw:
 * @frame: where the plot is
 * @model: the curves, whose axes are fitted to them
 * @style: their colours
 * @cr: the context to draw to
 *
 * Draws all curves: raw traces first, then lines, then markers, then values.
 */
void
bp_chart_curves_draw (const BpChartFrame *frame,
                      const BpChartModel *model,
                      const BpChartStyle *style,
                      cairo_t *cr)
{
  Curve curves[BP_CHART_MAX_SERIES];
  guint n_curves = 0;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if (bp_chart_series_get_length (series) > 0)
        curves[n_curves++] = (Curve){ frame, model, style, cr, series, i };
    }

  cairo_save (cr);
  for (guint i = 0; i < n_curves; i++)
    if (bp_chart_series_is_smoothed (curves[i].series))
      draw_trace (&curves[i]);
  for (guint i = 0; i < n_curves; i++)
    draw_line (&curves[i]);
  for (guint i = 0; i < n_curves; i++)
    if (bp_chart_series_get_flags (curves[i].series) & BP_CHART_SERIES_POINTS)
      draw_markers (&curves[i]);
  bp_chart_labels_draw (frame, model, style, cr);
  cairo_restore (cr);
}
