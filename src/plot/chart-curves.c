/* SPDX-License-Identifier: MIT */

/* Draws the curves. A long curve is drawn by its range within each column of pixels, so that the
 * drawing time depends on the chart's width and not on the length of the run. */
#include "chart-curves.h"

#include "chart-marker.h"

#include <math.h>

/* With more points than this in a column of pixels, the ranges of columns are drawn instead of
 * points. */
#define DENSE 2

/* The size of markers as a share of the distance between two of them; markers that would be too
 * small are left out. */
#define MARKER_SHARE    0.22
#define SMALLEST_MARKER 1.8

/* A point this near to a straight line, in pixels, lies on it. */
#define STRAIGHT 0.1

/* Of more curves than this, each is drawn in a fast way, and as a line alone. */
#define MANY 8

/* A curve of many is drawn as a line where it has fewer points than a column in this many. */
#define FEW 4

/* How far lines may leave the plot: half of the thickest one. */
#define CLIP_ROOM 3.0

/* An arrow where a curve is cut off, and by how much it is then. */
#define ARROW_SIZE 8.0
#define CUT_OFF    2.0

#define BAND_ALPHA 0.20F

typedef struct
{
  const BpChartFrame *frame;
  const BpChartModel *model;
  const BpChartStyle *style;
  cairo_t *cr;

  BpChartSeries *series;
  BpChartColor color;
  gsize first; /* the points that the plot shows, and one on either side */
  gsize end;
} Curve;

static double
map_x (const Curve *curve, double x)
{
  return bp_chart_frame_map_x (curve->frame, curve->model, x);
}

static double
map_y (const Curve *curve, float y)
{
  return bp_chart_frame_map_y (curve->frame, curve->model, curve->series, (double) y);
}

/* The coordinates of the upper and the lower end of a range, whichever way the axis runs. */
static void
map_range (const Curve *curve, BpChartRange range, double *top, double *bottom)
{
  double first = map_y (curve, range.max);
  double second = map_y (curve, range.min);

  *top = MIN (first, second);
  *bottom = MAX (first, second);
}

static guint
count_columns (const Curve *curve)
{
  return MAX ((guint) curve->frame->plot.width * curve->style->scale, 1);
}

static gboolean
is_dense (const Curve *curve)
{
  return curve->end - curve->first > (gsize) DENSE * count_columns (curve);
}

/**
 * Line:
 * @cr: what the line is drawn with
 * @has_begun: there is a vertex
 * @has_next: there is a point behind it that is not a vertex yet
 *
 * A line of many points, from the left to the right. Points that lie on a straight piece of it, to
 * a small part of a pixel, are no vertices: the time that cairo takes goes with those.
 */
typedef struct
{
  cairo_t *cr;
  gboolean has_begun;
  gboolean has_next;
  double x;
  double y;
  double next_x;
  double next_y;
  double least_slope;
  double greatest_slope;
} Line;

static void
add_vertex (Line *line, double x, double y)
{
  cairo_line_to (line->cr, x, y);
  line->x = x;
  line->y = y;
  line->has_next = FALSE;
}

/* Ends the line at its last point. */
static void
end_line (Line *line)
{
  if (line->has_next)
    add_vertex (line, line->next_x, line->next_y);
  line->has_begun = FALSE;
}

static void
set_next (Line *line, double x, double y)
{
  double width = x - line->x;

  line->least_slope = (y - STRAIGHT - line->y) / width;
  line->greatest_slope = (y + STRAIGHT - line->y) / width;
  line->has_next = TRUE;
}

static void
add_point (Line *line, double x, double y)
{
  if (!line->has_begun)
    {
      cairo_move_to (line->cr, x, y);
      line->x = x;
      line->y = y;
      line->has_begun = TRUE;
    }
  else if (!line->has_next)
    set_next (line, x, y);
  else
    {
      double slope = (y - line->y) / (x - line->x);

      if (slope >= line->least_slope && slope <= line->greatest_slope)
        {
          line->least_slope = MAX (line->least_slope, (y - STRAIGHT - line->y) / (x - line->x));
          line->greatest_slope =
              MIN (line->greatest_slope, (y + STRAIGHT - line->y) / (x - line->x));
        }
      else
        {
          add_vertex (line, line->next_x, line->next_y);
          set_next (line, x, y);
        }
    }
  line->next_x = x;
  line->next_y = y;
}

