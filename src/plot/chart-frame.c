/* SPDX-License-Identifier: MIT */
#include "chart-frame.h"

#include "chart-marker.h"
#include "chart-marks.h"

#include <glib/gi18n.h>
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
#define X_LABEL_GAP    12.0
#define NOTE_MARGIN    6.0
#define TITLE_GAP      10.0
#define PAPER_MARGIN   12.0
#define SMALLEST_PLOT  10.0

/* The share of a chart's width that the name of the horizontal axis takes beside it at most. */
#define WIDEST_X_NAME 0.3

#define HINT_MARGIN 12.0

/* The legend has this many rows at most; then it says how many more series there are. */
#define MAX_LEGEND_ROWS 3.0

/* What lies beyond an axis is drawn as far away as this multiple of it, so that lines keep their
 * direction up to the edge, and coordinates stay within what cairo can hold. */
#define FARTHEST 20.0

/* The size of a chart's title, relative to the small text. */
#define TITLE_SIZE 1.4

/* A curve with a scale of its own ends under the upper edge. */
#define OWN_SCALE_HEIGHT 0.95

/* Half a pixel of rounding. */
#define PLOT_TOLERANCE 0.5

/* The opacity of the patch behind a note. */
#define NOTE_GROUND 0.75F

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

  g_ptr_array_set_size (labels, 0);
  for (guint i = 0; i < ticks->n_values; i++)
    {
      g_autofree char *text = bp_chart_scale_format_tick (scale, ticks, i);
      PangoLayout *label = bp_chart_frame_create_layout (frame, text);
      double width;

      get_size (label, &width, NULL);
      widest = MAX (widest, width);
      g_ptr_array_add (labels, label);
    }
  return widest;
}

/* Whether neighbouring numbers of the horizontal axis have their gap. */
static gboolean
have_room (const BpChartScale *scale, const BpChartTicks *ticks, GPtrArray *labels, double width)
{
  double end = -G_MAXDOUBLE;

  for (guint i = 0; i < ticks->n_values; i++)
    {
      double middle = width * bp_chart_scale_to_fraction (scale, ticks->values[i]);
      double label_width;

      get_size (g_ptr_array_index (labels, i), &label_width, NULL);
      if (middle - label_width / 2.0 < end + X_LABEL_GAP)
        return FALSE;
      end = middle + label_width / 2.0;
    }
  return TRUE;
}

