/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"
#include "chart-style.h"

#include <pango/pangocairo.h>

/* Between the legend and the plot. */
#define BP_CHART_TOP_MARGIN 12.0

/**
 * BpChartFrame:
 * @width: of the whole chart
 * @height: likewise
 * @plot: the area of the curves within the chart
 * @legend_end: the right end of the legend
 * @line_height: of the small text
 * @font: (owned): of the small text
 *
 * The layout of a chart: the parts that do not change while curves grow within the same axes, so
 * that texts are laid out once. It is valid for one state of the axes, one font and one size.
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t plot;
  double legend_end;
  double line_height;
  PangoFontDescription *font;
  /*< private >*/
  PangoContext *context;
  BpChartTicks x_ticks;
  BpChartTicks y_ticks;
  GPtrArray *x_labels;
  GPtrArray *y_labels;
  GPtrArray *names;
  PangoLayout *x_name;
  PangoLayout *hint;
} BpChartFrame;

BpChartFrame *
bp_chart_frame_new (const BpChartModel *model, PangoContext *context, double width, double height);
void bp_chart_frame_free (BpChartFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartFrame, bp_chart_frame_free)

PangoLayout *bp_chart_frame_create_layout (const BpChartFrame *frame, const char *text);
double bp_chart_frame_map_x (const BpChartFrame *frame, const BpChartModel *model, double x);
double bp_chart_frame_map_y (const BpChartFrame *frame, const BpChartModel *model, double y);

void bp_chart_frame_draw (const BpChartFrame *frame,
                          const BpChartModel *model,
                          const BpChartStyle *style,
                          cairo_t *cr);
