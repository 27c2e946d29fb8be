/* SPDX-License-Identifier: MIT */

/* Writes the values beside the points. Without room for all, every second, fifth, tenth … value is
 * written, and the newest. The selection stays the same during a run. A label that would cover one
 * of a later series is left out. */
#include "chart-labels.h"

#include "chart-curves.h"
#include "chart-marker.h"
#include "format.h"
#include "number.h"

#include <math.h>

#define MARKER_GAP   3.0
#define LABEL_GAP    8
#define GROUND_ALPHA 0.75F
#define WIDEST_LABEL "100.0"

/*
 * Label:
 * @layout: (owned): the value as text
 * @index: of the series
 * @box: the patch of the label, which separates it from the lines behind it
 */
typedef struct
{
  PangoLayout *layout;
  guint index;
  cairo_rectangle_t box;
} Label;

struct _BpChartLabels
{
  GArray *labels; /* owned: of Label */
};

static void
clear_label (gpointer data)
{
  Label *label = data;

  g_clear_object (&label->layout);
}

/**
 * bp_chart_labels_get_stride:
 * @distance: from one point to the next, over 0
 * @label_width: of the widest label, with the gap that it needs
 *
 * Returns: the stride of the labelled points: 1, 2 or 5 times a power of ten
 */
guint
bp_chart_labels_get_stride (double distance, double label_width)
{
  static const guint factors[] = { 2, 5, 10 };
  guint power = 1;

  if (distance >= label_width)
    return 1;
  while (power < 1000000)
    {
      for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
        if (distance * factors[i] * power >= label_width)
          return factors[i] * power;
      power *= 10;
    }
  return power;
}

/* Whether another labelled series lies above this one at the point. Then the other's label goes
 * above, and this one's below. */
static gboolean
is_below_another (const BpChartModel *model, guint index, double x, float y)
{
  gboolean is_upright = model->y_kind != BP_CHART_Y_ERROR;

  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *other = bp_chart_model_get_series (model, i);
      gsize nearest;
      float other_y;

      if (i == index || !(bp_chart_series_get_flags (other) & BP_CHART_SERIES_VALUES) ||
          !bp_chart_series_find_nearest (other, x, &nearest))
        continue;
      other_y = bp_chart_series_get_y (other, BP_CHART_LAYER_SMOOTHED, nearest);
      if (other_y == y ? i > index : (other_y > y) == is_upright)
        return TRUE;
    }
  return FALSE;
}

/* A percentage goes without its unit, which the axis has. */
static char *
format_value (const BpChartModel *model, float y)
{
  if (model->y.unit == BP_CHART_UNIT_NUMBER)
    return bp_chart_model_format_y (model, (double) y);
  if (model->y_kind == BP_CHART_Y_ERROR)
    return bp_number_format (bp_chart_model_to_axis (model, (double) y) * 100.0);
  return g_strdup_printf ("%.1f", bp_to_percent ((double) y));
}

static gboolean
is_touching (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static gboolean
is_any_touching (const GArray *labels, const cairo_rectangle_t *box)
{
  for (guint i = 0; i < labels->len; i++)
    if (is_touching (&g_array_index (labels, Label, i).box, box))
      return TRUE;
  return FALSE;
}

static void
place_label (const BpChartFrame *frame,
             const BpChartModel *model,
             guint index,
             gsize point,
             GArray *labels)
{
  BpChartSeries *series = bp_chart_model_get_series (model, index);
  const cairo_rectangle_t *plot = &frame->plot;
  double x = bp_chart_series_get_x (series, point);
  float y = bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, point);
  gboolean is_below = is_below_another (model, index, x, y);
  g_autofree char *text = format_value (model, y);
  g_autoptr (PangoLayout) layout = bp_chart_frame_create_layout (frame, text);
  double distance = BP_CHART_MARKER_RADIUS + MARKER_GAP;
  Label label = { .index = index };
  double label_x;
  double label_y;
  double top;
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  label_x = bp_chart_frame_map_x (frame, model, x) - width / 2.0;
  label_x = CLAMP (label_x, plot->x + 1.0, frame->width - width);
  /* Labels of points near the plot's top go above it, where neither the legend nor marks are in the
   * way. */
  top = label_x > frame->legend_end + LABEL_GAP && frame->marks_height == 0.0
            ? frame->legend_top
            : plot->y - BP_CHART_TOP_MARGIN;
  label_y = bp_chart_frame_map_y (frame, model, series, (double) y);
  if (is_below && label_y + distance + height > plot->y + plot->height)
    is_below = FALSE;
  else if (!is_below && label_y - distance - height < top)
    is_below = TRUE;
  label_y = is_below ? label_y + distance : label_y - distance - height;

  label.box = (cairo_rectangle_t){ round (label_x) - 1.0, round (label_y), width + 2.0, height };
  if (is_any_touching (labels, &label.box))
    return;
  label.layout = g_steal_pointer (&layout);
  g_array_append_val (labels, label);
}

