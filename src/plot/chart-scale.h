/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

typedef enum
{
  BP_CHART_SCALE_LINEAR,
  BP_CHART_SCALE_LOG,
} BpChartScaleKind;

typedef enum
{
  BP_CHART_UNIT_NUMBER,
  BP_CHART_UNIT_PERCENT,
} BpChartUnit;

/**
 * BpChartScale:
 * @kind: linear or logarithmic
 * @unit: how a value is written: 0.981 or 98.1 %
 * @lower_limit: no range begins below this
 * @upper_limit: no range ends above this
 * @smallest_span: a linear range is at least this long, so that noise does not fill the chart
 * @min: where the range that is shown begins
 * @max: where it ends, always over @min
 *
 * Maps values to a fraction of an axis and places its ticks. Begins with bp_chart_scale_init();
 * bp_chart_scale_fit() then follows the data in steps so wide that a growing chart seldom changes
 * its range.
 */
typedef struct
{
  BpChartScaleKind kind;
  BpChartUnit unit;
  double lower_limit;
  double upper_limit;
  double smallest_span;
  double min;
  double max;
} BpChartScale;

#define BP_CHART_MAX_TICKS 32

/**
 * BpChartTicks:
 * @n_values: how many
 * @values: (n_values) rising
 * @decimals: digits after the point that tell neighbours apart, or -1 for as many as each value
 *   needs
 * @exponent: the power of ten that all are written with, or 0
 */
typedef struct
{
  guint n_values;
  double values[BP_CHART_MAX_TICKS];
  int decimals;
  int exponent;
} BpChartTicks;

void bp_chart_scale_init (BpChartScale *scale, BpChartScaleKind kind, BpChartUnit unit);
void bp_chart_scale_reset (BpChartScale *scale);
void bp_chart_scale_set_range (BpChartScale *scale, double min, double max);
void bp_chart_scale_set_kind (BpChartScale *scale, BpChartScaleKind kind);
gboolean bp_chart_scale_fit (BpChartScale *scale, double data_min, double data_max);
gboolean bp_chart_scale_refit (BpChartScale *scale, double data_min, double data_max);

double bp_chart_scale_to_fraction (const BpChartScale *scale, double value);
double bp_chart_scale_from_fraction (const BpChartScale *scale, double fraction);

void bp_chart_scale_get_ticks (const BpChartScale *scale, guint max_ticks, BpChartTicks *ticks);
char *bp_chart_scale_format (const BpChartScale *scale, double value);
char *
bp_chart_scale_format_tick (const BpChartScale *scale, const BpChartTicks *ticks, guint index);
