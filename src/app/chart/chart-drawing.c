/* SPDX-License-Identifier: MIT */
#include "chart-drawing.h"

#include "chart-curves.h"
#include "chart-frame.h"

/**
 * bp_chart_draw:
 * @model: what to draw
 * @style: its colours
 * @context: its font, as of pango_cairo_create_context() or of a widget
 * @cr: where to: a window, an image, a page
 * @width: of the chart, from 0
 * @height: of the chart, from 0
 *
 * Draws a chart in one go. It does not fill its background.
 */
void
bp_chart_draw (const BpChartModel *model,
               const BpChartStyle *style,
               PangoContext *context,
               cairo_t *cr,
               double width,
               double height)
{
  g_autoptr (BpChartFrame) frame = bp_chart_frame_new (model, context, width, height);

  bp_chart_frame_draw (frame, model, style, cr);
  bp_chart_curves_draw (frame, model, style, cr);
}