/* A line through every point, with a gap where a value is not a number. */
static void
add_points (const Curve *curve, BpChartLayer layer)
{
  Line line = { .cr = curve->cr };

  for (gsize i = curve->first; i < curve->end; i++)
    {
      float y = bp_chart_series_get_y (curve->series, layer, i);

      if (isfinite (y))
        add_point (&line, map_x (curve, bp_chart_series_get_x (curve->series, i)),
                   map_y (curve, y));
      else
        end_line (&line);
    }
  end_line (&line);
}

static BpChartRange *
reduce (const Curve *curve, BpChartLayer layer, guint n_columns)
{
  BpChartRange *columns = g_new (BpChartRange, n_columns);

  bp_chart_series_reduce (curve->series, layer, &curve->model->x, n_columns, columns);
  return columns;
}

/* The line through the middle of each column, up to the curve's last point. */
static void
add_middles (const Curve *curve, BpChartLayer layer)
{
  guint n_columns = count_columns (curve);
  double width = 1.0 / curve->style->scale;
  gsize last = curve->end - 1;
  float last_y = bp_chart_series_get_y (curve->series, layer, last);
  double last_x = map_x (curve, bp_chart_series_get_x (curve->series, last));
  g_autofree BpChartRange *columns = reduce (curve, layer, n_columns);
  Line line = { .cr = curve->cr };

  for (guint i = 0; i < n_columns; i++)
    {
      double x = curve->frame->plot.x + (i + 0.5) * width;

      if (x >= last_x)
        break;
      if (bp_chart_range_is_empty (columns[i]))
        end_line (&line);
      else
        add_point (&line, x, (map_y (curve, columns[i].min) + map_y (curve, columns[i].max)) / 2.0);
    }
  if (isfinite (last_y) && line.has_begun)
    add_point (&line, last_x, map_y (curve, last_y));
  end_line (&line);
}

/* Adds the range of each column of pixels to the path: at least so thick, only where it is higher
 * than @least_height, and not in the gaps of a dashed line. Neighbours of the same range become one
 * rectangle. */
static void
add_columns (const Curve *curve,
             BpChartLayer layer,
             BpChartSeriesFlags flags,
             double thickness,
             double least_height)
{
  guint n_columns = count_columns (curve);
  double width = 1.0 / curve->style->scale;
  g_autofree BpChartRange *columns = reduce (curve, layer, n_columns);
  double pending_top = 0.0;
  double pending_height = 0.0;
  guint pending_begin = 0;

  for (guint i = 0; i <= n_columns; i++)
    {
      double top = 0.0;
      double bottom = 0.0;
      double height = 0.0;

      if (i < n_columns && !bp_chart_range_is_empty (columns[i]) &&
          bp_chart_has_ink (flags, i * width))
        {
          map_range (curve, columns[i], &top, &bottom);
          /* Whole pixels: cairo fills those many times faster than fractions of them. */
          top = floor (top / width) * width;
          bottom = ceil (bottom / width) * width;
          height = MAX (bottom - top, MAX (thickness, width));
          if (height <= least_height)
            height = 0.0;
        }
      if (top == pending_top && height == pending_height)
        continue;
      if (pending_height > 0.0)
        cairo_rectangle (curve->cr, curve->frame->plot.x + pending_begin * width, pending_top,
                         (i - pending_begin) * width, pending_height);
      pending_top = top;
      pending_height = height;
      pending_begin = i;
    }
}

/* The range of the values in each column, filled. */
static void
fill_columns (const Curve *curve, BpChartLayer layer, double least_height)
{
  add_columns (curve, layer, BP_CHART_SERIES_LINE, 0.0, least_height);
  cairo_fill (curve->cr);
}

