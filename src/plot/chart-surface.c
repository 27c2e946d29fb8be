/* SPDX-License-Identifier: MIT */
#include "chart-surface.h"

#include "chart-contours.h"
#include "chart-picture.h"
#include "number.h"

#include <math.h>

/* The opacity of the tint where the value is smallest. */
#define TINT 0.45

/* The opacity of the ground behind labels. */
#define GROUND_ALPHA 0.75F

/* Lengths, in units of 1/96 inch. */
#define LINE_WIDTH  1.0
#define PATH_WIDTH  2.0
#define PATH_POINT  2.5
#define MARK_RADIUS 7.0
#define LABEL_GAP   3.0

/* A contour is labelled where it is at least this many times as long as its label is wide. */
#define LEAST_LENGTH 3.0

/* The places along a contour that are tried for its label. */
static const double PLACES[] = { 0.5, 0.25, 0.75, 0.12, 0.88 };

typedef struct
{
  BpChartSurfaceMark mark;
  double x;
  double y;
  char *name;
} Mark;

/* A drawing in progress. */
typedef struct
{
  const BpChartSurface *surface;
  const BpChartStyle *style;
  cairo_t *cr;
  PangoContext *context;
  GArray *taken; /* of cairo_rectangle_t: where texts are */
} Drawing;

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->name);
}

/**
 * bp_chart_surface_new:
 * @n_columns: at least 2
 * @n_rows: likewise
 * @values: (n_rows, n_columns): a row for each step upwards; copied
 * @least: where the grid begins, to the right and upwards
 * @most: where it ends
 *
 * Returns: (transfer full): the surface, without marks and path
 */
BpChartSurface *
bp_chart_surface_new (guint n_columns,
                      guint n_rows,
                      const double *values,
                      const double least[2],
                      const double most[2])
{
  BpChartSurface *surface = g_new0 (BpChartSurface, 1);
  gsize n = (gsize) n_columns * n_rows;

  surface->n_columns = n_columns;
  surface->n_rows = n_rows;
  surface->values = g_memdup2 (values, n * sizeof *values);
  surface->value_least = G_MAXDOUBLE;
  surface->value_most = -G_MAXDOUBLE;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        surface->value_least = MIN (surface->value_least, values[i]);
        surface->value_most = MAX (surface->value_most, values[i]);
      }
  surface->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (surface->marks, clear_mark);
  bp_chart_scale_init (&surface->axes.x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_init (&surface->axes.y, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&surface->axes.x, least[0], most[0]);
  bp_chart_scale_set_range (&surface->axes.y, least[1], most[1]);
  bp_chart_surface_set_axis_names (surface, "", "");
  return surface;
}

/**
 * bp_chart_surface_free:
 * @surface: (transfer full): a surface
 */
void
bp_chart_surface_free (BpChartSurface *surface)
{
  bp_chart_axes_clear (&surface->axes);
  g_array_unref (surface->marks);
  g_free (surface->values);
  g_free (surface->path);
  g_free (surface->x_name);
  g_free (surface->y_name);
  g_free (surface);
}

/**
 * bp_chart_surface_set_axis_names:
 * @surface: the surface
 * @x_name: what the horizontal axis shows
 * @y_name: what the vertical one shows
 */
void
bp_chart_surface_set_axis_names (BpChartSurface *surface, const char *x_name, const char *y_name)
{
  g_free (surface->x_name);
  g_free (surface->y_name);
  surface->x_name = g_strdup (x_name);
  surface->y_name = g_strdup (y_name);
  surface->axes.x_name = surface->x_name;
  surface->axes.y_name = surface->y_name;
}

/**
 * bp_chart_surface_set_path:
 * @surface: the surface
 * @path: (n_path, 2): points on the axes, in order; copied
 * @n_path: how many
 */
