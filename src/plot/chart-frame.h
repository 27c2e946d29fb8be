/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"
#include "chart-style.h"

#include <pango/pangocairo.h>

/* Between the legend and the plot. */
#define BP_CHART_TOP_MARGIN 12.0

/* The rows of the texts of marks, at most. */
#define BP_CHART_MARK_ROWS 3

/**
 * BpChartFrame:
 * @width: of the whole chart
 * @height: likewise
 * @plot: the area of the curves within the chart
 * @legend_top: the upper end of the legend
 * @legend_end: its right end
 * @marks_height: of the rows between the legend and the plot for marks and their texts, on paper
 * @line_height: of the small text
 * @font: (owned): of the small text
 * @is_x_name_below: the name of the horizontal axis is below its numbers, and not beside them
 * @is_for_paper: there is a title, both axes have their names beside them, and marks are above the
 *   plot with their texts
 *
 * The layout of a chart: the parts that do not change while curves grow within the same axes, so
 * that texts are laid out once. It is valid for one state of the axes, one font and one size.
 */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t plot;
  double legend_top;
  double legend_end;
  double marks_height;
  double line_height;
  PangoFontDescription *font;
  gboolean is_x_name_below;
  gboolean is_for_paper;
  /*< private >*/
  PangoContext *context;
  BpChartTicks x_ticks;
  BpChartTicks y_ticks;
  GPtrArray *x_labels;
  GPtrArray *y_labels;
  GArray *named;     /* of guint: the series that have points, by their index */
  GPtrArray *names;  /* of PangoLayout, one for each of those */
  guint n_names;     /* of those, in the legend */
  PangoLayout *more; /* nullable: stands for the other names */
  PangoLayout *x_name;
  PangoLayout *y_name; /* nullable */
  PangoLayout *title;  /* nullable */
  PangoLayout *hint;   /* nullable */
} BpChartFrame;

BpChartFrame *
bp_chart_frame_new (const BpChartModel *model, PangoContext *context, double width, double height);
BpChartFrame *bp_chart_frame_new_for_paper (const BpChartModel *model,
                                            PangoContext *context,
                                            const char *title,
                                            const char *y_name,
                                            double width,
                                            double height);
void bp_chart_frame_free (BpChartFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartFrame, bp_chart_frame_free)

PangoLayout *bp_chart_frame_create_layout (const BpChartFrame *frame, const char *text);
double bp_chart_frame_map_x (const BpChartFrame *frame, const BpChartModel *model, double x);
double bp_chart_frame_map_y (const BpChartFrame *frame,
                             const BpChartModel *model,
                             const BpChartSeries *series,
                             double y);
gboolean bp_chart_frame_is_in_plot (const BpChartFrame *frame, double x, double y);

void bp_chart_frame_draw (const BpChartFrame *frame,
                          const BpChartModel *model,
                          const BpChartStyle *style,
                          cairo_t *cr);
void bp_chart_frame_draw_notes (const BpChartFrame *frame,
                                const BpChartModel *model,
                                const BpChartStyle *style,
                                cairo_t *cr);
