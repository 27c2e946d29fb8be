/* SPDX-License-Identifier: MIT */

/* Draws lines and markers of a series alike in the plot and in the legend. */
#include "chart-marker.h"

#include <math.h>

/* The lengths of ink and of gaps in turn. */
#define MAX_LENGTHS 4

typedef struct
{
  int n_lengths;
  double lengths[MAX_LENGTHS];
} Dash;

static const Dash plain = { 0, { 0.0 } };
static const Dash dashed = { 2, { 6.0, 4.0 } };
static const Dash dotted = { 2, { 2.0, 3.0 } };
static const Dash dashed_and_dotted = { 4, { 8.0, 3.0, 2.0, 3.0 } };

/* A curve that is not on the axis. */
#define THIN 1.0

/* Of a thick line, how many times as wide as others it is. */
#define THICK_TIMES 2.0

/* The outline of a hollow marker, as a share of a line's width. */
#define OUTLINE 0.8

/* Filled markers from this radius on are set off from the lines of others by a rim of background.
 */
#define SMALLEST_WITH_RIM 3.0
#define RIM               1.5

static const Dash *
get_dash (BpChartSeriesFlags flags)
{
  if (flags & BP_CHART_SERIES_DOTTED)
    return flags & BP_CHART_SERIES_DASHED ? &dashed_and_dotted : &dotted;
  return flags & BP_CHART_SERIES_DASHED ? &dashed : &plain;
}

/**
 * bp_chart_get_line_width:
 * @style: the chart's style
 * @flags: how a series is drawn
 *
 * Returns: the width of its line
 */
double
bp_chart_get_line_width (const BpChartStyle *style, BpChartSeriesFlags flags)
{
  if (flags & BP_CHART_SERIES_OWN_SCALE)
    return THIN;
  return flags & BP_CHART_SERIES_THICK ? THICK_TIMES * style->line_width : style->line_width;
}

/**
 * bp_chart_has_ink:
 * @flags: how a series is drawn
 * @distance: from the beginning of the line, at least 0
 *
 * Returns: whether a dash or a dot is there, or the line has no gaps
 */
gboolean
bp_chart_has_ink (BpChartSeriesFlags flags, double distance)
{
  const Dash *dash = get_dash (flags);
  double period = 0.0;

  if (dash->n_lengths == 0)
    return TRUE;
  for (int i = 0; i < dash->n_lengths; i++)
    period += dash->lengths[i];
  distance = fmod (distance, period);
  for (int i = 0; i < dash->n_lengths; i++)
    {
      if (distance < dash->lengths[i])
        return i % 2 == 0;
      distance -= dash->lengths[i];
    }
  return FALSE;
}

/**
 * bp_chart_set_line:
 * @cr: where the line will be drawn
 * @style: the chart's style
 * @color: of the series
 * @flags: how it is drawn
 *
 * Sets colour, width and dashes.
 */
void
bp_chart_set_line (cairo_t *cr,
                   const BpChartStyle *style,
                   BpChartColor color,
                   BpChartSeriesFlags flags)
{
  const Dash *dash = get_dash (flags);

  bp_chart_color_set_source (color, cr);
  cairo_set_line_width (cr, bp_chart_get_line_width (style, flags));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, dash->lengths, dash->n_lengths, 0.0);
}

/**
 * bp_chart_draw_marker:
 * @cr: where to
 * @style: the chart's style
 * @color: of the series
 * @flags: how it is drawn
 * @x: the middle
 * @y: the middle
 * @radius: half of the marker's width
 */
void
bp_chart_draw_marker (cairo_t *cr,
                      const BpChartStyle *style,
                      BpChartColor color,
                      BpChartSeriesFlags flags,
                      double x,
                      double y,
                      double radius)
{
  gboolean is_hollow = (flags & BP_CHART_SERIES_DASHED) != 0;

  cairo_new_path (cr);
  if (is_hollow || radius >= SMALLEST_WITH_RIM)
    {
      cairo_arc (cr, x, y, is_hollow ? radius : radius + RIM, 0.0, 2.0 * G_PI);
      bp_chart_color_set_source (style->background, cr);
      cairo_fill (cr);
    }
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  bp_chart_color_set_source (color, cr);
  if (!is_hollow)
    {
      cairo_fill (cr);
      return;
    }
  cairo_set_dash (cr, NULL, 0, 0.0);
  cairo_set_line_width (cr, OUTLINE * style->line_width);
  cairo_stroke (cr);
}

/**
 * bp_chart_draw_swatch:
 * @cr: where to
 * @style: the chart's style
 * @color: of the series
 * @flags: how it is drawn
 * @x: where it begins
 * @y: its middle
 * @width: how long it is
 *
 * Draws the piece of a curve that a legend shows.
 */
void
bp_chart_draw_swatch (cairo_t *cr,
                      const BpChartStyle *style,
                      BpChartColor color,
                      BpChartSeriesFlags flags,
                      double x,
                      double y,
                      double width)
{
  bp_chart_set_line (cr, style, color, flags);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
  if (flags & BP_CHART_SERIES_POINTS)
    bp_chart_draw_marker (cr, style, color, flags, x + width / 2.0, y, BP_CHART_MARKER_RADIUS);
}
