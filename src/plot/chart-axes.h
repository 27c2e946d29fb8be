/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-scale.h"
#include "chart-style.h"

#include <pango/pangocairo.h>

/**
 * BpChartAxes:
 * @x: the horizontal scale
 * @y: the vertical scale
 * @x_name: what the horizontal axis shows
 * @y_name: what the vertical one shows
 * @plot: the rectangle between the axes
 *
 * The axes of a drawing that fills its room, and is neither zoomed nor scrolled.
 */
typedef struct
{
  BpChartScale x;
  BpChartScale y;
  const char *x_name;
  const char *y_name;
  cairo_rectangle_t plot;
  /*< private >*/
  PangoLayout *layout;
  double line_height;
} BpChartAxes;

PangoLayout *bp_chart_axes_create_layout (PangoContext *context, const char *text);
void bp_chart_axes_arrange (BpChartAxes *axes, PangoContext *context, double width, double height);
void bp_chart_axes_arrange_with_labels (BpChartAxes *axes,
                                        PangoContext *context,
                                        double width,
                                        double height,
                                        double label_width);
void bp_chart_axes_clear (BpChartAxes *axes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpChartAxes, bp_chart_axes_clear)

double bp_chart_axes_map_x (const BpChartAxes *axes, double x);
double bp_chart_axes_map_y (const BpChartAxes *axes, double y);
void bp_chart_axes_draw_x (const BpChartAxes *axes, const BpChartStyle *style, cairo_t *cr);
void bp_chart_axes_draw_y (const BpChartAxes *axes, const BpChartStyle *style, cairo_t *cr);
void bp_chart_axes_draw_y_name (const BpChartAxes *axes, const BpChartStyle *style, cairo_t *cr);
void bp_chart_axes_draw_y_label (const BpChartAxes *axes, const char *text, double y, cairo_t *cr);
