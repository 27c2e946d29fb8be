/* SPDX-License-Identifier: MIT */
#pragma once

#include "history.h"

#include <gtk/gtk.h>

/* See chart-panel.h. */
typedef struct _BpChartPanel BpChartPanel;

#define BP_TYPE_HEALTH_CHART (bp_health_chart_get_type ())

/**
 * BpHealthChart:
 *
 * How well each layer learns, over the epochs of a history: the norm of its gradient, the size of
 * its updates, or its dead units, with a line that says what the figure means and what stands out.
 * It follows the history as it grows, while it is on the screen.
 */
G_DECLARE_FINAL_TYPE (BpHealthChart, bp_health_chart, BP, HEALTH_CHART, GtkWidget)

void bp_health_chart_set_history (BpHealthChart *self, BpHistory *history);
BpChartPanel *bp_health_chart_get_panel (BpHealthChart *self);
