/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-pair.h"
#include "page.h"
#include "run-record.h"

#define BP_TYPE_RUNS_PAGE (bp_runs_page_get_type ())

/**
 * BpRunsPage:
 *
 * The user's stored runs: a list, and the comparison of those that are selected and those that are
 * pinned. It reads the store when it comes to the screen, and at bp_runs_page_refresh(). Any number
 * of runs can be selected, see bp_runs_page_get_selected().
 *
 * Its actions "runs.open", "runs.rename", "runs.pin", "runs.unpin", "runs.copy-settings",
 * "runs.continue", "runs.repeat" and "runs.delete" are for the selected runs, and enabled where
 * they are possible.
 *
 * Signals: "opened" comes with the folder of a run, and its name, when it is activated;
 * "deleted" with the name of what bp_runs_page_restore() brings back; "failed" with a sentence on
 * what could not be done; "copy-settings", "continue" and "repeat" with a run (#BpRunRecord) whose
 * settings are to be those of the next run, or that is to be continued, or trained again;
 * "selection-changed" when other runs are selected.
 */
G_DECLARE_FINAL_TYPE (BpRunsPage, bp_runs_page, BP, RUNS_PAGE, BpPage)

void bp_runs_page_set_settings (BpRunsPage *self, GSettings *settings);
BpChartPair *bp_runs_page_get_charts (BpRunsPage *self);
void bp_runs_page_refresh (BpRunsPage *self);
GPtrArray *bp_runs_page_get_selected (BpRunsPage *self);
gboolean bp_runs_page_restore (BpRunsPage *self);
