/* SPDX-License-Identifier: MIT */
#include "chart-axes.h"

#include <math.h>

/* The size of the text, as a share of the font's. */
#define SMALL_TEXT 0.85

/* Lengths, in units of 1/96 inch. */
#define LABEL_GAP 5.0
#define EDGE      4.0
#define TICK      3.0

/* In lines of text: the least distance of two ticks of the vertical axis, and the widest label of a
 * tick of the horizontal one. */
#define TICK_DISTANCE 2.0
#define TICK_WIDTH    3.5

/**
 * bp_chart_axes_create_layout:
 * @context: with the font
 * @text: a text beside the axes or in the plot
 *
 * Returns: (transfer full): the text in the size of the axes' labels
 */
PangoLayout *
bp_chart_axes_create_layout (PangoContext *context, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL_TEXT));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  return layout;
}

static void
set_text (const BpChartAxes *axes, const char *text, double room, double *width, double *height)
{
  int pixel_width;
  int pixel_height;

  pango_layout_set_width (axes->layout, room > 0.0 ? (int) (room * PANGO_SCALE) : -1);
  pango_layout_set_text (axes->layout, text, -1);
  pango_layout_get_pixel_size (axes->layout, &pixel_width, &pixel_height);
  *width = pixel_width;
  if (height != NULL)
    *height = pixel_height;
}

/* Pango puts a text that is read from right to left at the right of its room: the text itself
 * begins at x. */
static void
show_text (const BpChartAxes *axes, cairo_t *cr, double x, double y)
{
  PangoRectangle extents;

  cairo_move_to (cr, round (x), round (y));
  pango_cairo_update_layout (cr, axes->layout);
  pango_layout_get_pixel_extents (axes->layout, NULL, &extents);
  cairo_rel_move_to (cr, -extents.x, 0.0);
  pango_cairo_show_layout (cr, axes->layout);
}

static void
get_y_ticks (const BpChartAxes *axes, double height, BpChartTicks *ticks)
{
  guint most = (guint) MAX (height / (TICK_DISTANCE * axes->line_height), 2.0);

  bp_chart_scale_get_ticks (&axes->y, MIN (most, 8), ticks);
}

