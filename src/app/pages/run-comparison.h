/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-pair.h"
#include "run-item.h"

#include <adwaita.h>

#define BP_TYPE_RUN_COMPARISON (bp_run_comparison_get_type ())

/**
 * BpRunComparison:
 *
 * The curves of several stored runs, one chart for their losses and one for their accuracies, and a
 * table of their settings. Each chart has a menu: see #BpChartPair. Their logs are read on other
 * threads.
 *
 * The signal "color-chosen" comes with a run (#BpRunItem) and the colour that a person chose for
 * it, as in "#1c71d8".
 */
G_DECLARE_FINAL_TYPE (BpRunComparison, bp_run_comparison, BP, RUN_COMPARISON, AdwBin)

void bp_run_comparison_set_items (BpRunComparison *self, const GPtrArray *items, guint n_left_out);
BpChartPair *bp_run_comparison_get_pair (BpRunComparison *self);