void
bp_chart_surface_set_path (BpChartSurface *surface, const double *path, guint n_path)
{
  g_free (surface->path);
  surface->path = g_memdup2 (path, (gsize) 2 * n_path * sizeof *path);
  surface->n_path = n_path;
}

/**
 * bp_chart_surface_add_mark:
 * @surface: the surface
 * @mark: how the place is marked
 * @x: on the horizontal axis
 * @y: on the vertical axis
 * @name: what is there
 */
void
bp_chart_surface_add_mark (BpChartSurface *surface,
                           BpChartSurfaceMark mark,
                           double x,
                           double y,
                           const char *name)
{
  const Mark added = { .mark = mark, .x = x, .y = y, .name = g_strdup (name) };

  g_array_append_val (surface->marks, added);
}

/**
 * bp_chart_surface_get_mark:
 * @surface: the surface
 * @is_last: ask for the last mark, and not for the first one
 * @x: (out): on the horizontal axis
 * @y: (out): on the vertical axis
 *
 * Returns: whether there is one
 */
gboolean
bp_chart_surface_get_mark (const BpChartSurface *surface, gboolean is_last, double *x, double *y)
{
  const Mark *mark;

  if (surface->marks->len == 0)
    return FALSE;
  mark = &g_array_index (surface->marks, Mark, is_last ? surface->marks->len - 1 : 0);
  *x = mark->x;
  *y = mark->y;
  return TRUE;
}

/**
 * bp_chart_surface_get_value:
 * @surface: the surface
 * @x: on the horizontal axis
 * @y: on the vertical axis
 *
 * Returns: the value there, interpolated between the four nearest points of the grid; NaN outside
 *   of it, and where one of them has none
 */
double
bp_chart_surface_get_value (const BpChartSurface *surface, double x, double y)
{
  double column = bp_chart_scale_to_fraction (&surface->axes.x, x) * (surface->n_columns - 1);
  double row = bp_chart_scale_to_fraction (&surface->axes.y, y) * (surface->n_rows - 1);
  guint left;
  guint below;
  const double *values;
  double lower;
  double upper;

  if (!(column >= 0.0 && row >= 0.0 && column <= surface->n_columns - 1 &&
        row <= surface->n_rows - 1))
    return (double) NAN;
  left = MIN ((guint) column, surface->n_columns - 2);
  below = MIN ((guint) row, surface->n_rows - 2);
  values = surface->values + (gsize) below * surface->n_columns + left;
  lower = values[0] + (column - left) * (values[1] - values[0]);
  values += surface->n_columns;
  upper = values[0] + (column - left) * (values[1] - values[0]);
  return lower + (row - below) * (upper - lower);
}

/**
 * bp_chart_surface_arrange:
 * @surface: the surface
 * @context: with the font
 * @width: of the room
 * @height: likewise
 *
 * Lays the axes out, as bp_chart_surface_draw() needs it.
 */
void
bp_chart_surface_arrange (BpChartSurface *surface,
                          PangoContext *context,
                          double width,
                          double height)
{
  bp_chart_axes_arrange (&surface->axes, context, width, height);
}

/* How deep a value lies: 1 for the smallest, 0 for the largest. */
static double
get_depth (const BpChartSurface *surface, double value)
{
  double least = surface->value_least;
  double most = surface->value_most;

  if (!(least < most))
    return 0.0;
  if (least > 0.0)
    return log (most / value) / log (most / least);
  return (most - value) / (most - least);
}

