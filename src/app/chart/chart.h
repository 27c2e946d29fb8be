/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

#include <gtk/gtk.h>

#define BP_TYPE_CHART (bp_chart_get_type ())

/**
 * BpChart:
 *
 * Curves in the colours and the font of the theme. Point at a place, or move over the chart with
 * the arrow keys, to read the values there. Drag over a part, or turn the wheel, to zoom in; drag
 * with Ctrl or the middle button to move; click twice to see all again.
 *
 * The curves are in its model: append to their series, then call bp_chart_update(). The drawing
 * time depends on the chart's size and not on the length of the curves, and unchanged parts are not
 * drawn again.
 *
 * Properties: "is-percent" (gboolean, construct-only): the vertical axis is a percentage; "x-end"
 * (double): the horizontal axis grows no further than this, or 0; "cursor" (double): the place of
 * the read-out, or -1 without one; charts with the same axis bind theirs together; "is-zoomed"
 * (gboolean, read-only); "hint" (string): the text of an empty chart; "summary" (string): the
 * newest values in words, the accessible description of the chart. The template that contains the
 * chart sets its accessible name.
 *
 * Signal: "updated": it has other points, curves or axes.
 */
G_DECLARE_FINAL_TYPE (BpChart, bp_chart, BP, CHART, GtkWidget)

BpChartModel *bp_chart_get_model (BpChart *self);
void bp_chart_update (BpChart *self);
void bp_chart_relayout (BpChart *self);
void bp_chart_set_x_axis (BpChart *self, const char *name, BpChartScaleKind kind);
void bp_chart_set_y_kind (BpChart *self, BpChartYKind kind);
void bp_chart_reset_view (BpChart *self);
gboolean bp_chart_get_is_zoomed (BpChart *self);

double bp_chart_get_cursor (BpChart *self);
void bp_chart_set_cursor (BpChart *self, double cursor);
double bp_chart_get_x_end (BpChart *self);
void bp_chart_set_x_end (BpChart *self, double x_end);
const char *bp_chart_get_hint (BpChart *self);
void bp_chart_set_hint (BpChart *self, const char *hint);
const char *bp_chart_get_summary (BpChart *self);
void bp_chart_set_summary (BpChart *self, const char *summary);
