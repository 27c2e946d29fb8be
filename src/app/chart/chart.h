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
 * The curves are in its model: append to their series, then call bp_chart_update(). Drawing takes a
 * time that depends on the chart's size and not on how long the curves are, and nothing is drawn
 * again that has not changed.
 *
 * Properties: "is-percent" (gboolean, construct-only): the vertical axis is a percentage;
 * "is-logarithmic" (gboolean); "x-end" (double): room is kept up to here; "hint" (string): what is
 * shown while there is no curve; "summary" (string): the newest values in words, which is what a
 * screen reader gets to hear as the chart's description. Its name is given by whoever places it.
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
