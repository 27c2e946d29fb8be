/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

/* What part of a chart is shown. Places are fractions of the axes as they are shown: 0 at the
 * beginning, 1 at the end. */

void bp_chart_view_select (BpChartModel *model,
                           double x_first,
                           double x_last,
                           double y_first,
                           double y_last);
void bp_chart_view_select_x (BpChartModel *model, double x_first, double x_last);
void bp_chart_view_zoom_x (BpChartModel *model, double center, double factor);
void bp_chart_view_zoom_y (BpChartModel *model, double center, double factor);
void bp_chart_view_pan (BpChartModel *model, double x_distance, double y_distance);
void bp_chart_view_reset (BpChartModel *model);
gboolean bp_chart_view_is_zoomed (const BpChartModel *model);
