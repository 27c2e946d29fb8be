/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-series.h"

/* Colours that are told apart with every kind of colour blindness, or by lightness; further ones
 * are spread over the circle of hues. */
#define BP_CHART_N_COLORS 4

/**
 * BpChartStyle:
 * @foreground: of texts
 * @dim: of less important texts
 * @grid: of the lines behind the curves
 * @background: the colour behind the chart, opaque; the chart does not fill it itself
 * @series: one for each of the first curves, in their order
 * @trace_alpha: the opacity of raw traces
 * @line_width: of a curve
 * @scale: device pixels in a unit of length
 * @is_dark: the background is darker than the text
 */
typedef struct
{
  BpChartColor foreground;
  BpChartColor dim;
  BpChartColor grid;
  BpChartColor background;
  BpChartColor series[BP_CHART_N_COLORS];
  float trace_alpha;
  double line_width;
  guint scale;
  gboolean is_dark;
} BpChartStyle;

void bp_chart_style_init (BpChartStyle *style,
                          const BpChartColor *foreground,
                          const BpChartColor *background,
                          gboolean is_high_contrast);
void bp_chart_style_init_for_paper (BpChartStyle *style);
BpChartColor
bp_chart_style_get_color (const BpChartStyle *style, const BpChartSeries *series, guint index);