static void
draw_trace (const Curve *curve)
{
  BpChartColor color = curve->color;

  color.alpha = curve->style->trace_alpha;
  bp_chart_color_set_source (color, curve->cr);
  if (is_dense (curve))
    {
      fill_columns (curve, BP_CHART_LAYER_RAW, 0.0);
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
  bp_chart_set_line (curve->cr, curve->style, curve->color,
                     bp_chart_series_get_flags (curve->series));
  if (is_dense (curve))
    {
      if (!bp_chart_series_is_smoothed (curve->series))
        fill_columns (curve, BP_CHART_LAYER_RAW, curve->style->line_width);
      cairo_set_line_join (curve->cr, CAIRO_LINE_JOIN_BEVEL);
      add_middles (curve, BP_CHART_LAYER_SMOOTHED);
    }
  else
    add_points (curve, BP_CHART_LAYER_SMOOTHED);
  cairo_stroke (curve->cr);
}

/* One of many curves: columns of whole pixels instead of a smooth line, which takes a small part of
 * the time. */
static void
draw_line_fast (const Curve *curve)
{
  BpChartSeriesFlags flags = bp_chart_series_get_flags (curve->series);

  bp_chart_set_line (curve->cr, curve->style, curve->color, flags);
  if (curve->end - curve->first > count_columns (curve) / FEW)
    {
      add_columns (curve, BP_CHART_LAYER_SMOOTHED, flags,
                   bp_chart_get_line_width (curve->style, flags), 0.0);
      cairo_fill (curve->cr);
    }
  else
    {
      add_points (curve, BP_CHART_LAYER_SMOOTHED);
      cairo_stroke (curve->cr);
    }
}

/* Adds one edge of a band to the path, to the right or back to the left. */
static void
add_edge (const Curve *curve, BpChartSeries *edge, gboolean is_back)
{
  Curve of_edge = *curve;
  guint n_columns = count_columns (curve);
  double width = 1.0 / curve->style->scale;
  g_autofree BpChartRange *columns = NULL;

  of_edge.series = edge;
  columns = reduce (&of_edge, BP_CHART_LAYER_SMOOTHED, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      guint column = is_back ? n_columns - 1 - i : i;

      if (!bp_chart_range_is_empty (columns[column]))
        cairo_line_to (curve->cr, curve->frame->plot.x + (column + 0.5) * width,
                       map_y (&of_edge, is_back ? columns[column].min : columns[column].max));
    }
}

static void
draw_band (const Curve *curve)
{
  BpChartColor color = curve->color;
  BpChartSeries *lower;
  BpChartSeries *upper;

  if (!bp_chart_series_get_band (curve->series, &lower, &upper))
    return;
  color.alpha = BAND_ALPHA;
  bp_chart_color_set_source (color, curve->cr);
  cairo_new_path (curve->cr);
  add_edge (curve, upper, FALSE);
  add_edge (curve, lower, TRUE);
  cairo_close_path (curve->cr);
  cairo_fill (curve->cr);
}

static void
draw_markers (const Curve *curve)
{
  BpChartSeriesFlags flags = bp_chart_series_get_flags (curve->series);
  gsize length = bp_chart_series_get_length (curve->series);
  double radius = BP_CHART_MARKER_RADIUS;
  gsize first = curve->first;

  if (curve->end - first > 1)
    {
      double first_x = map_x (curve, bp_chart_series_get_x (curve->series, first));
      double last_x = map_x (curve, bp_chart_series_get_x (curve->series, curve->end - 1));

      radius = MIN (radius, MARKER_SHARE * (last_x - first_x) / (double) (curve->end - first - 1));
    }
  if (radius < SMALLEST_MARKER)
    first = MAX (first, length - 1);
  for (gsize i = first; i < curve->end; i++)
    {
      float y = bp_chart_series_get_y (curve->series, BP_CHART_LAYER_SMOOTHED, i);
      double point_x = map_x (curve, bp_chart_series_get_x (curve->series, i));
      double point_y = map_y (curve, y);

      if (isfinite (y) && bp_chart_frame_is_in_plot (curve->frame, point_x, point_y))
        bp_chart_draw_marker (curve->cr, curve->style, curve->color, flags, point_x, point_y,
                              MAX (radius, SMALLEST_MARKER));
    }
}

/* A triangle at the upper or lower edge of the plot that points out of it. */
static void
draw_arrow (const Curve *curve, double x, gboolean is_up)
{
  const cairo_rectangle_t *plot = &curve->frame->plot;
  double tip = is_up ? plot->y : plot->y + plot->height;
  double base = is_up ? tip + ARROW_SIZE : tip - ARROW_SIZE;

  cairo_new_path (curve->cr);
  cairo_move_to (curve->cr, x, tip);
  cairo_line_to (curve->cr, x + ARROW_SIZE / 1.5, base);
  cairo_line_to (curve->cr, x - ARROW_SIZE / 1.5, base);
  cairo_close_path (curve->cr);
  bp_chart_color_set_source (curve->color, curve->cr);
  cairo_fill (curve->cr);
}

/* Arrows in the middle of each stretch of the curve that the vertical axis cuts off. */
static void
draw_arrows_at (const Curve *curve, const BpChartRange *columns, guint n_columns, gboolean is_up)
{
  const cairo_rectangle_t *plot = &curve->frame->plot;
  guint n_cut_off = 0;

  for (guint i = 0; i <= n_columns; i++)
    {
      gboolean is_cut_off = FALSE;

      if (i < n_columns && !bp_chart_range_is_empty (columns[i]))
        {
          double top;
          double bottom;

          map_range (curve, columns[i], &top, &bottom);
          is_cut_off = is_up ? top < plot->y - CUT_OFF : bottom > plot->y + plot->height + CUT_OFF;
        }
      if (!is_cut_off && n_cut_off > 0)
        draw_arrow (curve, plot->x + plot->width * (i - 0.5 * n_cut_off) / n_columns, is_up);
      n_cut_off = is_cut_off ? n_cut_off + 1 : 0;
    }
}

static void
draw_arrows (const Curve *curve)
{
  guint n_columns = MAX ((guint) (curve->frame->plot.width / ARROW_SIZE), 1);
  g_autofree BpChartRange *columns = reduce (curve, BP_CHART_LAYER_SMOOTHED, n_columns);

  draw_arrows_at (curve, columns, n_columns, TRUE);
  draw_arrows_at (curve, columns, n_columns, FALSE);
}

/* Lines may not leave the plot, but for their own width. */
static void
clip (const BpChartFrame *frame, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;

  cairo_rectangle (cr, plot->x - CLIP_ROOM, plot->y - CLIP_ROOM, plot->width + 2.0 * CLIP_ROOM,
                   plot->height + 2.0 * CLIP_ROOM);
  cairo_clip (cr);
}

/* The points of a series from the first one to before the end that the horizontal axis shows, with
 * a neighbour on either side. Returns FALSE if there are none. */
static gboolean
find_points (const BpChartModel *model, BpChartSeries *series, gsize *first, gsize *end)
{
  gsize length = bp_chart_series_get_length (series);

  *first = bp_chart_series_find (series, model->x.min);
  *first = *first > 0 ? *first - 1 : 0;
  *end = MIN (bp_chart_series_find (series, model->x.max) + 2, length);
  return *end > *first;
}

/* The curves that have points, of which those that the plot shows are found. */
static GArray *
find_curves (const BpChartFrame *frame,
             const BpChartModel *model,
             const BpChartStyle *style,
             cairo_t *cr)
{
  GArray *curves = g_array_new (FALSE, FALSE, sizeof (Curve));

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      Curve curve = {
        .frame = frame,
        .model = model,
        .style = style,
        .cr = cr,
        .series = series,
        .color = bp_chart_style_get_color (style, series, i),
      };

      if (find_points (model, series, &curve.first, &curve.end))
        g_array_append_val (curves, curve);
    }
  return curves;
}

