/* SPDX-License-Identifier: MIT */
#include "chart-frame.h"

#include "chart-marker.h"

#include <math.h>

/* The size of the text on axes, as a share of the widget's text. */
#define SMALL_TEXT 0.85

/* The widest label of both charts of a run. Both keep room for it, so that they line up. */
#define WIDEST_Y_LABEL "99.5 %"
#define WIDE_X_LABEL   "000"

/* Lengths, in units of 1/96 inch. */
#define LABEL_GAP      8.0
#define X_NAME_GAP     8.0
#define LEGEND_GAP     16.0
#define LEGEND_SWATCH  24.0
#define RIGHT_MARGIN   20.0
#define X_LABEL_MARGIN 8.0
#define SMALLEST_PLOT  10.0
#define HINT_MARGIN    12.0

/* The least distance of ticks, as a multiple of the size of their labels. */
#define X_TICK_DISTANCE 2.5
#define Y_TICK_DISTANCE 1.8

static void
get_size (PangoLayout *layout, double *width, double *height)
{
  int pixel_width;
  int pixel_height;

  pango_layout_get_pixel_size (layout, &pixel_width, &pixel_height);
  if (width != NULL)
    *width = pixel_width;
  if (height != NULL)
    *height = pixel_height;
}

static double
get_width_of (const BpChartFrame *frame, const char *text)
{
  g_autoptr (PangoLayout) layout = bp_chart_frame_create_layout (frame, text);
  double width;

  get_size (layout, &width, NULL);
  return width;
}

/* Creates the layouts of an axis's numbers; returns the width of the widest. */
static double
create_labels (const BpChartFrame *frame,
               const BpChartScale *scale,
               const BpChartTicks *ticks,
               GPtrArray *labels)
{
  double widest = 0.0;

  for (guint i = 0; i < ticks->n_values; i++)
    {
      g_autofree char *text = bp_chart_scale_format (scale, ticks->values[i], ticks->decimals);
      PangoLayout *label = bp_chart_frame_create_layout (frame, text);
      double width;

      get_size (label, &width, NULL);
      widest = MAX (widest, width);
      g_ptr_array_add (labels, label);
    }
  return widest;
}

/* Places the names of the series in the legend, which continues in a new row where it is too
 * wide. */
static void
place_name (const BpChartFrame *frame, guint index, double room, double *x, double *row)
{
  *x = 0.0;
  *row = 0.0;
  for (guint i = 0; i <= index; i++)
    {
      double width;

      get_size (g_ptr_array_index (frame->names, i), &width, NULL);
      width += LEGEND_SWATCH + LABEL_GAP;
      if (*x > 0.0 && *x + width > room)
        {
          *x = 0.0;
          *row += 1.0;
        }
      if (i < index)
        *x += width + LEGEND_GAP;
    }
}

static double
get_legend_end (const BpChartFrame *frame)
{
  double end = 0.0;

  for (guint i = 0; i < frame->names->len; i++)
    {
      double x;
      double row;
      double width;

      place_name (frame, i, frame->plot.width, &x, &row);
      get_size (g_ptr_array_index (frame->names, i), &width, NULL);
      end = MAX (end, frame->plot.x + x + LEGEND_SWATCH + LABEL_GAP + width);
    }
  return end;
}

static double
get_legend_height (const BpChartFrame *frame, double room)
{
  double x;
  double row;

  if (frame->names->len == 0)
    return frame->line_height / 2.0;
  place_name (frame, frame->names->len - 1, room, &x, &row);
  return (row + 1.0) * frame->line_height + BP_CHART_TOP_MARGIN;
}

static void
place_plot (BpChartFrame *frame, const BpChartModel *model)
{
  double x_name_width;
  double label_room;
  double left;
  double width;
  double top;
  double height;
  double y_label_width;

  get_size (frame->x_name, &x_name_width, NULL);
  label_room = MAX (x_name_width + X_NAME_GAP, get_width_of (frame, WIDEST_Y_LABEL));

  /* The number of ticks depends on the plot's size, and its left edge on the width of the numbers.
   * Its height depends on neither and comes first. */
  width = frame->width - label_room - LABEL_GAP - RIGHT_MARGIN;
  top = ceil (get_legend_height (frame, width));
  height = floor (frame->height - top - frame->line_height - X_LABEL_MARGIN);
  height = MAX (height, SMALLEST_PLOT);
  bp_chart_scale_get_ticks (&model->y, (guint) (height / (frame->line_height * Y_TICK_DISTANCE)),
                            &frame->y_ticks);
  y_label_width = create_labels (frame, &model->y, &frame->y_ticks, frame->y_labels);

  left = ceil (MAX (label_room, y_label_width) + LABEL_GAP);
  width = MAX (floor (frame->width - left - RIGHT_MARGIN), SMALLEST_PLOT);
  bp_chart_scale_get_ticks (&model->x,
                            (guint) (width /
                                     (get_width_of (frame, WIDE_X_LABEL) * X_TICK_DISTANCE)) +
                                1,
                            &frame->x_ticks);
  create_labels (frame, &model->x, &frame->x_ticks, frame->x_labels);

  frame->plot = (cairo_rectangle_t){ left, top, width, height };
  frame->legend_end = get_legend_end (frame);
}

