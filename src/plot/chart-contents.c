/* SPDX-License-Identifier: MIT */

/* Draws what a chart shows within its frame, in order. The values are placed before anything is
 * drawn, because the marks make room for them. */
#include "chart-contents.h"

#include "chart-curves.h"
#include "chart-labels.h"
#include "chart-marks.h"

/**
 * bp_chart_contents_draw:
 * @frame: the layout of the chart, already drawn
 * @model: the chart
 * @style: its colours
 * @cr: the context to draw to
 *
 * Draws the marks, the curves, the values beside their points, and the notes at the edges.
 */
void
bp_chart_contents_draw (const BpChartFrame *frame,
                        const BpChartModel *model,
                        const BpChartStyle *style,
                        cairo_t *cr)
{
  g_autoptr (BpChartLabels) labels = bp_chart_labels_new (frame, model);

  bp_chart_marks_draw (frame, model, labels, style, cr);
  bp_chart_curves_draw (frame, model, style, cr);
  bp_chart_labels_draw (labels, model, style, cr);
  bp_chart_frame_draw_notes (frame, model, style, cr);
}
