/* SPDX-License-Identifier: MIT */
#include "chart-ridges.h"

#include "chart-picture.h"

#include <math.h>

/* The height of a ridge: at most this many times the distance of two, and this share of the plot.
 */
#define MOST_DISTANCES 4.0
#define MOST_SHARE     0.5

/* The fill of a ridge, as a share of its colour over the background. */
#define FILL 0.25F

/* Lengths, in units of 1/96 inch. */
#define LINE_WIDTH    1.0
#define CURRENT_WIDTH 2.5

/* The margin of the horizontal axis, as a share of its length. */
#define MARGIN 0.03

/* The label of the marked ridge, which its colour alone must not tell. */
#define CURRENT_LABEL "▸ %s"

typedef struct
{
  char *label;
  char *description;
  double begin;
  double end;
  guint n_bins;
  double *heights; /* (n_bins) from 0 to 1 */
} Ridge;

static void
clear_ridge (gpointer data)
{
  Ridge *ridge = data;

  g_free (ridge->label);
  g_free (ridge->description);
  g_free (ridge->heights);
}

static const Ridge *
get_ridge (const BpChartRidges *ridges, guint index)
{
  return &g_array_index (ridges->ridges, Ridge, index);
}

/**
 * bp_chart_ridges_new:
 * @x_name: what is counted
 * @y_name: what tells the ridges apart, as in "Epoch"
 *
 * Returns: (transfer full): without ridges
 */