static PangoFontDescription *
create_small_font (const PangoFontDescription *font)
{
  PangoFontDescription *small_font = pango_font_description_copy (font);
  double size = pango_font_description_get_size (font) * SMALL_TEXT;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (small_font, size);
  else
    pango_font_description_set_size (small_font, (int) size);

  return small_font;
}

/**
 * bp_chart_frame_new:
 * @model: the contents of the chart
 * @context: the font, and how text is rendered
 * @width: of the chart
 * @height: of the chart
 *
 * Returns: (transfer full): the layout of the chart
 */
BpChartFrame *
bp_chart_frame_new (const BpChartModel *model, PangoContext *context, double width, double height)
{
  BpChartFrame *frame = g_new0 (BpChartFrame, 1);

  frame->width = width;
  frame->height = height;
  frame->context = g_object_ref (context);
  frame->font = create_small_font (pango_context_get_font_description (context));
  frame->x_labels = g_ptr_array_new_with_free_func (g_object_unref);
  frame->y_labels = g_ptr_array_new_with_free_func (g_object_unref);
  frame->names = g_ptr_array_new_with_free_func (g_object_unref);
  frame->x_name = bp_chart_frame_create_layout (frame, model->x_name);
  get_size (frame->x_name, NULL, &frame->line_height);
  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      g_ptr_array_add (frame->names,
                       bp_chart_frame_create_layout (frame, bp_chart_series_get_name (series)));
    }
  place_plot (frame, model);
  if (model->hint != NULL && bp_chart_model_is_empty (model))
    {
      frame->hint = bp_chart_frame_create_layout (frame, model->hint);
      pango_layout_set_font_description (frame->hint, NULL);
      pango_layout_set_width (frame->hint, (int) (MAX (frame->plot.width - 2.0 * HINT_MARGIN, 0.0) *
                                                  PANGO_SCALE));
      pango_layout_set_alignment (frame->hint, PANGO_ALIGN_CENTER);
    }

  return frame;
}

/**
 * bp_chart_frame_free:
 * @frame: (transfer full): the frame
 */
void
bp_chart_frame_free (BpChartFrame *frame)
{
  g_ptr_array_unref (frame->x_labels);
  g_ptr_array_unref (frame->y_labels);
  g_ptr_array_unref (frame->names);
  g_object_unref (frame->x_name);
  g_clear_object (&frame->hint);
  pango_font_description_free (frame->font);
  g_object_unref (frame->context);
  g_free (frame);
}

/**
 * bp_chart_frame_create_layout:
 * @frame: the frame
 * @text: a text on the chart
 *
 * Returns: (transfer full): @text in the small font, its figures all of one width
 */
PangoLayout *
bp_chart_frame_create_layout (const BpChartFrame *frame, const char *text)
{
  PangoLayout *layout = pango_layout_new (frame->context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, frame->font);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/**
 * bp_chart_frame_map_x:
 * @frame: the frame
 * @model: the model that the frame was made for
 * @x: a position on the horizontal axis
 *
 * Returns: its x coordinate in the widget
 */
double
bp_chart_frame_map_x (const BpChartFrame *frame, const BpChartModel *model, double x)
{
  return frame->plot.x + frame->plot.width * bp_chart_scale_to_fraction (&model->x, x);
}

/**
 * bp_chart_frame_map_y:
 * @frame: the frame
 * @model: the model that the frame was made for
 * @y: a value, on the axis or not
 *
 * Returns: its y coordinate in the widget; values beyond the axis are drawn at its end
 */
double
bp_chart_frame_map_y (const BpChartFrame *frame, const BpChartModel *model, double y)
{
  double fraction = bp_chart_scale_to_fraction (&model->y, y);

  return frame->plot.y + frame->plot.height * (1.0 - CLAMP (fraction, 0.0, 1.0));
}

static void
show_layout (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cr, round (x), round (y));
  pango_cairo_show_layout (cr, layout);
}