/* Tints the ground, most where the values are smallest. */
static void
draw_ground (const Drawing *drawing)
{
  const BpChartSurface *surface = drawing->surface;
  const cairo_rectangle_t *plot = &surface->axes.plot;
  const BpChartColor *tint = &drawing->style->series[0];
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_A8, (int) surface->n_columns, (int) surface->n_rows);
  guint8 *pixels = cairo_image_surface_get_data (image);
  gsize stride = (gsize) cairo_image_surface_get_stride (image);
  cairo_pattern_t *pattern;

  cairo_surface_flush (image);
  for (guint row = 0; row < surface->n_rows; row++)
    for (guint column = 0; column < surface->n_columns; column++)
      {
        double value = surface->values[(gsize) row * surface->n_columns + column];
        double depth = isfinite (value) ? get_depth (surface, value) : 0.0;

        pixels[(surface->n_rows - 1 - row) * stride + column] = (guint8) lround (255.0 * depth);
      }
  cairo_surface_mark_dirty (image);

  cairo_save (drawing->cr);
  cairo_rectangle (drawing->cr, plot->x, plot->y, plot->width, plot->height);
  cairo_clip (drawing->cr);
  /* The middles of the outermost pixels are on the edges of the plot. */
  cairo_translate (drawing->cr, plot->x, plot->y);
  cairo_scale (drawing->cr, plot->width / (surface->n_columns - 1),
               plot->height / (surface->n_rows - 1));
  cairo_translate (drawing->cr, -0.5, -0.5);
  pattern = cairo_pattern_create_for_surface (image);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);
  cairo_set_source_rgba (drawing->cr, (double) tint->red, (double) tint->green, (double) tint->blue,
                         TINT);
  cairo_mask (drawing->cr, pattern);
  cairo_restore (drawing->cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (image);
}

static void
map_contour_point (const BpChartSurface *surface, const double *point, double *x, double *y)
{
  const cairo_rectangle_t *plot = &surface->axes.plot;

  *x = plot->x + plot->width * point[0] / (surface->n_columns - 1);
  *y = plot->y + plot->height * (1.0 - point[1] / (surface->n_rows - 1));
}

/* Returns: its length in the drawing */
static double
draw_contour (const Drawing *drawing, const BpChartContour *contour)
{
  double length = 0.0;
  double last_x = 0.0;
  double last_y = 0.0;

  cairo_new_path (drawing->cr);
  for (guint i = 0; i < contour->n_points; i++)
    {
      double x;
      double y;

      map_contour_point (drawing->surface, contour->points + (gsize) 2 * i, &x, &y);
      cairo_line_to (drawing->cr, x, y);
      length += i > 0 ? hypot (x - last_x, y - last_y) : 0.0;
      last_x = x;
      last_y = y;
    }
  if (contour->is_closed)
    cairo_close_path (drawing->cr);
  cairo_stroke (drawing->cr);
  return length;
}

/* Whether a text has room in the plot, away from all others. */
static gboolean
is_free (const Drawing *drawing, const cairo_rectangle_t *room)
{
  const cairo_rectangle_t *plot = &drawing->surface->axes.plot;

  if (room->x < plot->x || room->y < plot->y || room->x + room->width > plot->x + plot->width ||
      room->y + room->height > plot->y + plot->height)
    return FALSE;
  for (guint i = 0; i < drawing->taken->len; i++)
    {
      const cairo_rectangle_t *other = &g_array_index (drawing->taken, cairo_rectangle_t, i);

      if (room->x < other->x + other->width && other->x < room->x + room->width &&
          room->y < other->y + other->height && other->y < room->y + room->height)
        return FALSE;
    }
  return TRUE;
}

/* Writes a text on a patch of ground. */
static void
show_label (const Drawing *drawing, PangoLayout *layout, const cairo_rectangle_t *room)
{
  BpChartColor ground = drawing->style->background;

  ground.alpha = GROUND_ALPHA;
  bp_chart_color_set_source (ground, drawing->cr);
  cairo_rectangle (drawing->cr, room->x, room->y, room->width, room->height);
  cairo_fill (drawing->cr);
  bp_chart_color_set_source (drawing->style->foreground, drawing->cr);
  cairo_move_to (drawing->cr, room->x, room->y);
  pango_cairo_update_layout (drawing->cr, layout);
  pango_cairo_show_layout (drawing->cr, layout);
  g_array_append_val (drawing->taken, *room);
}