static double
measure_y_ticks (const BpChartAxes *axes, double height)
{
  double widest = 0.0;
  BpChartTicks ticks;

  get_y_ticks (axes, height, &ticks);
  for (guint i = 0; i < ticks.n_values; i++)
    {
      g_autofree char *text = bp_chart_scale_format_tick (&axes->y, &ticks, i);
      double width;

      set_text (axes, text, 0.0, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static void
prepare (BpChartAxes *axes, PangoContext *context)
{
  double width;

  g_clear_object (&axes->layout);
  axes->layout = bp_chart_axes_create_layout (context, "");
  set_text (axes, "0", 0.0, &width, &axes->line_height);
}

static void
arrange (BpChartAxes *axes, double width, double height, double label_width)
{
  double left = EDGE + axes->line_height + LABEL_GAP + label_width + LABEL_GAP;
  double below = LABEL_GAP + 2.0 * axes->line_height + EDGE;

  axes->plot = (cairo_rectangle_t){
    .x = ceil (left),
    .y = ceil (axes->line_height / 2.0),
    .width = MAX (width - ceil (left) - axes->line_height, 1.0),
    .height = MAX (height - ceil (axes->line_height / 2.0) - ceil (below), 1.0),
  };
}

/**
 * bp_chart_axes_arrange:
 * @axes: (inout): the scales and names of the axes; gets its plot
 * @context: with the font
 * @width: of the room
 * @height: likewise
 *
 * Lays the axes out, the vertical one with the ticks of its scale.
 */
void
bp_chart_axes_arrange (BpChartAxes *axes, PangoContext *context, double width, double height)
{
  prepare (axes, context);
  arrange (axes, width, height, measure_y_ticks (axes, height));
}

/**
 * bp_chart_axes_arrange_with_labels:
 * @axes: (inout): the scales and names of the axes; gets its plot
 * @context: with the font
 * @width: of the room
 * @height: likewise
 * @label_width: of the widest label
 *
 * Lays the axes out, the vertical one with labels of its own: see bp_chart_axes_draw_y_label().
 */
void
bp_chart_axes_arrange_with_labels (BpChartAxes *axes,
                                   PangoContext *context,
                                   double width,
                                   double height,
                                   double label_width)
{
  prepare (axes, context);
  arrange (axes, width, height, label_width);
}

/**
 * bp_chart_axes_clear:
 * @axes: axes whose contents to free
 */
void
bp_chart_axes_clear (BpChartAxes *axes)
{
  g_clear_object (&axes->layout);
}

/**
 * bp_chart_axes_map_x:
 * @axes: axes that were laid out
 * @x: a value
 *
 * Returns: where it is in the drawing
 */
double
bp_chart_axes_map_x (const BpChartAxes *axes, double x)
{
  return axes->plot.x + axes->plot.width * bp_chart_scale_to_fraction (&axes->x, x);
}

/**
 * bp_chart_axes_map_y:
 * @axes: axes that were laid out
 * @y: a value
 *
 * Returns: where it is in the drawing; values rise upwards
 */
double
bp_chart_axes_map_y (const BpChartAxes *axes, double y)
{
  return axes->plot.y + axes->plot.height * (1.0 - bp_chart_scale_to_fraction (&axes->y, y));
}

/**
 * bp_chart_axes_draw_x:
 * @axes: axes that were laid out
 * @style: the colours
 * @cr: where to
 *
 * Draws the ticks and the name of the horizontal axis.
 */
void
bp_chart_axes_draw_x (const BpChartAxes *axes, const BpChartStyle *style, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &axes->plot;
  guint most = (guint) MAX (plot->width / (TICK_WIDTH * axes->line_height), 2.0);
  double bottom = plot->y + plot->height;
  BpChartTicks ticks;
  double width;

  bp_chart_scale_get_ticks (&axes->x, MIN (most, 8), &ticks);
  cairo_set_line_width (cr, 1.0);
  for (guint i = 0; i < ticks.n_values; i++)
    {
      g_autofree char *text = bp_chart_scale_format_tick (&axes->x, &ticks, i);
      double x = bp_chart_axes_map_x (axes, ticks.values[i]);

      bp_chart_color_set_source (style->grid, cr);
      cairo_move_to (cr, floor (x) + 0.5, bottom);
      cairo_line_to (cr, floor (x) + 0.5, bottom + TICK);
      cairo_stroke (cr);
      set_text (axes, text, 0.0, &width, NULL);
      bp_chart_color_set_source (style->dim, cr);
      show_text (axes, cr, x - width / 2.0, bottom + LABEL_GAP);
    }
  set_text (axes, axes->x_name, plot->width, &width, NULL);
  bp_chart_color_set_source (style->foreground, cr);
  show_text (axes, cr, plot->x + (plot->width - width) / 2.0,
             bottom + LABEL_GAP + axes->line_height);
}

/**
 * bp_chart_axes_draw_y_name:
 * @axes: axes that were laid out
 * @style: the colours
 * @cr: where to
 *
 * Writes the name of the vertical axis upwards.
 */
void
bp_chart_axes_draw_y_name (const BpChartAxes *axes, const BpChartStyle *style, cairo_t *cr)
{
  double width;

  set_text (axes, axes->y_name, axes->plot.height, &width, NULL);
  bp_chart_color_set_source (style->foreground, cr);
  cairo_save (cr);
  cairo_translate (cr, EDGE, round (axes->plot.y + (axes->plot.height + width) / 2.0));
  cairo_rotate (cr, -G_PI_2);
  show_text (axes, cr, 0.0, 0.0);
  cairo_restore (cr);
}

/**
 * bp_chart_axes_draw_y_label:
 * @axes: axes that were laid out
 * @text: a label
 * @y: its middle, in the drawing
 * @cr: where to, in the present colour
 *
 * Writes a label beside the vertical axis.
 */
void
bp_chart_axes_draw_y_label (const BpChartAxes *axes, const char *text, double y, cairo_t *cr)
{
  double width;
  double height;

  set_text (axes, text, 0.0, &width, &height);
  show_text (axes, cr, axes->plot.x - LABEL_GAP - width, y - height / 2.0);
}

/**
 * bp_chart_axes_draw_y:
 * @axes: axes that were laid out
 * @style: the colours
 * @cr: where to
 *
 * Draws the ticks and the name of the vertical axis.
 */
void
bp_chart_axes_draw_y (const BpChartAxes *axes, const BpChartStyle *style, cairo_t *cr)
{
  BpChartTicks ticks;

  get_y_ticks (axes, axes->plot.height, &ticks);
  bp_chart_color_set_source (style->dim, cr);
  for (guint i = 0; i < ticks.n_values; i++)
    {
      g_autofree char *text = bp_chart_scale_format_tick (&axes->y, &ticks, i);

      bp_chart_axes_draw_y_label (axes, text, bp_chart_axes_map_y (axes, ticks.values[i]), cr);
    }
  bp_chart_axes_draw_y_name (axes, style, cr);
}
