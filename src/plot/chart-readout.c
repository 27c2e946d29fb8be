/* SPDX-License-Identifier: MIT */

/* The read-out of the curves at one position: a line through the plot and a small box of values
 * beside it. */
#include "chart-readout.h"

#include "chart-marker.h"

#include <glib/gi18n.h>
#include <math.h>

#define PADDING    8.0
#define DISTANCE   12.0
#define SWATCH     16.0
#define SWATCH_GAP 6.0
#define COLUMN_GAP 12.0
#define CORNER     6.0
#define LINE_ALPHA 0.5F

/* As many curves as the box has rows for. */
#define MAX_ROWS 10

typedef struct
{
  BpChartSeries *series;
  BpChartColor color;
  double point_x; /* where the curve's nearest point is drawn */
  double point_y;
  PangoLayout *name;
  PangoLayout *value;
} Row;

typedef struct
{
  PangoLayout *heading;
  PangoLayout *mark; /* nullable: the text of the mark there */
  PangoLayout *more; /* nullable: stands for the curves without a row */
  Row rows[MAX_ROWS];
  guint n_rows;
  double line_height;
  double name_width;
  double value_width;
  double width;
  double height;
} Readout;

static double
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static void
add_row (Readout *readout,
         const BpChartFrame *frame,
         const BpChartModel *model,
         const BpChartStyle *style,
         guint index,
         double x)
{
  BpChartSeries *series = bp_chart_model_get_series (model, index);
  g_autofree char *text = NULL;
  gsize point;
  float y;
  Row *row;

  if (!bp_chart_series_find_nearest (series, x, &point))
    return;
  y = bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, point);
  if (!isfinite (y))
    return;

  text = bp_chart_model_format_value (model, series, (double) y);
  row = &readout->rows[readout->n_rows++];
  *row = (Row){
    .series = series,
    .color = bp_chart_style_get_color (style, series, index),
    .point_x = bp_chart_frame_map_x (frame, model, bp_chart_series_get_x (series, point)),
    .point_y = bp_chart_frame_map_y (frame, model, series, (double) y),
    .name = bp_chart_frame_create_layout (frame, bp_chart_series_get_name (series)),
    .value = bp_chart_frame_create_layout (frame, text),
  };
  readout->name_width = MAX (readout->name_width, get_width (row->name));
  readout->value_width = MAX (readout->value_width, get_width (row->value));
}

static void
readout_init (Readout *readout,
              const BpChartFrame *frame,
              const BpChartModel *model,
              const BpChartStyle *style,
              double x)
{
  const BpChartMark *mark = bp_chart_model_find_mark (model, x);
  g_autofree char *heading = bp_chart_model_format_x (model, x);
  double rows_width;

  *readout = (Readout){ .heading = bp_chart_frame_create_layout (frame, heading),
                        .line_height = frame->line_height };
  for (guint i = 0; i < model->series->len && readout->n_rows < MAX_ROWS; i++)
    add_row (readout, frame, model, style, i, x);
  if (mark != NULL)
    readout->mark = bp_chart_frame_create_layout (frame, mark->text);
  if (readout->n_rows == MAX_ROWS && model->series->len > MAX_ROWS)
    {
      /* Translators: %u is the number of curves whose values have no room. */
      g_autofree char *more = g_strdup_printf (_ ("and %u more"), model->series->len - MAX_ROWS);

      readout->more = bp_chart_frame_create_layout (frame, more);
    }

  rows_width = SWATCH + SWATCH_GAP + readout->name_width + COLUMN_GAP + readout->value_width;
  readout->width = MAX (get_width (readout->heading), rows_width);
  if (readout->mark != NULL)
    readout->width = MAX (readout->width, get_width (readout->mark));
  readout->width += 2.0 * PADDING;
  readout->height = (readout->n_rows + 1.0) * readout->line_height + 2.0 * PADDING;
  if (readout->mark != NULL)
    readout->height += readout->line_height;
  if (readout->more != NULL)
    readout->height += readout->line_height;
}

static void
readout_clear (Readout *readout)
{
  g_object_unref (readout->heading);
  g_clear_object (&readout->mark);
  g_clear_object (&readout->more);
  for (guint i = 0; i < readout->n_rows; i++)
    {
      g_object_unref (readout->rows[i].name);
      g_object_unref (readout->rows[i].value);
    }
}

