/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"
#include "chart-style.h"

#include <pango/pangocairo.h>

void bp_chart_draw (const BpChartModel *model,
                    const BpChartStyle *style,
                    PangoContext *context,
                    cairo_t *cr,
                    double width,
                    double height);
