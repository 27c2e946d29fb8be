/* SPDX-License-Identifier: MIT */
#include "stroke-drawing.h"

#include <glib.h>

/* The most neighbours on either side with which a point is smoothed. */
#define MOST_EVENED 16

static BpPoint
get_middle (BpPoint a, BpPoint b)
{
  return (BpPoint){ (a.x + b.x) / 2.0F, (a.y + b.y) / 2.0F };
}

static gboolean
are_near (BpPoint a, BpPoint b, double distance)
{
  double x = (double) (a.x - b.x);
  double y = (double) (a.y - b.y);

  return x * x + y * y < distance * distance;
}

/* Smooths a point. A mouse reports whole pixels, so that a slanted line is a staircase. Each point
 * is drawn at the mean of its neighbours, as many before as after, within half of the brush's
 * width. That removes the steps, and rounds corners less than the brush itself does. @is_settled is
 * set to whether the point stays there, whatever comes after the stroke's last point. */
static BpPoint
get_even_point (BpStroke stroke, gsize index, double brush_size, gboolean *is_settled)
{
  BpPoint point = stroke.points[index];
  BpPoint sum = point;
  gsize n_before = MIN (index, MOST_EVENED);
  gsize n_to_side = MIN (n_before, stroke.n_points - 1 - index);
  float n_points = 1.0F;
  gsize i;

  for (i = 1; i <= n_to_side; i++)
    {
      BpPoint before = stroke.points[index - i];
      BpPoint after = stroke.points[index + i];

      if (!are_near (before, point, brush_size / 2.0) || !are_near (after, point, brush_size / 2.0))
        break;
      sum.x += before.x + after.x;
      sum.y += before.y + after.y;
      n_points += 2.0F;
    }
  *is_settled = index + 1 < stroke.n_points && (i <= n_to_side || n_to_side == n_before);
  return (BpPoint){ sum.x / n_points, sum.y / n_points };
}

/* A quadratic Bézier curve as the cubic one that cairo has. */
static void
curve_to (cairo_t *cr, BpPoint control, BpPoint end)
{
  const double share = 2.0 / 3.0;
  double x;
  double y;

  cairo_get_current_point (cr, &x, &y);
  cairo_curve_to (cr, x + share * ((double) control.x - x), y + share * ((double) control.y - y),
                  (double) end.x + share * (double) (control.x - end.x),
                  (double) end.y + share * (double) (control.y - end.y), (double) end.x,
                  (double) end.y);
}

static gboolean
is_even (const float *pressures, gsize n_points)
{
  for (gsize i = 1; i < n_points; i++)
    if (pressures[i] != pressures[0])
      return FALSE;
  return TRUE;
}

static double
get_width (double brush_size, float pressure)
{
  return brush_size * (1.0 + ((double) pressure - BP_STROKE_NORMAL_PRESSURE));
}

/* Where a point is drawn: the ends of a stroke where they are, the others smoothed. */
static BpPoint
get_drawn_point (BpStroke stroke, gsize index, double brush_size)
{
  gboolean is_settled;

  return index + 1 < stroke.n_points ? get_even_point (stroke, index, brush_size, &is_settled)
                                     : stroke.points[index];
}

/**
 * bp_stroke_count_settled:
 * @stroke: a stroke that is being drawn
 * @brush_size: its width, as for bp_stroke_draw()
 * @n_known: as many points are known to be settled: 0, or what an earlier call returned
 *
 * Returns: how many points from the first one on are drawn at places that do not change when points
 *   are added to the stroke
 */
gsize
bp_stroke_count_settled (BpStroke stroke, double brush_size, gsize n_known)
{
  gsize n_settled = n_known;
  gboolean is_settled = TRUE;

  while (n_settled < stroke.n_points && is_settled)
    {
      get_even_point (stroke, n_settled, brush_size, &is_settled);
      n_settled += is_settled ? 1 : 0;
    }
  return n_settled;
}

/**
 * bp_stroke_draw_part:
 * @cr: as for bp_stroke_draw()
 * @stroke: likewise
 * @pressures: likewise
 * @brush_size: likewise
 * @first: the point to begin at
 * @last: the point to end at, from @first on
 *
 * Draws a part of a line. Parts that begin where others end are together the same line.
 */
void
bp_stroke_draw_part (cairo_t *cr,
                     BpStroke stroke,
                     const float *pressures,
                     double brush_size,
                     gsize first,
                     gsize last)
{
  gboolean has_one_width = is_even (pressures, stroke.n_points);
  BpPoint control = get_drawn_point (stroke, first, brush_size);
  BpPoint begin = control;

  if (first > 0)
    begin = get_middle (get_drawn_point (stroke, first - 1, brush_size), control);
  /* A pixel in 16 steps of grey instead of 255: no eye sees it, in a tenth of the time. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, get_width (brush_size, pressures[first]));
  cairo_move_to (cr, (double) begin.x, (double) begin.y);
  for (gsize i = first + 1; i <= last; i++)
    {
      BpPoint next = get_drawn_point (stroke, i, brush_size);
      BpPoint middle = get_middle (control, next);

      curve_to (cr, control, middle);
      control = next;
      if (has_one_width)
        continue;
      cairo_stroke (cr);
      cairo_set_line_width (cr, get_width (brush_size, pressures[i]));
      cairo_move_to (cr, (double) middle.x, (double) middle.y);
    }
  if (last + 1 == stroke.n_points)
    cairo_line_to (cr, (double) control.x, (double) control.y);
  cairo_stroke (cr);
}

/**
 * bp_stroke_draw:
 * @cr: where to; its source is the ink, its unit that of the points
 * @stroke: where the pen went
 * @pressures: (n_points) from 0 to 1
 * @brush_size: the width of the line at %BP_STROKE_NORMAL_PRESSURE; it runs from half of that to
 *   one and a half times as much
 *
 * Draws a smooth line: curves from the middle between two points to the next middle, led by the
 * point between them.
 */
void
bp_stroke_draw (cairo_t *cr, BpStroke stroke, const float *pressures, double brush_size)
{
  bp_stroke_draw_part (cr, stroke, pressures, brush_size, 0, stroke.n_points - 1);
}
