/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

/**
 * BpChartRowsChange:
 * @BP_CHART_ROWS_APPENDED: the rows there were are as they were; others may follow them
 * @BP_CHART_ROWS_REPLACED: any row may be another one
 * @BP_CHART_ROWS_NEW_COLUMNS: the columns are other ones, too
 *
 * What an update has done to the rows.
 */
typedef enum
{
  BP_CHART_ROWS_APPENDED,
  BP_CHART_ROWS_REPLACED,
  BP_CHART_ROWS_NEW_COLUMNS,
} BpChartRowsChange;

/**
 * BpChartRows:
 * @x_name: (owned) (nullable): the unit of the places
 * @y_kind: what the vertical axis shows
 * @distance: between the rows, where these are not at points of their own; else 0
 * @places: (owned): of double, ascending: where the rows are on the horizontal axis
 * @columns: (owned): of the curves that have points
 *
 * The numbers of a chart as a table. Its rows are at the marked points of the curves, which are
 * those of epochs. The other curves, which have a point for each step, have their value at the end
 * of each of these. Where no curve has marked points, some fifty rows are spread over the axis.
 *
 * The first column has the places, each other one the values of a curve, averaged as the chart
 * draws them.
 */
typedef struct
{
  char *x_name;
  BpChartYKind y_kind;
  double distance;
  GArray *places;
  GArray *columns;
} BpChartRows;

void bp_chart_rows_init (BpChartRows *rows);
void bp_chart_rows_clear (BpChartRows *rows);
BpChartRowsChange bp_chart_rows_update (BpChartRows *rows, const BpChartModel *model);

guint bp_chart_rows_get_n_rows (const BpChartRows *rows);
guint bp_chart_rows_get_n_columns (const BpChartRows *rows);
const char *bp_chart_rows_get_title (const BpChartRows *rows, guint column);
char *
bp_chart_rows_format (const BpChartRows *rows, const BpChartModel *model, guint row, guint column);
char *bp_chart_rows_describe (const BpChartRows *rows, const BpChartModel *model, guint row);
