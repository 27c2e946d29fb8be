/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

#include <gdk/gdk.h>

/**
 * BpChartStyle:
 * @foreground: of texts
 * @dim: of less important texts
 * @grid: of the lines behind the curves
 * @background: the colour behind the chart, opaque; the chart does not fill it itself
 * @series: one for each curve, in their order
 * @trace_alpha: the opacity of raw traces
 * @line_width: of a curve
 * @scale: device pixels in a unit of length
 */
typedef struct
{
  GdkRGBA foreground;
  GdkRGBA dim;
  GdkRGBA grid;
  GdkRGBA background;
  GdkRGBA series[BP_CHART_MAX_SERIES];
  float trace_alpha;
  double line_width;
  guint scale;
} BpChartStyle;

void bp_chart_style_init (BpChartStyle *style,
                          const GdkRGBA *foreground,
                          const GdkRGBA *background,
                          gboolean is_high_contrast);
