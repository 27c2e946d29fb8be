/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

#include <gtk/gtk.h>

#define BP_TYPE_CHART (bp_chart_get_type ())

/**
 * BpChart:
 *
 * Curves over epochs, in the colours and the font of the theme. Point at a place, or move over the
 * chart with the arrow keys, to read the values there.
 *
 * The curves are in its model: append to their series, then call bp_chart_update(). The drawing
 * time depends on the chart's size and not on the length of the curves, and unchanged parts are not
 * drawn again.
 *
 * Properties: "is-percent" (gboolean, construct-only): the vertical axis is a percentage;
 * "is-logarithmic" (gboolean); "x-end" (double): the least end of the horizontal axis; "hint"
 * (string): the text of an empty chart; "summary" (string): the newest values in words, the
 * accessible description of the chart. The template that contains the chart sets its accessible
 * name.
 */
G_DECLARE_FINAL_TYPE (BpChart, bp_chart, BP, CHART, GtkWidget)

BpChartModel *bp_chart_get_model (BpChart *self);
void bp_chart_update (BpChart *self);

gboolean bp_chart_get_is_logarithmic (BpChart *self);
void bp_chart_set_is_logarithmic (BpChart *self, gboolean is_logarithmic);
double bp_chart_get_x_end (BpChart *self);
void bp_chart_set_x_end (BpChart *self, double x_end);
const char *bp_chart_get_hint (BpChart *self);
void bp_chart_set_hint (BpChart *self, const char *hint);
const char *bp_chart_get_summary (BpChart *self);
void bp_chart_set_summary (BpChart *self, const char *summary);
