/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-frame.h"

/**
 * BpChartLabels:
 *
 * The values beside the points of a chart, placed for one frame.
 */
typedef struct _BpChartLabels BpChartLabels;

guint bp_chart_labels_get_stride (double distance, double label_width);
gboolean bp_chart_labels_has_label (gsize index,
                                    gsize length,
                                    guint stride,
                                    double distance,
                                    double label_width);

BpChartLabels *bp_chart_labels_new (const BpChartFrame *frame, const BpChartModel *model);
void bp_chart_labels_free (BpChartLabels *labels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartLabels, bp_chart_labels_free)

gboolean bp_chart_labels_cover (const BpChartLabels *labels, const cairo_rectangle_t *area);
void bp_chart_labels_draw (const BpChartLabels *labels,
                           const BpChartModel *model,
                           const BpChartStyle *style,
                           cairo_t *cr);