/* As many ticks of the horizontal axis as their numbers have room. */
static void
create_x_labels (BpChartFrame *frame, const BpChartScale *scale, double width)
{
  guint n_ticks = (guint) (width / (get_width_of (frame, WIDE_X_LABEL) * X_TICK_DISTANCE)) + 1;

  do
    {
      bp_chart_scale_get_ticks (scale, n_ticks, &frame->x_ticks);
      create_labels (frame, scale, &frame->x_ticks, frame->x_labels);
      n_ticks = MIN (n_ticks, frame->x_ticks.n_values) - 1;
    }
  while (n_ticks >= 2 && !have_room (scale, &frame->x_ticks, frame->x_labels, width));
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

/* A name that is wider than the legend is cut off with an ellipsis. */
static void
shorten_names (BpChartFrame *frame, double room)
{
  double longest = MAX (room - LEGEND_SWATCH - LABEL_GAP, 0.0);

  for (guint i = 0; i < frame->names->len; i++)
    {
      PangoLayout *name = g_ptr_array_index (frame->names, i);
      double width;

      get_size (name, &width, NULL);
      if (width <= longest)
        continue;
      pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (name, (int) (longest * PANGO_SCALE));
    }
}

/* As many names as fit into the rows of the legend. */
static void
choose_names (BpChartFrame *frame, double room)
{
  g_autofree char *more = NULL;

  frame->n_names = frame->names->len;
  while (frame->n_names > 1)
    {
      double x;
      double row;

      place_name (frame, frame->n_names - 1, room, &x, &row);
      if (row < MAX_LEGEND_ROWS)
        break;
      frame->n_names--;
    }
  if (frame->n_names == frame->names->len)
    return;
  /* The last name makes room for the number of all that are left out. */
  frame->n_names--;
  /* Translators: %u is the number of curves that a legend has no room for. */
  more = g_strdup_printf (_ ("and %u more"), frame->names->len - frame->n_names);
  g_clear_object (&frame->more);
  frame->more = bp_chart_frame_create_layout (frame, more);
}

static double
get_legend_end (const BpChartFrame *frame)
{
  double end = 0.0;

  for (guint i = 0; i < frame->n_names; i++)
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
get_title_height (const BpChartFrame *frame)
{
  double height;

  if (frame->title == NULL)
    return 0.0;
  get_size (frame->title, NULL, &height);
  return PAPER_MARGIN + height + TITLE_GAP;
}

static double
get_legend_height (const BpChartFrame *frame, double room)
{
  double x;
  double row;

  if (frame->names->len == 0)
    return frame->line_height / 2.0;
  /* Where names are left out, the text that says so takes the place of the next one. */
  place_name (frame, MIN (frame->n_names, frame->names->len - 1), room, &x, &row);
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
  frame->is_x_name_below =
      frame->is_for_paper || x_name_width + X_NAME_GAP > WIDEST_X_NAME * frame->width;
  label_room = get_width_of (frame, WIDEST_Y_LABEL);
  if (frame->is_for_paper)
    label_room += frame->line_height + PAPER_MARGIN;
  else if (!frame->is_x_name_below)
    label_room = MAX (label_room, x_name_width + X_NAME_GAP);

  /* The number of ticks depends on the plot's size, and its left edge on the width of the numbers.
   * Its height depends on neither and comes first. */
  width = frame->width - label_room - LABEL_GAP - RIGHT_MARGIN;
  shorten_names (frame, width);
  choose_names (frame, width);
  if (frame->is_for_paper)
    frame->marks_height = MIN (model->marks->len, BP_CHART_MARK_ROWS) * frame->line_height;
  top = ceil (get_title_height (frame) + get_legend_height (frame, width) + frame->marks_height);
  height = floor (frame->height - top - frame->line_height - X_LABEL_MARGIN);
  if (frame->is_x_name_below)
    height -= frame->line_height;
  if (frame->is_for_paper)
    height -= PAPER_MARGIN;
  height = MAX (height, SMALLEST_PLOT);
  bp_chart_scale_get_ticks (&model->y, (guint) (height / (frame->line_height * Y_TICK_DISTANCE)),
                            &frame->y_ticks);
  y_label_width = create_labels (frame, &model->y, &frame->y_ticks, frame->y_labels);
  if (frame->is_for_paper)
    y_label_width += frame->line_height + PAPER_MARGIN;

  left = ceil (MAX (label_room, y_label_width) + LABEL_GAP);
  width = MAX (floor (frame->width - left - RIGHT_MARGIN), SMALLEST_PLOT);
  create_x_labels (frame, &model->x, width);

  frame->plot = (cairo_rectangle_t){ left, top, width, height };
  frame->legend_top = get_title_height (frame);
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

static BpChartFrame *
create_frame (const BpChartModel *model, PangoContext *context, double width, double height)
{
  BpChartFrame *frame = g_new0 (BpChartFrame, 1);

  frame->width = width;
  frame->height = height;
  frame->context = g_object_ref (context);
  frame->font = create_small_font (pango_context_get_font_description (context));
  frame->x_labels = g_ptr_array_new_with_free_func (g_object_unref);
  frame->y_labels = g_ptr_array_new_with_free_func (g_object_unref);
  frame->named = g_array_new (FALSE, FALSE, sizeof (guint));
  frame->names = g_ptr_array_new_with_free_func (g_object_unref);
  frame->x_name = bp_chart_frame_create_layout (frame, model->x_name);
  get_size (frame->x_name, NULL, &frame->line_height);
  for (guint i = 0; i < model->series->len; i++)
    {
      BpChartSeries *series = bp_chart_model_get_series (model, i);

      if (bp_chart_series_get_length (series) == 0)
        continue;
      g_array_append_val (frame->named, i);
      g_ptr_array_add (frame->names,
                       bp_chart_frame_create_layout (frame, bp_chart_series_get_name (series)));
    }
  return frame;
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
  BpChartFrame *frame = create_frame (model, context, width, height);

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
 * bp_chart_frame_new_for_paper:
 * @model: the contents of the chart
 * @context: the font, and how text is rendered
 * @title: what stands over the chart
 * @y_name: what the vertical axis shows
 * @width: of the chart
 * @height: of the chart
 *
 * Returns: (transfer full): the layout of a chart that is understood without the window around it
 */
BpChartFrame *
bp_chart_frame_new_for_paper (const BpChartModel *model,
                              PangoContext *context,
                              const char *title,
                              const char *y_name,
                              double width,
                              double height)
{
  BpChartFrame *frame = create_frame (model, context, width, height);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (frame->font);

  frame->is_for_paper = TRUE;
  frame->y_name = bp_chart_frame_create_layout (frame, y_name);
  frame->title = bp_chart_frame_create_layout (frame, title);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_size (font,
                                   (int) (pango_font_description_get_size (font) * TITLE_SIZE));
  pango_layout_set_font_description (frame->title, font);
  pango_layout_set_width (frame->title, (int) ((width - 2.0 * PAPER_MARGIN) * PANGO_SCALE));
  pango_layout_set_ellipsize (frame->title, PANGO_ELLIPSIZE_END);
  place_plot (frame, model);

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
  g_array_unref (frame->named);
  g_ptr_array_unref (frame->names);
  g_object_unref (frame->x_name);
  g_clear_object (&frame->more);
  g_clear_object (&frame->y_name);
  g_clear_object (&frame->title);
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
 * Returns: its x coordinate in the widget, outside of the plot where the axis does not reach it
 */
double
bp_chart_frame_map_x (const BpChartFrame *frame, const BpChartModel *model, double x)
{
  double fraction = bp_chart_scale_to_fraction (&model->x, x);

  return frame->plot.x + frame->plot.width * CLAMP (fraction, -FARTHEST, 1.0 + FARTHEST);
}

/* Where a value lies on the height of the plot: 0 at the bottom, 1 at the top. */
static double
get_height_share (const BpChartModel *model, const BpChartSeries *series, double y)
{
  if (bp_chart_series_get_flags (series) & BP_CHART_SERIES_OWN_SCALE)
    {
      double largest = (double) bp_chart_series_get_range (series, BP_CHART_LAYER_RAW).max;

      return largest > 0.0 ? OWN_SCALE_HEIGHT * y / largest : 0.0;
    }
  return bp_chart_scale_to_fraction (&model->y, bp_chart_model_to_axis (model, y));
}

/**
 * bp_chart_frame_map_y:
 * @frame: the frame
 * @model: the model that the frame was made for
 * @series: a curve of it
 * @y: a value of the curve
 *
 * Returns: its y coordinate in the widget, outside of the plot where the axis does not reach it
 */
double
bp_chart_frame_map_y (const BpChartFrame *frame,
                      const BpChartModel *model,
                      const BpChartSeries *series,
                      double y)
{
  double share = get_height_share (model, series, y);

  return frame->plot.y + frame->plot.height * (1.0 - CLAMP (share, -FARTHEST, 1.0 + FARTHEST));
}

/**
 * bp_chart_frame_is_in_plot:
 * @frame: the frame
 * @x: x coordinate in the widget
 * @y: y coordinate in the widget
 *
 * Returns: whether a point there is shown
 */
gboolean
bp_chart_frame_is_in_plot (const BpChartFrame *frame, double x, double y)
{
  const cairo_rectangle_t *plot = &frame->plot;

  return x >= plot->x - PLOT_TOLERANCE && x <= plot->x + plot->width + PLOT_TOLERANCE &&
         y >= plot->y - PLOT_TOLERANCE && y <= plot->y + plot->height + PLOT_TOLERANCE;
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

static double
get_tick_y (const BpChartFrame *frame, const BpChartModel *model, guint index)
{
  double share = bp_chart_scale_to_fraction (&model->y, frame->y_ticks.values[index]);

  return frame->plot.y + frame->plot.height * (1.0 - share);
}

static void
draw_grid (const BpChartFrame *frame,
           const BpChartModel *model,
           const BpChartStyle *style,
           cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;

  cairo_set_line_width (cr, 1.0);
  bp_chart_color_set_source (style->grid, cr);
  for (guint i = 0; i < frame->y_ticks.n_values; i++)
    {
      double y = to_pixel (get_tick_y (frame, model, i));

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

  bp_chart_color_set_source (style->dim, cr);
  for (guint i = 0; i < frame->y_ticks.n_values; i++)
    {
      PangoLayout *label = g_ptr_array_index (frame->y_labels, i);
      double y = get_tick_y (frame, model, i);

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
  if (frame->is_x_name_below)
    show_layout (cr, frame->x_name, plot->x + (plot->width - width) / 2.0,
                 x_label_y + frame->line_height);
  else
    show_layout (cr, frame->x_name, plot->x - X_NAME_GAP - LABEL_GAP - width, x_label_y);
}

/* The title over the chart, and the name of the vertical axis, which reads upwards. */
static void
draw_titles (const BpChartFrame *frame, const BpChartStyle *style, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  double width;

  bp_chart_color_set_source (style->foreground, cr);
  show_layout (cr, frame->title, PAPER_MARGIN, PAPER_MARGIN);
  bp_chart_color_set_source (style->dim, cr);
  get_size (frame->y_name, &width, NULL);
  cairo_save (cr);
  cairo_translate (cr, PAPER_MARGIN, plot->y + (plot->height + width) / 2.0);
  cairo_rotate (cr, -G_PI / 2.0);
  show_layout (cr, frame->y_name, 0.0, 0.0);
  cairo_restore (cr);
}

static void
draw_legend (const BpChartFrame *frame,
             const BpChartModel *model,
             const BpChartStyle *style,
             cairo_t *cr)
{
  double top = frame->legend_top;
  double x;
  double row;

  for (guint i = 0; i < frame->n_names; i++)
    {
      guint index = g_array_index (frame->named, guint, i);
      BpChartSeries *series = bp_chart_model_get_series (model, index);

      place_name (frame, i, frame->plot.width, &x, &row);
      x += frame->plot.x;
      bp_chart_draw_swatch (cr, style, bp_chart_style_get_color (style, series, index),
                            bp_chart_series_get_flags (series), x,
                            top + (row + 0.5) * frame->line_height, LEGEND_SWATCH);
      bp_chart_color_set_source (style->foreground, cr);
      show_layout (cr, g_ptr_array_index (frame->names, i), x + LEGEND_SWATCH + LABEL_GAP,
                   top + row * frame->line_height);
    }
  if (frame->more == NULL)
    return;
  place_name (frame, frame->n_names, frame->plot.width, &x, &row);
  bp_chart_color_set_source (style->dim, cr);
  show_layout (cr, frame->more, frame->plot.x + x, top + row * frame->line_height);
}

/* The two axes without numbers, and the hint in the middle. */
static void
draw_hint (const BpChartFrame *frame, const BpChartStyle *style, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  double height;

  cairo_set_line_width (cr, 1.0);
  bp_chart_color_set_source (style->grid, cr);
  cairo_move_to (cr, to_pixel (plot->x), plot->y);
  cairo_line_to (cr, to_pixel (plot->x), to_pixel (plot->y + plot->height));
  cairo_line_to (cr, plot->x + plot->width, to_pixel (plot->y + plot->height));
  cairo_stroke (cr);

  get_size (frame->hint, NULL, &height);
  bp_chart_color_set_source (style->dim, cr);
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
  if (frame->is_for_paper)
    draw_titles (frame, style, cr);
}

/* Whether the newest value of the first curve lies in the lower half of the plot. */
static gboolean
ends_low (const BpChartFrame *frame, const BpChartModel *model)
{
  BpChartSeries *series;
  gsize length;
  gsize end;
  double y;

  if (model->series->len == 0)
    return FALSE;
  series = bp_chart_model_get_series (model, 0);
  length = bp_chart_series_get_length (series);
  if (length == 0)
    return FALSE;
  end = MIN (bp_chart_series_find (series, model->x.max), length - 1);
  y = bp_chart_frame_map_y (frame, model, series,
                            (double) bp_chart_series_get_y (series, BP_CHART_LAYER_SMOOTHED, end));
  return y > frame->plot.y + frame->plot.height / 2.0;
}

/**
 * bp_chart_frame_draw_notes:
 * @frame: the frame
 * @model: the model that the frame was made for
 * @style: its colours
 * @cr: the context to draw to
 *
 * Writes over the curves how many points are not shown, at the right, where the curves are not.
 */
void
bp_chart_frame_draw_notes (const BpChartFrame *frame,
                           const BpChartModel *model,
                           const BpChartStyle *style,
                           cairo_t *cr)
{
  const cairo_rectangle_t *plot = &frame->plot;
  g_autofree char *text = bp_chart_model_describe_outside (model);
  g_autoptr (PangoLayout) layout = NULL;
  BpChartColor ground = style->background;
  double width;
  double height;
  double x;
  double y;

  if (text == NULL || frame->hint != NULL)
    return;
  layout = bp_chart_frame_create_layout (frame, text);
  get_size (layout, &width, &height);
  x = plot->x + plot->width - NOTE_MARGIN - width;
  y = ends_low (frame, model) ? plot->y + NOTE_MARGIN + 2.0 * BP_CHART_MARK_RADIUS
                              : plot->y + plot->height - NOTE_MARGIN - height;
  ground.alpha = NOTE_GROUND;
  bp_chart_color_set_source (ground, cr);
  cairo_rectangle (cr, round (x) - 2.0, round (y), width + 4.0, height);
  cairo_fill (cr);
  bp_chart_color_set_source (style->dim, cr);
  show_layout (cr, layout, x, y);
}