/* The middle of the pixel at a coordinate, where a line of width 1 is sharp. */
static double
to_pixel (double place)
{
  return floor (place) + 0.5;
}

static void
draw_grid (const BpChartFrame *frame,
           const BpChartModel *model,
           const BpChartStyle *style,
           cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;

  cairo_set_line_width (cr, 1.0);
  gdk_cairo_set_source_rgba (cr, &style->grid);
  for (guint i = 0; i < frame->y_ticks.n_values; i++)
    {
      double y = to_pixel (bp_chart_frame_map_y (frame, model, frame->y_ticks.values[i]));

      cairo_move_to (cr, plot->x, y);
      cairo_line_to (cr, plot->x + plot->width, y);
    }
  for (guint i = 0; i < frame->x_ticks.n_values; i++)
    {
      double x = to_pixel (bp_chart_frame_map_x (frame, model, frame->x_ticks.values[i]));

      cairo_move_to (cr, x, plot->y);
      cairo_line_to (cr, x, plot->y + plot->height);
    }
  cairo_stroke (cr);
}

static void
draw_axes (const BpChartFrame *frame,
           const BpChartModel *model,
           const BpChartStyle *style,
           cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  double x_label_y = plot->y + plot->height + X_LABEL_MARGIN;
  double width;

  gdk_cairo_set_source_rgba (cr, &style->dim);
  for (guint i = 0; i < frame->y_ticks.n_values; i++)
    {
      PangoLayout *label = g_ptr_array_index (frame->y_labels, i);
      double y = bp_chart_frame_map_y (frame, model, frame->y_ticks.values[i]);

      get_size (label, &width, NULL);
      show_layout (cr, label, plot->x - LABEL_GAP - width, y - frame->line_height / 2.0);
    }
  for (guint i = 0; i < frame->x_ticks.n_values; i++)
    {
      PangoLayout *label = g_ptr_array_index (frame->x_labels, i);
      double x = bp_chart_frame_map_x (frame, model, frame->x_ticks.values[i]);

      get_size (label, &width, NULL);
      show_layout (cr, label, MIN (x - width / 2.0, frame->width - width), x_label_y);
    }
  get_size (frame->x_name, &width, NULL);
  show_layout (cr, frame->x_name, plot->x - X_NAME_GAP - LABEL_GAP - width, x_label_y);
}

static void
draw_legend (const BpChartFrame *frame,
             const BpChartModel *model,
             const BpChartStyle *style,
             cairo_t *cr)
{
  for (guint i = 0; i < frame->names->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);
      double x;
      double row;

      place_name (frame, i, frame->plot.width, &x, &row);
      x += frame->plot.x;
      bp_chart_draw_swatch (cr, style, i, bp_chart_series_get_flags (series), x,
                            (row + 0.5) * frame->line_height, LEGEND_SWATCH);
      gdk_cairo_set_source_rgba (cr, &style->foreground);
      show_layout (cr, g_ptr_array_index (frame->names, i), x + LEGEND_SWATCH + LABEL_GAP,
                   row * frame->line_height);
    }
}

/* The two axes without numbers, and the hint in the middle. */
static void
draw_hint (const BpChartFrame *frame, const BpChartStyle *style, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  double height;

  cairo_set_line_width (cr, 1.0);
  gdk_cairo_set_source_rgba (cr, &style->grid);
  cairo_move_to (cr, to_pixel (plot->x), plot->y);
  cairo_line_to (cr, to_pixel (plot->x), to_pixel (plot->y + plot->height));
  cairo_line_to (cr, plot->x + plot->width, to_pixel (plot->y + plot->height));
  cairo_stroke (cr);

  get_size (frame->hint, NULL, &height);
  gdk_cairo_set_source_rgba (cr, &style->dim);
  show_layout (cr, frame->hint, plot->x + HINT_MARGIN, plot->y + (plot->height - height) / 2.0);
}

/**
 * bp_chart_frame_draw:
 * @frame: the frame
 * @model: the model that the frame was made for
 * @style: its colours
 * @cr: the context to draw to
 *
 * Draws the grid behind the curves, the axes' numbers and the legend; for a chart without curves,
 * the hint instead.
 */
void
bp_chart_frame_draw (const BpChartFrame *frame,
                     const BpChartModel *model,
                     const BpChartStyle *style,
                     cairo_t *cr)
{
  if (frame->hint != NULL)
    {
      draw_hint (frame, style, cr);
      return;
    }
  draw_grid (frame, model, style, cr);
  draw_axes (frame, model, style, cr);
  draw_legend (frame, model, style, cr);
}