BpChartRidges *
bp_chart_ridges_new (const char *x_name, const char *y_name)
{
  BpChartRidges *ridges = g_new0 (BpChartRidges, 1);

  ridges->current = BP_CHART_RIDGES_NONE;
  ridges->ridges = g_array_new (FALSE, FALSE, sizeof (Ridge));
  g_array_set_clear_func (ridges->ridges, clear_ridge);
  ridges->x_name = g_strdup (x_name);
  ridges->y_name = g_strdup (y_name);
  bp_chart_scale_init (&ridges->axes.x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_init (&ridges->axes.y, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  ridges->axes.x_name = ridges->x_name;
  ridges->axes.y_name = ridges->y_name;
  return ridges;
}

/**
 * bp_chart_ridges_free:
 * @ridges: (transfer full): ridges
 */
void
bp_chart_ridges_free (BpChartRidges *ridges)
{
  bp_chart_axes_clear (&ridges->axes);
  g_array_unref (ridges->ridges);
  g_free (ridges->x_name);
  g_free (ridges->y_name);
  g_free (ridges);
}

static void
fit_scale (BpChartRidges *ridges)
{
  double begin = G_MAXDOUBLE;
  double end = -G_MAXDOUBLE;
  double margin;

  for (guint i = 0; i < ridges->ridges->len; i++)
    {
      begin = MIN (begin, get_ridge (ridges, i)->begin);
      end = MAX (end, get_ridge (ridges, i)->end);
    }
  margin = MARGIN * (end - begin);
  bp_chart_scale_set_range (&ridges->axes.x, begin - margin, end + margin);
}

/**
 * bp_chart_ridges_add:
 * @ridges: the ridges
 * @label: of the ridge, as in "7"
 * @description: the ridge in words
 * @begin: of the first bin
 * @end: of the last bin, over @begin
 * @counts: (n_bins): the values in each bin
 * @n_bins: at least 1
 *
 * Adds a ridge in front of the others. Its highest bin gets the same height as those of others.
 */
void
bp_chart_ridges_add (BpChartRidges *ridges,
                     const char *label,
                     const char *description,
                     double begin,
                     double end,
                     const guint64 *counts,
                     guint n_bins)
{
  Ridge ridge = {
    .label = g_strdup (label),
    .description = g_strdup (description),
    .begin = begin,
    .end = end,
    .n_bins = n_bins,
    .heights = g_new (double, n_bins),
  };
  guint64 most = 1;

  for (guint i = 0; i < n_bins; i++)
    most = MAX (most, counts[i]);
  for (guint i = 0; i < n_bins; i++)
    ridge.heights[i] = (double) counts[i] / (double) most;
  g_array_append_val (ridges->ridges, ridge);
  fit_scale (ridges);
}

/**
 * bp_chart_ridges_get_description:
 * @ridges: the ridges
 * @ridge: a ridge, or %BP_CHART_RIDGES_NONE
 *
 * Returns: (transfer none) (nullable): the ridge in words
 */
const char *
bp_chart_ridges_get_description (const BpChartRidges *ridges, int ridge)
{
  return ridge >= 0 && ridge < (int) ridges->ridges->len
             ? get_ridge (ridges, (guint) ridge)->description
             : NULL;
}

static double
measure_label (const BpChartRidges *ridges, PangoContext *context)
{
  double widest = 0.0;

  for (guint i = 0; i < ridges->ridges->len; i++)
    {
      g_autofree char *text = g_strdup_printf (CURRENT_LABEL, get_ridge (ridges, i)->label);
      g_autoptr (PangoLayout) layout = bp_chart_axes_create_layout (context, text);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/**
 * bp_chart_ridges_arrange:
 * @ridges: the ridges
 * @context: with the font
 * @width: of the room
 * @height: likewise
 *
 * Lays the ridges out, as bp_chart_ridges_draw() needs it.
 */
void
bp_chart_ridges_arrange (BpChartRidges *ridges, PangoContext *context, double width, double height)
{
  double n = MAX (ridges->ridges->len, 1);
  double room;

  bp_chart_axes_arrange_with_labels (&ridges->axes, context, width, height,
                                     measure_label (ridges, context));
  room = ridges->axes.plot.height;
  /* The height and the distances of all but one fill the plot. */
  ridges->height = MOST_DISTANCES * room / (MOST_DISTANCES + n - 1.0);
  if (n > 1.0)
    ridges->height = MIN (ridges->height, MOST_SHARE * room);
  ridges->distance = n > 1.0 ? (room - ridges->height) / (n - 1.0) : 0.0;
}

/* Where a ridge stands. */
static double
get_bottom (const BpChartRidges *ridges, guint index)
{
  return ridges->axes.plot.y + ridges->height + index * ridges->distance;
}

/* The height of a ridge over a place, or -1 beside it. */
static double
get_height_at (const BpChartRidges *ridges, const Ridge *ridge, double x)
{
  double value = bp_chart_scale_from_fraction (&ridges->axes.x,
                                               (x - ridges->axes.plot.x) / ridges->axes.plot.width);
  double place = (value - ridge->begin) / (ridge->end - ridge->begin) * ridge->n_bins;

  if (!(place >= 0.0 && place < ridge->n_bins))
    return -1.0;
  return ridges->height * ridge->heights[(guint) place];
}

/**
 * bp_chart_ridges_find:
 * @ridges: the ridges, laid out
 * @x: in the drawing
 * @y: likewise
 *
 * Returns: the ridge that is seen there: the foremost one over which the place is, or else the one
 *   that stands nearest; %BP_CHART_RIDGES_NONE outside of the plot
 */
int
bp_chart_ridges_find (const BpChartRidges *ridges, double x, double y)
{
  const cairo_rectangle_t *plot = &ridges->axes.plot;
  int nearest = BP_CHART_RIDGES_NONE;
  double least = G_MAXDOUBLE;

  if (x < plot->x || x > plot->x + plot->width || y < plot->y || y > plot->y + plot->height)
    return BP_CHART_RIDGES_NONE;
  for (guint i = ridges->ridges->len; i > 0; i--)
    {
      double bottom = get_bottom (ridges, i - 1);

      if (y <= bottom && y >= bottom - get_height_at (ridges, get_ridge (ridges, i - 1), x))
        return (int) i - 1;
      if (fabs (y - bottom) < least)
        {
          least = fabs (y - bottom);
          nearest = (int) i - 1;
        }
    }
  return nearest;
}

/* The outline from the left foot to the right one, through the middles of the bins. */
static void
trace_ridge (const BpChartRidges *ridges, guint index, cairo_t *cr)
{
  const Ridge *ridge = get_ridge (ridges, index);
  double bottom = get_bottom (ridges, index);
  double width = (ridge->end - ridge->begin) / ridge->n_bins;

  cairo_new_path (cr);
  cairo_move_to (cr, bp_chart_axes_map_x (&ridges->axes, ridge->begin), bottom);
  for (guint i = 0; i < ridge->n_bins; i++)
    cairo_line_to (cr, bp_chart_axes_map_x (&ridges->axes, ridge->begin + (i + 0.5) * width),
                   bottom - ridges->height * ridge->heights[i]);
  cairo_line_to (cr, bp_chart_axes_map_x (&ridges->axes, ridge->end), bottom);
}

/* A ridge hides what is behind it. */
static void
draw_ridge (const BpChartRidges *ridges, guint index, const BpChartStyle *style, cairo_t *cr)
{
  const cairo_rectangle_t *plot = &ridges->axes.plot;
  gboolean is_current = (int) index == ridges->current;
  BpChartColor color = style->series[is_current ? 1 : 0];
  double bottom = floor (get_bottom (ridges, index)) + 0.5;

  bp_chart_color_set_source (style->grid, cr);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, plot->x, bottom);
  cairo_line_to (cr, plot->x + plot->width, bottom);
  cairo_stroke (cr);
  trace_ridge (ridges, index, cr);
  bp_chart_color_set_source (bp_chart_color_blend (color, style->background, FILL), cr);
  cairo_fill_preserve (cr);
  bp_chart_color_set_source (color, cr);
  cairo_set_line_width (cr, is_current ? CURRENT_WIDTH : LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* The marked ridge has its label in any case, and others where there is room. */
static void
draw_labels (const BpChartRidges *ridges, const BpChartStyle *style, cairo_t *cr)
{
  double line_height = ridges->axes.line_height;
  guint stride = (guint) ceil (line_height / MAX (ridges->distance, 1.0));
  guint last = ridges->ridges->len - 1;

  for (guint i = 0; i < ridges->ridges->len; i++)
    {
      double to_current = ridges->current == BP_CHART_RIDGES_NONE
                              ? G_MAXDOUBLE
                              : fabs (((double) i - ridges->current) * ridges->distance);
      gboolean is_in_turn = (last - i) % MAX (stride, 1) == 0 && to_current >= line_height;
      g_autofree char *text = NULL;

      if ((int) i != ridges->current && !is_in_turn)
        continue;
      bp_chart_color_set_source ((int) i == ridges->current ? style->foreground : style->dim, cr);
      text = (int) i == ridges->current
                 ? g_strdup_printf (CURRENT_LABEL, get_ridge (ridges, i)->label)
                 : g_strdup (get_ridge (ridges, i)->label);
      bp_chart_axes_draw_y_label (&ridges->axes, text, get_bottom (ridges, i), cr);
    }
}

/**
 * bp_chart_ridges_draw:
 * @ridges: the ridges, laid out; at least one
 * @style: the colours; the background is not filled
 * @cr: the context to draw to
 *
 * Draws axes and ridges from the oldest, behind, to the newest.
 */
void
bp_chart_ridges_draw (const BpChartRidges *ridges, const BpChartStyle *style, cairo_t *cr)
{
  for (guint i = 0; i < ridges->ridges->len; i++)
    draw_ridge (ridges, i, style, cr);
  bp_chart_axes_draw_x (&ridges->axes, style, cr);
  bp_chart_axes_draw_y_name (&ridges->axes, style, cr);
  draw_labels (ridges, style, cr);
}

/**
 * bp_chart_ridges_draw_pointed:
 * @ridges: the ridges, laid out
 * @ridge: the ridge that is pointed at, or %BP_CHART_RIDGES_NONE
 * @style: the colours
 * @cr: the context to draw to
 *
 * Draws the outline of a ridge over the others.
 */
void
bp_chart_ridges_draw_pointed (const BpChartRidges *ridges,
                              int ridge,
                              const BpChartStyle *style,
                              cairo_t *cr)
{
  if (ridge < 0 || ridge >= (int) ridges->ridges->len)
    return;
  trace_ridge (ridges, (guint) ridge, cr);
  bp_chart_color_set_source (style->foreground, cr);
  cairo_set_line_width (cr, CURRENT_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static void
draw_picture (PangoContext *context,
              const BpChartStyle *style,
              double width,
              double height,
              cairo_t *cr,
              gpointer data)
{
  bp_chart_ridges_arrange (data, context, width, height);
  bp_chart_ridges_draw (data, style, cr);
}

/**
 * bp_chart_ridges_save_picture:
 * @ridges: the ridges, which are laid out for the picture
 * @title: what stands over them
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for the errors of bp_chart_picture_save()
 *
 * Writes a picture, black on white, whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_chart_ridges_save_picture (BpChartRidges *ridges,
                              const char *title,
                              const char *path,
                              GError **error)
{
  return bp_chart_picture_save_titled (title, BP_CHART_PICTURE_WIDTH, BP_CHART_PICTURE_WIDTH * 0.75,
                                       draw_picture, ridges, path, error);
}
