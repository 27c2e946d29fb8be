/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-frame.h"

guint bp_chart_labels_get_stride (double distance, double label_width);
gboolean bp_chart_labels_has_label (gsize index,
                                    gsize length,
                                    guint stride,
                                    double distance,
                                    double label_width);
gboolean bp_chart_labels_cover (const BpChartFrame *frame,
                                const BpChartModel *model,
                                const cairo_rectangle_t *area);
void bp_chart_labels_draw (const BpChartFrame *frame,
                           const BpChartModel *model,
                           const BpChartStyle *style,
                           cairo_t *cr);