static void
draw_lines (const GArray *curves)
{
  gboolean are_many = curves->len > MANY;

  for (guint i = 0; i < curves->len; i++)
    draw_band (&g_array_index (curves, Curve, i));
  for (guint i = 0; i < curves->len && !are_many; i++)
    if (bp_chart_series_is_smoothed (g_array_index (curves, Curve, i).series))
      draw_trace (&g_array_index (curves, Curve, i));
  for (guint i = 0; i < curves->len; i++)
    if (are_many)
      draw_line_fast (&g_array_index (curves, Curve, i));
    else
      draw_line (&g_array_index (curves, Curve, i));
}

static void
draw_points (const GArray *curves)
{
  for (guint i = 0; i < curves->len; i++)
    {
      const Curve *curve = &g_array_index (curves, Curve, i);
      BpChartSeriesFlags flags = bp_chart_series_get_flags (curve->series);

      if ((flags & BP_CHART_SERIES_POINTS) && curves->len <= MANY)
        draw_markers (curve);
      if (!(flags & BP_CHART_SERIES_OWN_SCALE))
        draw_arrows (curve);
    }
}

/**
 * bp_chart_curves_are_many:
 * @model: the curves
 *
 * Returns: whether the horizontal axis shows so many curves that only their lines are drawn
 */
gboolean
bp_chart_curves_are_many (const BpChartModel *model)
{
  guint n_curves = 0;

  for (guint i = 0; i < model->series->len; i++)
    {
      gsize first;
      gsize end;

      n_curves += find_points (model, bp_chart_model_get_series (model, i), &first, &end) ? 1 : 0;
    }
  return n_curves > MANY;
}

/**
 * bp_chart_curves_draw:
 * @frame: where the plot is
 * @model: the curves
 * @style: their colours
 * @cr: the context to draw to
 *
 * Draws the part of the curves that the axes show: bands and raw traces first, then lines, then
 * markers and arrows where a curve is cut off. With more than a few curves, raw traces and markers
 * are left out.
 */
void
bp_chart_curves_draw (const BpChartFrame *frame,
                      const BpChartModel *model,
                      const BpChartStyle *style,
                      cairo_t *cr)
{
  g_autoptr (GArray) curves = find_curves (frame, model, style, cr);

  cairo_save (cr);
  clip (frame, cr);
  draw_lines (curves);
  cairo_restore (cr);

  cairo_save (cr);
  draw_points (curves);
  cairo_restore (cr);
}
