/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-scale.h"
#include "chart-series.h"

/**
 * BpChartYKind:
 * @BP_CHART_Y_LINEAR: from the smallest to the largest value
 * @BP_CHART_Y_LOG: the same on a logarithmic axis
 * @BP_CHART_Y_FROM_ZERO: from 0 to the largest value
 * @BP_CHART_Y_ERROR: 1 - the value, on a logarithmic axis: for shares near 1
 */
typedef enum
{
  BP_CHART_Y_LINEAR,
  BP_CHART_Y_LOG,
  BP_CHART_Y_FROM_ZERO,
  BP_CHART_Y_ERROR,
} BpChartYKind;

/**
 * BpChartMarkShape:
 * @BP_CHART_MARK_TRIANGLE: something was changed here
 * @BP_CHART_MARK_BAR: something begins here
 * @BP_CHART_MARK_STAR: the best
 * @BP_CHART_MARK_RING: what is looked at
 */
typedef enum
{
  BP_CHART_MARK_TRIANGLE,
  BP_CHART_MARK_BAR,
  BP_CHART_MARK_STAR,
  BP_CHART_MARK_RING,
} BpChartMarkShape;

/**
 * BpChartMark:
 * @x: the place on the horizontal axis
 * @shape: what the mark looks like
 * @text: (owned): what happened there, in a few words
 */
typedef struct
{
  double x;
  BpChartMarkShape shape;
  char *text;
} BpChartMark;

/**
 * BpChartModel:
 * @x_name: (owned): the unit of the horizontal axis
 * @hint: (owned) (nullable): the text of an empty chart
 * @x: the horizontal axis as shown
 * @y: the vertical one
 * @x_fitted: the horizontal axis that shows all points
 * @y_fitted: the vertical one that suits the points between the ends of @x
 * @y_kind: what the vertical axis shows
 * @is_x_zoomed: @x is what a person chose, and not @x_fitted
 * @is_y_zoomed: likewise
 * @x_end: the horizontal axis grows no further than this as long as no point lies behind it, or 0
 * @x_reach: the horizontal axis reaches this at least: where another chart with the same axis ends
 * @series: (owned): of #BpChartSeries, which others may hold and append to
 * @marks: (owned): of #BpChartMark
 *
 * The content of a chart, independent of its drawing. Call bp_chart_model_fit() after adding
 * points. See chart-view.h for zooming.
 */
typedef struct
{
  char *x_name;
  char *hint;
  BpChartScale x;
  BpChartScale y;
  BpChartScale x_fitted;
  BpChartScale y_fitted;
  BpChartYKind y_kind;
  gboolean is_x_zoomed;
  gboolean is_y_zoomed;
  double x_end;
  double x_reach;
  GPtrArray *series;
  GArray *marks;
} BpChartModel;

void bp_chart_model_init (BpChartModel *model, BpChartUnit y_unit);
void bp_chart_model_clear (BpChartModel *model);

void bp_chart_model_add_series (BpChartModel *model, BpChartSeries *series);
void bp_chart_model_remove_all_series (BpChartModel *model);
void bp_chart_model_forget_ranges (BpChartModel *model);
BpChartSeries *bp_chart_model_get_series (const BpChartModel *model, guint index);
void
bp_chart_model_add_mark (BpChartModel *model, double x, BpChartMarkShape shape, const char *text);
void bp_chart_model_clear_marks (BpChartModel *model);
const BpChartMark *bp_chart_model_get_mark (const BpChartModel *model, guint index);

void bp_chart_model_set_x_axis (BpChartModel *model, const char *name, BpChartScaleKind kind);
void bp_chart_model_set_y_kind (BpChartModel *model, BpChartYKind kind);
gboolean bp_chart_model_fit (BpChartModel *model);
void bp_chart_model_refit_y (BpChartModel *model);

gboolean bp_chart_model_is_empty (const BpChartModel *model);
double bp_chart_model_to_axis (const BpChartModel *model, double value);
gsize bp_chart_model_count_outside (const BpChartModel *model);

double bp_chart_model_find_nearest_x (const BpChartModel *model, double x);
double bp_chart_model_step_x (const BpChartModel *model, double x, double step);
const BpChartMark *bp_chart_model_find_mark (const BpChartModel *model, double x);
char *bp_chart_model_format_place (const BpChartModel *model, double x);
char *bp_chart_model_format_x (const BpChartModel *model, double x);
char *bp_chart_model_format_y (const BpChartModel *model, double y);
char *
bp_chart_model_format_value (const BpChartModel *model, const BpChartSeries *series, double y);
char *bp_chart_model_describe_at (const BpChartModel *model, double x);
char *bp_chart_model_describe_outside (const BpChartModel *model);
