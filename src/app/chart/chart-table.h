/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart.h"

#include <adwaita.h>

#define BP_TYPE_CHART_TABLE (bp_chart_table_get_type ())

/**
 * BpChartTable:
 *
 * The numbers of a chart as a table, for the keyboard and for screen readers: see #BpChartRows. It
 * follows the chart while it is on the screen, and otherwise costs nothing.
 */
G_DECLARE_FINAL_TYPE (BpChartTable, bp_chart_table, BP, CHART_TABLE, AdwBin)

void bp_chart_table_set_chart (BpChartTable *self, BpChart *chart);
void bp_chart_table_set_label (BpChartTable *self, const char *label);
