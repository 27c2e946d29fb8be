/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpChartContour:
 * @is_closed: the last point is connected with the first
 * @n_points: at least 2
 * @points: (n_points, 2): columns and rows of the grid, with fractions
 *
 * A line along which interpolated values are the same.
 */
typedef struct
{
  gboolean is_closed;
  guint n_points;
  double *points;
} BpChartContour;

/* The most levels of bp_chart_contours_choose_levels(). */
#define BP_CHART_CONTOURS_MAX_LEVELS 12

GPtrArray *
bp_chart_contours_trace (const double *values, guint n_columns, guint n_rows, double level);
guint bp_chart_contours_choose_levels (double least,
                                       double most,
                                       double levels[BP_CHART_CONTOURS_MAX_LEVELS]);
