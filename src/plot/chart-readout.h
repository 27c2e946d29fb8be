/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-frame.h"

void bp_chart_readout_draw (const BpChartFrame *frame,
                            const BpChartModel *model,
                            const BpChartStyle *style,
                            double x,
                            cairo_t *cr);