static PangoLayout *
create_label (const Drawing *drawing, const char *text, double *width, double *height)
{
  PangoLayout *layout = bp_chart_axes_create_layout (drawing->context, text);
  int pixel_width;
  int pixel_height;

  pango_layout_get_pixel_size (layout, &pixel_width, &pixel_height);
  *width = pixel_width;
  *height = pixel_height;
  return layout;
}

/* Writes the level on its line, at the first place that is free. */
static void
label_contour (const Drawing *drawing, const BpChartContour *contour, double level, double length)
{
  g_autofree char *text = bp_number_format (level);
  double width;
  double height;
  g_autoptr (PangoLayout) layout = create_label (drawing, text, &width, &height);

  if (length < LEAST_LENGTH * width)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (PLACES); i++)
    {
      guint point = (guint) (PLACES[i] * contour->n_points);
      cairo_rectangle_t room = { .width = width, .height = height };
      double x;
      double y;

      map_contour_point (drawing->surface,
                         contour->points + (gsize) 2 * MIN (point, contour->n_points - 1), &x, &y);
      room.x = round (x - width / 2.0);
      room.y = round (y - height / 2.0);
      if (!is_free (drawing, &room))
        continue;
      show_label (drawing, layout, &room);
      return;
    }
}

static void
draw_contours (const Drawing *drawing)
{
  const BpChartSurface *surface = drawing->surface;
  double levels[BP_CHART_CONTOURS_MAX_LEVELS];
  guint n_levels =
      bp_chart_contours_choose_levels (surface->value_least, surface->value_most, levels);

  for (guint i = 0; i < n_levels; i++)
    {
      g_autoptr (GPtrArray) contours =
          bp_chart_contours_trace (surface->values, surface->n_columns, surface->n_rows, levels[i]);

      for (guint j = 0; j < contours->len; j++)
        {
          const BpChartContour *contour = g_ptr_array_index (contours, j);
          double length;

          bp_chart_color_set_source (drawing->style->dim, drawing->cr);
          cairo_set_line_width (drawing->cr, LINE_WIDTH);
          length = draw_contour (drawing, contour);
          label_contour (drawing, contour, levels[i], length);
        }
    }
}

