/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-axes.h"

/**
 * BpChartSurfaceMark:
 * @BP_CHART_SURFACE_CIRCLE: two circles, one in the other
 * @BP_CHART_SURFACE_CROSS: a cross
 * @BP_CHART_SURFACE_DOT: a dot in the colour of the path
 *
 * How a place is marked.
 */
typedef enum
{
  BP_CHART_SURFACE_CIRCLE,
  BP_CHART_SURFACE_CROSS,
  BP_CHART_SURFACE_DOT,
} BpChartSurfaceMark;

/**
 * BpChartSurface:
 * @n_columns: of the grid
 * @n_rows: likewise
 * @values: (n_rows, n_columns): a row for each step upwards; NaN where there is no value
 * @value_least: the smallest value
 * @value_most: the largest one
 * @axes: the axes; their scales have the range of the grid
 * @n_path: points of a path
 * @path: (n_path, 2) (nullable): the path, on the axes
 *
 * Values over a plane, drawn as contours. It owns what it points to.
 */
typedef struct
{
  guint n_columns;
  guint n_rows;
  double *values;
  double value_least;
  double value_most;
  BpChartAxes axes;
  guint n_path;
  double *path;
  /*< private >*/
  GArray *marks;
  char *x_name;
  char *y_name;
} BpChartSurface;

BpChartSurface *bp_chart_surface_new (guint n_columns,
                                      guint n_rows,
                                      const double *values,
                                      const double least[2],
                                      const double most[2]);
void bp_chart_surface_free (BpChartSurface *surface);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartSurface, bp_chart_surface_free)

void
bp_chart_surface_set_axis_names (BpChartSurface *surface, const char *x_name, const char *y_name);
void bp_chart_surface_set_path (BpChartSurface *surface, const double *path, guint n_path);
void bp_chart_surface_add_mark (BpChartSurface *surface,
                                BpChartSurfaceMark mark,
                                double x,
                                double y,
                                const char *name);
gboolean
bp_chart_surface_get_mark (const BpChartSurface *surface, gboolean is_last, double *x, double *y);
double bp_chart_surface_get_value (const BpChartSurface *surface, double x, double y);

void bp_chart_surface_arrange (BpChartSurface *surface,
                               PangoContext *context,
                               double width,
                               double height);
void bp_chart_surface_draw (const BpChartSurface *surface, const BpChartStyle *style, cairo_t *cr);
gboolean bp_chart_surface_save_picture (BpChartSurface *surface,
                                        const char *title,
                                        const char *path,
                                        GError **error);
