/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-color.h"
#include "chart-scale.h"
#include "chart-values.h"

#include <glib.h>

/**
 * BpChartSeriesFlags:
 * @BP_CHART_SERIES_LINE: a line through the points
 * @BP_CHART_SERIES_DASHED: the line is dashed, its markers are hollow
 * @BP_CHART_SERIES_POINTS: each point has a marker
 * @BP_CHART_SERIES_VALUES: markers have their value written beside them, as far as there is room
 * @BP_CHART_SERIES_OWN_SCALE: a thin line from 0 to its own maximum, which the axis does not follow
 * @BP_CHART_SERIES_DOTTED: the line is dotted; if it is dashed as well, dashes and dots take turns
 * @BP_CHART_SERIES_THICK: the line is twice as thick as others
 */
typedef enum
{
  BP_CHART_SERIES_LINE = 0,
  BP_CHART_SERIES_DASHED = 1 << 0,
  BP_CHART_SERIES_POINTS = 1 << 1,
  BP_CHART_SERIES_VALUES = 1 << 2,
  BP_CHART_SERIES_OWN_SCALE = 1 << 3,
  BP_CHART_SERIES_DOTTED = 1 << 4,
  BP_CHART_SERIES_THICK = 1 << 5,
} BpChartSeriesFlags;

/**
 * BpChartLayer:
 * @BP_CHART_LAYER_RAW: the values as appended
 * @BP_CHART_LAYER_SMOOTHED: their running mean, or the raw values without smoothing
 */
typedef enum
{
  BP_CHART_LAYER_RAW,
  BP_CHART_LAYER_SMOOTHED,
} BpChartLayer;

/**
 * BpChartSeries:
 *
 * The points of one curve: every appended point is kept, with x never decreasing. A value that is
 * not finite is a gap. A point lies at the spacing from the one before, or at an explicit position.
 * Reference-counted; used on one thread.
 */
typedef struct _BpChartSeries BpChartSeries;

BpChartSeries *bp_chart_series_new (const char *name, BpChartSeriesFlags flags);
BpChartSeries *bp_chart_series_ref (BpChartSeries *series);
void bp_chart_series_unref (BpChartSeries *series);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartSeries, bp_chart_series_unref)

const char *bp_chart_series_get_name (const BpChartSeries *series);
BpChartSeriesFlags bp_chart_series_get_flags (const BpChartSeries *series);
void bp_chart_series_set_color (BpChartSeries *series, const BpChartColor *color);
const BpChartColor *bp_chart_series_get_color (const BpChartSeries *series);
void bp_chart_series_set_band (BpChartSeries *series, BpChartSeries *lower, BpChartSeries *upper);
gboolean bp_chart_series_get_band (const BpChartSeries *series,
                                   BpChartSeries **lower,
                                   BpChartSeries **upper);
void bp_chart_series_set_spacing (BpChartSeries *series, double spacing);
void bp_chart_series_set_smoothing (BpChartSeries *series, double smoothing);
gboolean bp_chart_series_is_smoothed (const BpChartSeries *series);

void bp_chart_series_append (BpChartSeries *series, float y);
void bp_chart_series_append_at (BpChartSeries *series, double x, float y);
void bp_chart_series_clear (BpChartSeries *series);

guint bp_chart_series_get_generation (const BpChartSeries *series);

gsize bp_chart_series_get_length (const BpChartSeries *series);
double bp_chart_series_get_x (const BpChartSeries *series, gsize index);
float bp_chart_series_get_y (const BpChartSeries *series, BpChartLayer layer, gsize index);
gsize bp_chart_series_find (const BpChartSeries *series, double x);
gboolean bp_chart_series_find_nearest (const BpChartSeries *series, double x, gsize *index);
BpChartRange bp_chart_series_get_range (const BpChartSeries *series, BpChartLayer layer);
BpChartRange bp_chart_series_get_range_of (const BpChartSeries *series,
                                           BpChartLayer layer,
                                           gsize first,
                                           gsize end);
BpChartRange bp_chart_series_get_range_between (const BpChartSeries *series,
                                                BpChartLayer layer,
                                                double x_min,
                                                double x_max);
float bp_chart_series_get_smallest_positive (const BpChartSeries *series, BpChartLayer layer);
float bp_chart_series_get_smallest_complement (const BpChartSeries *series, BpChartLayer layer);
gsize bp_chart_series_count (const BpChartSeries *series);
gsize bp_chart_series_count_within (const BpChartSeries *series,
                                    double x_min,
                                    double x_max,
                                    BpChartRange y_range);
void bp_chart_series_reduce (const BpChartSeries *series,
                             BpChartLayer layer,
                             const BpChartScale *x_scale,
                             guint n_columns,
                             BpChartRange *columns);