static void
draw_label (const Label *label, const BpChartModel *model, const BpChartStyle *style, cairo_t *cr)
{
  BpChartSeries *series = bp_chart_model_get_series (model, label->index);
  const cairo_rectangle_t *box = &label->box;
  BpChartColor ground = style->background;

  ground.alpha = GROUND_ALPHA;
  bp_chart_color_set_source (ground, cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_fill (cr);
  cairo_move_to (cr, box->x + 1.0, box->y);
  bp_chart_color_set_source (bp_chart_style_get_color (style, series, label->index), cr);
  pango_cairo_show_layout (cr, label->layout);
}

/* The mean distance of the points from @first to before @end. */
static double
get_distance (const BpChartFrame *frame,
              const BpChartModel *model,
              BpChartSeries *series,
              gsize first,
              gsize end)
{
  double first_x = bp_chart_frame_map_x (frame, model, bp_chart_series_get_x (series, first));
  double last_x = bp_chart_frame_map_x (frame, model, bp_chart_series_get_x (series, end - 1));

  return end - first > 1 ? (last_x - first_x) / (double) (end - first - 1) : frame->plot.width;
}

/**
 * bp_chart_labels_has_label:
 * @index: a point of a series, from 0
 * @length: the number of points
 * @stride: the return value of bp_chart_labels_get_stride()
 * @distance: between two points, in pixels
 * @label_width: the width of a label with its gap, in pixels
 *
 * Returns: whether the value of the point is written: always for the last point, and for every
 *   @stride-th one whose label ends before that of the last point
 */
gboolean
bp_chart_labels_has_label (gsize index,
                           gsize length,
                           guint stride,
                           double distance,
                           double label_width)
{
  gboolean is_last = index == length - 1;
  gboolean is_in_turn = (index + 1) % stride == 0;
  gboolean has_room_before_last = (double) (length - 1 - index) * distance >= label_width;

  return is_last || (is_in_turn && has_room_before_last);
}

static void
place_labels_of (const BpChartFrame *frame, const BpChartModel *model, guint index, GArray *labels)
{
  BpChartSeries *series = bp_chart_model_get_series (model, index);
  gsize first = bp_chart_series_find (series, model->x.min);
  gsize end =
      MIN (bp_chart_series_find (series, model->x.max) + 1, bp_chart_series_get_length (series));
  g_autoptr (PangoLayout) widest = NULL;
  double distance;
  guint stride;
  int width;

  if (first >= end)
    return;
  widest = bp_chart_frame_create_layout (frame, WIDEST_LABEL);
  pango_layout_get_pixel_size (widest, &width, NULL);
  width += LABEL_GAP;
  distance = get_distance (frame, model, series, first, end);
  stride = bp_chart_labels_get_stride (distance, width);

  for (gsize i = first; i < end; i++)
    {
      float y = bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, i);
      double point_x = bp_chart_frame_map_x (frame, model, bp_chart_series_get_x (series, i));
      double point_y = bp_chart_frame_map_y (frame, model, series, (double) y);

      if (isfinite (y) && bp_chart_labels_has_label (i, end, stride, distance, width) &&
          bp_chart_frame_is_in_plot (frame, point_x, point_y))
        place_label (frame, model, index, i, labels);
    }
}

/**
 * bp_chart_labels_new:
 * @frame: the layout of the chart
 * @model: the curves
 *
 * Places the values of the series that are flagged for it. With more than a few curves there are
 * none.
 *
 * Returns: (transfer full): the labels
 */
BpChartLabels *
bp_chart_labels_new (const BpChartFrame *frame, const BpChartModel *model)
{
  BpChartLabels *self = g_new0 (BpChartLabels, 1);

  self->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  g_array_set_clear_func (self->labels, clear_label);
  if (bp_chart_curves_are_many (model))
    return self;
  for (guint i = model->series->len; i-- > 0;)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if ((bp_chart_series_get_flags (series) & BP_CHART_SERIES_VALUES) &&
          bp_chart_series_get_length (series) > 0)
        place_labels_of (frame, model, i, self->labels);
    }
  return self;
}

/**
 * bp_chart_labels_free:
 * @labels: (transfer full): the labels
 */
void
bp_chart_labels_free (BpChartLabels *labels)
{
  g_array_unref (labels->labels);
  g_free (labels);
}

/**
 * bp_chart_labels_cover:
 * @labels: the labels
 * @area: a place in the chart
 *
 * Returns: whether a value is written there
 */
gboolean
bp_chart_labels_cover (const BpChartLabels *labels, const cairo_rectangle_t *area)
{
  return is_any_touching (labels->labels, area);
}

/**
 * bp_chart_labels_draw:
 * @labels: the labels
 * @model: the curves
 * @style: their colours
 * @cr: the context to draw to
 *
 * Writes the values.
 */
void
bp_chart_labels_draw (const BpChartLabels *labels,
                      const BpChartModel *model,
                      const BpChartStyle *style,
                      cairo_t *cr)
{
  for (guint i = 0; i < labels->labels->len; i++)
    draw_label (&g_array_index (labels->labels, Label, i), model, style, cr);
}