static void
add_rounded_rectangle (cairo_t *cr, double x, double y, double width, double height)
{
  const double quarter = G_PI / 2.0;

  cairo_new_path (cr);
  cairo_arc (cr, x + width - CORNER, y + CORNER, CORNER, -quarter, 0.0);
  cairo_arc (cr, x + width - CORNER, y + height - CORNER, CORNER, 0.0, quarter);
  cairo_arc (cr, x + CORNER, y + height - CORNER, CORNER, quarter, 2.0 * quarter);
  cairo_arc (cr, x + CORNER, y + CORNER, CORNER, 2.0 * quarter, 3.0 * quarter);
  cairo_close_path (cr);
}

/* Writes a text on the next line of the box, where there is one. */
static void
show_line (cairo_t *cr, PangoLayout *layout, double x, double *y, double line_height)
{
  if (layout == NULL)
    return;
  *y += line_height;
  cairo_move_to (cr, x, *y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_box (const Readout *readout, const BpChartStyle *style, double x, double y, cairo_t *cr)
{
  add_rounded_rectangle (cr, x + 0.5, y + 0.5, readout->width - 1.0, readout->height - 1.0);
  bp_chart_color_set_source (style->background, cr);
  cairo_fill_preserve (cr);
  bp_chart_color_set_source (style->grid, cr);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);

  x += PADDING;
  y += PADDING;
  cairo_move_to (cr, x, y);
  bp_chart_color_set_source (style->dim, cr);
  pango_cairo_show_layout (cr, readout->heading);
  for (guint i = 0; i < readout->n_rows; i++)
    {
      const Row *row = &readout->rows[i];

      y += readout->line_height;
      bp_chart_draw_swatch (cr, style, row->color, bp_chart_series_get_flags (row->series), x,
                            y + readout->line_height / 2.0, SWATCH);
      bp_chart_color_set_source (style->foreground, cr);
      cairo_move_to (cr, x + SWATCH + SWATCH_GAP, y);
      pango_cairo_show_layout (cr, row->name);
      cairo_move_to (cr, x + readout->width - 2.0 * PADDING - get_width (row->value), y);
      pango_cairo_show_layout (cr, row->value);
    }
  bp_chart_color_set_source (style->dim, cr);
  show_line (cr, readout->more, x, &y, readout->line_height);
  show_line (cr, readout->mark, x, &y, readout->line_height);
}

/* Places the box at the upper or lower end of the plot, away from the points. */
static double
get_box_y (const Readout *readout, const cairo_rectangle_t *plot)
{
  double middle = 0.0;

  for (guint i = 0; i < readout->n_rows; i++)
    middle += readout->rows[i].point_y / readout->n_rows;
  if (middle < plot->y + plot->height / 2.0)
    return plot->y + plot->height - PADDING - readout->height;
  return plot->y + PADDING;
}

/**
 * bp_chart_readout_draw:
 * @frame: the layout of the chart
 * @model: the curves
 * @style: their colours
 * @x: the position on the horizontal axis
 * @cr: the context to draw to
 *
 * Marks the position and writes the value of each curve there, on the side with more room, and the
 * text of a mark. A position beyond the ends of the axis is left out.
 */
void
bp_chart_readout_draw (const BpChartFrame *frame,
                       const BpChartModel *model,
                       const BpChartStyle *style,
                       double x,
                       cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  double line_x = floor (bp_chart_frame_map_x (frame, model, x)) + 0.5;
  BpChartColor line_color = style->foreground;
  double box_x;
  Readout readout;

  if (!bp_chart_frame_is_in_plot (frame, line_x, plot->y))
    return;
  readout_init (&readout, frame, model, style, x);

  cairo_save (cr);
  line_color.alpha = LINE_ALPHA;
  bp_chart_color_set_source (line_color, cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, line_x, plot->y);
  cairo_line_to (cr, line_x, plot->y + plot->height);
  cairo_stroke (cr);
  for (guint i = 0; i < readout.n_rows; i++)
    {
      const Row *row = &readout.rows[i];

      if (bp_chart_frame_is_in_plot (frame, row->point_x, row->point_y))
        bp_chart_draw_marker (cr, style, row->color, bp_chart_series_get_flags (row->series),
                              row->point_x, row->point_y, BP_CHART_MARKER_RADIUS + 1.0);
    }

  box_x = line_x - 0.5 + DISTANCE;
  if (line_x > plot->x + plot->width / 2.0)
    box_x = line_x - 0.5 - DISTANCE - readout.width;
  draw_box (&readout, style, MAX (box_x, 0.0), round (get_box_y (&readout, plot)), cr);
  cairo_restore (cr);

  readout_clear (&readout);
}
