/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-frame.h"

gboolean bp_chart_curves_are_many (const BpChartModel *model);
void bp_chart_curves_draw (const BpChartFrame *frame,
                           const BpChartModel *model,
                           const BpChartStyle *style,
                           cairo_t *cr);
