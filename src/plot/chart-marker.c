/* SPDX-License-Identifier: MIT */

/* Draws lines and markers of a series alike in the plot and in the legend. */
#include "chart-marker.h"

static const double dash[] = { 6.0, 4.0 };

/* A curve that is not on the axis. */
#define THIN 1.0

/* The outline of a hollow marker, as a share of a line's width. */
#define OUTLINE 0.8

/* Filled markers from this radius on are set off from the lines of others by a rim of background.
 */
#define SMALLEST_WITH_RIM 3.0
#define RIM               1.5

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
  bp_chart_color_set_source (color, cr);
  cairo_set_line_width (cr, flags & BP_CHART_SERIES_OWN_SCALE ? THIN : style->line_width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  if (flags & BP_CHART_SERIES_DASHED)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0.0);
  else
    cairo_set_dash (cr, NULL, 0, 0.0);
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
