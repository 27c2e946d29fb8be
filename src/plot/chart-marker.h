/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-series.h"
#include "chart-style.h"

#include <cairo.h>

#define BP_CHART_MARKER_RADIUS 3.5

double bp_chart_get_line_width (const BpChartStyle *style, BpChartSeriesFlags flags);
gboolean bp_chart_has_ink (BpChartSeriesFlags flags, double distance);
void bp_chart_set_line (cairo_t *cr,
                        const BpChartStyle *style,
                        BpChartColor color,
                        BpChartSeriesFlags flags);
void bp_chart_draw_marker (cairo_t *cr,
                           const BpChartStyle *style,
                           BpChartColor color,
                           BpChartSeriesFlags flags,
                           double x,
                           double y,
                           double radius);
void bp_chart_draw_swatch (cairo_t *cr,
                           const BpChartStyle *style,
                           BpChartColor color,
                           BpChartSeriesFlags flags,
                           double x,
                           double y,
                           double width);
