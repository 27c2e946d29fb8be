/* SPDX-License-Identifier: MIT */

/* Draws the marks: a dotted line through the plot with a small shape at its upper end, or at its
 * lower end where a value is written at the upper one. What a mark stands for is written in the
 * read-out, and on paper beside the shape, above the plot, where no value is written over it. */
#include "chart-marks.h"

#include <math.h>

#define RADIUS   BP_CHART_MARK_RADIUS
#define TEXT_GAP 4.0
#define N_POINTS 5

/* The inner radius of a star. */
#define STAR_INSIDE 0.45

static const double dots[] = { 1.0, 3.0 };

static void
add_star (cairo_t *cr, double x, double y)
{
  for (guint i = 0; i < 2 * N_POINTS; i++)
    {
      double angle = G_PI * i / N_POINTS;
      double radius = i % 2 == 0 ? RADIUS * 1.3 : RADIUS * 1.3 * STAR_INSIDE;

      cairo_line_to (cr, x + radius * sin (angle), y - radius * cos (angle));
    }
  cairo_close_path (cr);
}

static void
draw_shape (cairo_t *cr, BpChartMarkShape shape, double x, double y)
{
  cairo_new_path (cr);
  switch (shape)
    {
    case BP_CHART_MARK_TRIANGLE:
      cairo_move_to (cr, x - RADIUS, y - RADIUS);
      cairo_line_to (cr, x + RADIUS, y - RADIUS);
      cairo_line_to (cr, x, y + RADIUS);
      cairo_close_path (cr);
      break;
    case BP_CHART_MARK_BAR:
      cairo_rectangle (cr, x - 1.5, y - RADIUS, 3.0, 2.0 * RADIUS);
      break;
    case BP_CHART_MARK_RING:
      cairo_set_dash (cr, NULL, 0, 0.0);
      cairo_set_line_width (cr, 2.0);
      cairo_arc (cr, x, y, RADIUS - 1.0, 0.0, 2.0 * G_PI);
      cairo_stroke (cr);
      break;
    case BP_CHART_MARK_STAR:
    default:
      add_star (cr, x, y);
      break;
    }
  cairo_fill (cr);
}

static void
draw_text (const BpChartFrame *frame, const BpChartMark *mark, double x, double y, cairo_t *cr)
{
  g_autoptr (PangoLayout) layout = bp_chart_frame_create_layout (frame, mark->text);
  const cairo_rectangle_t *plot = &frame->plot;
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  x += RADIUS + TEXT_GAP;
  if (x + width > plot->x + plot->width)
    x -= 2.0 * (RADIUS + TEXT_GAP) + width;
  cairo_move_to (cr, round (x), round (y - height / 2.0));
  pango_cairo_show_layout (cr, layout);
}

/* Where no value is written. */
static double
find_end (const BpChartFrame *frame, const BpChartLabels *labels, double x)
{
  const cairo_rectangle_t *plot = &frame->plot;
  cairo_rectangle_t upper = { x - RADIUS, plot->y, 2.0 * RADIUS, 2.0 * RADIUS };

  return bp_chart_labels_cover (labels, &upper) ? plot->y + plot->height - RADIUS
                                                : plot->y + RADIUS;
}

/* The height of the shape of a mark. Marks that lie near each other have their texts in different
 * rows. */
static double
get_y (const BpChartFrame *frame, const BpChartLabels *labels, double x, guint n_drawn)
{
  double row = n_drawn % BP_CHART_MARK_ROWS;

  if (!frame->is_for_paper)
    return find_end (frame, labels, x);
  return frame->plot.y - BP_CHART_TOP_MARGIN - frame->marks_height +
         (row + 0.5) * frame->line_height;
}

/**
 * bp_chart_marks_draw:
 * @frame: the layout of the chart
 * @model: the chart
 * @labels: the values that are written in it
 * @style: its colours
 * @cr: the context to draw to
 *
 * Draws the marks between the ends of the horizontal axis.
 */
void
bp_chart_marks_draw (const BpChartFrame *frame,
                     const BpChartModel *model,
                     const BpChartLabels *labels,
                     const BpChartStyle *style,
                     cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  guint n_drawn = 0;

  cairo_save (cr);
  bp_chart_color_set_source (style->dim, cr);
  for (guint i = 0; i < model->marks->len; i++)
    {
      const BpChartMark *mark = bp_chart_model_get_mark (model, i);
      double x = floor (bp_chart_frame_map_x (frame, model, mark->x)) + 0.5;
      double y;

      if (!bp_chart_frame_is_in_plot (frame, x, plot->y))
        continue;
      y = get_y (frame, labels, x, n_drawn);
      cairo_set_line_width (cr, 1.0);
      cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0.0);
      cairo_move_to (cr, x, MIN (y, plot->y));
      cairo_line_to (cr, x, plot->y + plot->height);
      cairo_stroke (cr);
      draw_shape (cr, mark->shape, x, y);
      if (frame->is_for_paper)
        draw_text (frame, mark, x, y, cr);
      n_drawn++;
    }
  cairo_restore (cr);
}