/* A dashed line with a dot for each point. */
static void
draw_path (const Drawing *drawing)
{
  static const double dashes[] = { 4.0, 3.0 };
  const BpChartSurface *surface = drawing->surface;
  cairo_t *cr = drawing->cr;

  bp_chart_color_set_source (drawing->style->series[1], cr);
  cairo_new_path (cr);
  for (guint i = 0; i < surface->n_path; i++)
    cairo_line_to (cr, bp_chart_axes_map_x (&surface->axes, surface->path[2 * i]),
                   bp_chart_axes_map_y (&surface->axes, surface->path[2 * i + 1]));
  cairo_set_line_width (cr, PATH_WIDTH);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
  for (guint i = 0; i < surface->n_path; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, bp_chart_axes_map_x (&surface->axes, surface->path[2 * i]),
                 bp_chart_axes_map_y (&surface->axes, surface->path[2 * i + 1]), PATH_POINT, 0.0,
                 2.0 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_sign (const Drawing *drawing, BpChartSurfaceMark mark, double x, double y)
{
  cairo_t *cr = drawing->cr;
  double arm = MARK_RADIUS / 1.5;

  cairo_set_line_width (cr, 2.0);
  bp_chart_color_set_source (drawing->style->foreground, cr);
  cairo_new_path (cr);
  switch (mark)
    {
    case BP_CHART_SURFACE_CROSS:
      cairo_move_to (cr, x - arm, y - arm);
      cairo_line_to (cr, x + arm, y + arm);
      cairo_move_to (cr, x + arm, y - arm);
      cairo_line_to (cr, x - arm, y + arm);
      break;
    case BP_CHART_SURFACE_DOT:
      bp_chart_color_set_source (drawing->style->series[1], cr);
      cairo_arc (cr, x, y, MARK_RADIUS / 2.0, 0.0, 2.0 * G_PI);
      cairo_fill (cr);
      break;
    case BP_CHART_SURFACE_CIRCLE:
    default:
      cairo_arc (cr, x, y, MARK_RADIUS, 0.0, 2.0 * G_PI);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, MARK_RADIUS / 3.0, 0.0, 2.0 * G_PI);
      break;
    }
  cairo_stroke (cr);
}

/* The name is beside the mark, where it is free. */
static void
draw_mark (const Drawing *drawing, const Mark *mark)
{
  double x = bp_chart_axes_map_x (&drawing->surface->axes, mark->x);
  double y = bp_chart_axes_map_y (&drawing->surface->axes, mark->y);
  double width;
  double height;
  g_autoptr (PangoLayout) layout = create_label (drawing, mark->name, &width, &height);
  const cairo_rectangle_t places[] = {
    { x + MARK_RADIUS + LABEL_GAP, y - height / 2.0, width, height },
    { x - MARK_RADIUS - LABEL_GAP - width, y - height / 2.0, width, height },
    { x - width / 2.0, y - MARK_RADIUS - LABEL_GAP - height, width, height },
    { x - width / 2.0, y + MARK_RADIUS + LABEL_GAP, width, height },
  };
  const cairo_rectangle_t sign = { x - MARK_RADIUS, y - MARK_RADIUS, 2.0 * MARK_RADIUS,
                                   2.0 * MARK_RADIUS };

  draw_sign (drawing, mark->mark, x, y);
  g_array_append_val (drawing->taken, sign);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (is_free (drawing, &places[i]))
      {
        show_label (drawing, layout, &places[i]);
        return;
      }
}

/**
 * bp_chart_surface_draw:
 * @surface: the surface, laid out
 * @style: the colours; the background is not filled
 * @cr: the context to draw to
 *
 * Draws axes, contours with their levels, the path and the marks.
 */
void
bp_chart_surface_draw (const BpChartSurface *surface, const BpChartStyle *style, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &surface->axes.plot;
  Drawing drawing = {
    .surface = surface,
    .style = style,
    .cr = cr,
    .context = pango_layout_get_context (surface->axes.layout),
    .taken = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t)),
  };

  bp_chart_axes_draw_x (&surface->axes, style, cr);
  bp_chart_axes_draw_y (&surface->axes, style, cr);
  draw_ground (&drawing);
  bp_chart_color_set_source (style->grid, cr);
  cairo_set_line_width (cr, 1.0);
  cairo_rectangle (cr, floor (plot->x) + 0.5, floor (plot->y) + 0.5, floor (plot->width),
                   floor (plot->height));
  cairo_stroke (cr);
  draw_path (&drawing);
  for (guint i = 0; i < surface->marks->len; i++)
    draw_mark (&drawing, &g_array_index (surface->marks, Mark, i));
  draw_contours (&drawing);
  g_array_unref (drawing.taken);
}

static void
draw_picture (PangoContext *context,
              const BpChartStyle *style,
              double width,
              double height,
              cairo_t *cr,
              gpointer data)
{
  BpChartSurface *surface = data;

  bp_chart_surface_arrange (surface, context, width, height);
  bp_chart_surface_draw (surface, style, cr);
}

/**
 * bp_chart_surface_save_picture:
 * @surface: the surface, which is laid out for the picture and must be laid out again for a window
 * @title: what stands over it
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for the errors of bp_chart_picture_save()
 *
 * Writes a picture, black on white, whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_chart_surface_save_picture (BpChartSurface *surface,
                               const char *title,
                               const char *path,
                               GError **error)
{
  return bp_chart_picture_save_titled (title, BP_CHART_PICTURE_WIDTH, BP_CHART_PICTURE_WIDTH * 0.75,
                                       draw_picture, surface, path, error);
}
