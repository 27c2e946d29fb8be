/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-labels.h"

/* Of the shape of a mark, in pixels. */
#define BP_CHART_MARK_RADIUS 4.5

void bp_chart_marks_draw (const BpChartFrame *frame,
                          const BpChartModel *model,
                          const BpChartLabels *labels,
                          const BpChartStyle *style,
                          cairo_t *cr);
