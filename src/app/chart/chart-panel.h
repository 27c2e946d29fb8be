/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart.h"

#define BP_TYPE_CHART_PANEL (bp_chart_panel_get_type ())

/**
 * BpChartPanel:
 *
 * A chart, and on demand the table of its numbers: beside it, or in its place where there is no
 * room for both.
 *
 * Properties: "chart" (#BpChart, construct-only); "table-label" (string): what a screen reader
 * calls the table; "shows-table" (gboolean).
 */
G_DECLARE_FINAL_TYPE (BpChartPanel, bp_chart_panel, BP, CHART_PANEL, GtkWidget)

BpChart *bp_chart_panel_get_chart (BpChartPanel *self);
gboolean bp_chart_panel_get_shows_table (BpChartPanel *self);
void bp_chart_panel_set_shows_table (BpChartPanel *self, gboolean shows_table);
