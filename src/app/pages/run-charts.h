/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-pair.h"
#include "history.h"

#include <gtk/gtk.h>

#define BP_TYPE_RUN_CHARTS (bp_run_charts_get_type ())

/**
 * BpRunCharts:
 *
 * The loss chart and the accuracy chart of a history, one above the other, both over the same axis.
 * They follow the history as it grows. Each has a menu: see #BpChartPair.
 *
 * Properties: "history" (#BpHistory, nullable), "n-epochs" (guint): the last epoch of the run,
 * beyond which the axis does not grow, or 0 while unknown.
 */
G_DECLARE_FINAL_TYPE (BpRunCharts, bp_run_charts, BP, RUN_CHARTS, GtkWidget)

BpHistory *bp_run_charts_get_history (BpRunCharts *self);
void bp_run_charts_set_history (BpRunCharts *self, BpHistory *history);
guint bp_run_charts_get_n_epochs (BpRunCharts *self);
void bp_run_charts_set_n_epochs (BpRunCharts *self, guint n_epochs);
void bp_run_charts_set_repetitions (BpRunCharts *self, GPtrArray *histories);
void bp_run_charts_set_looked_at (BpRunCharts *self, guint epoch);
void bp_run_charts_set_settings (BpRunCharts *self, GSettings *settings);

BpChartPair *bp_run_charts_get_pair (BpRunCharts *self);
gboolean bp_run_charts_is_empty (BpRunCharts *self);
