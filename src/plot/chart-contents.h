/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-frame.h"

void bp_chart_contents_draw (const BpChartFrame *frame,
                             const BpChartModel *model,
                             const BpChartStyle *style,
                             cairo_t *cr);
