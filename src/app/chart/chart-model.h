/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-scale.h"
#include "chart-series.h"

/* As many as can be distinguished by colour. */
#define BP_CHART_MAX_SERIES 4

/**
 * BpChartModel:
 * @x_name: (owned): the unit of the horizontal axis
 * @hint: (owned) (nullable): the text of an empty chart
 * @x: the horizontal axis, from 0 on
 * @y: the vertical one
 * @x_end: the least end of the horizontal axis, or 0 while unknown
 * @series: (owned): of #BpChartSeries, which others may hold and append to
 *
 * The content of a chart, independent of its drawing. Call bp_chart_model_fit() after adding
 * points.
 */
typedef struct
{
  char *x_name;
  char *hint;
  BpChartScale x;
  BpChartScale y;
  double x_end;
  GPtrArray *series;
} BpChartModel;

void bp_chart_model_init (BpChartModel *model, BpChartUnit y_unit);
void bp_chart_model_clear (BpChartModel *model);
void bp_chart_model_add_series (BpChartModel *model, BpChartSeries *series);
void bp_chart_model_remove_series (BpChartModel *model, BpChartSeries *series);
void bp_chart_model_set_y_kind (BpChartModel *model, BpChartScaleKind kind);
gboolean bp_chart_model_fit (BpChartModel *model);
gboolean bp_chart_model_is_empty (const BpChartModel *model);
BpChartSeries *bp_chart_model_get_series (const BpChartModel *model, guint index);
double bp_chart_model_find_nearest_x (const BpChartModel *model, double x);
double bp_chart_model_step_x (const BpChartModel *model, double x, double step);
char *bp_chart_model_format_x (const BpChartModel *model, double x);
char *bp_chart_model_format_y (const BpChartModel *model, double y);
char *bp_chart_model_describe_at (const BpChartModel *model, double x);
