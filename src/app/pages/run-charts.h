/* SPDX-License-Identifier: MIT */
#pragma once

#include "history.h"

#include <gtk/gtk.h>

#define BP_TYPE_RUN_CHARTS (bp_run_charts_get_type ())

/**
 * BpRunCharts:
 *
 * The loss chart and the accuracy chart of a history, one above the other, both over epochs. They
 * follow the history as it grows.
 *
 * Properties: "history" (#BpHistory, nullable), "n-epochs" (guint): the last epoch of the run, for
 * which the axis keeps room, or 0 while unknown; "is-logarithmic" (gboolean): whether the loss is
 * on a logarithmic axis.
 */
G_DECLARE_FINAL_TYPE (BpRunCharts, bp_run_charts, BP, RUN_CHARTS, GtkWidget)

BpHistory *bp_run_charts_get_history (BpRunCharts *self);
void bp_run_charts_set_history (BpRunCharts *self, BpHistory *history);
guint bp_run_charts_get_n_epochs (BpRunCharts *self);
void bp_run_charts_set_n_epochs (BpRunCharts *self, guint n_epochs);
gboolean bp_run_charts_get_is_logarithmic (BpRunCharts *self);
void bp_run_charts_set_is_logarithmic (BpRunCharts *self, gboolean is_logarithmic);
