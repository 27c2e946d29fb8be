/* SPDX-License-Identifier: MIT */
#pragma once

#include "page.h"
#include "run-record.h"

#define BP_TYPE_RUNS_PAGE (bp_runs_page_get_type ())

/**
 * BpRunsPage:
 *
 * The list of the user's stored runs: sorted by any column, searched, and cleared of those that are
 * not wanted. It reads the store when it comes to the screen, and at bp_runs_page_refresh(). Any
 * number of runs can be selected, see bp_runs_page_get_selected().
 *
 * The signal "opened" comes with the folder of a run, and its name, when it is
 * activated; the signal "deleted" comes with the name of what bp_runs_page_restore() brings back;
 * the signal "selection-changed" comes when other runs are selected; the signal "failed" with a
 * sentence on what could not be done.
 */
G_DECLARE_FINAL_TYPE (BpRunsPage, bp_runs_page, BP, RUNS_PAGE, BpPage)

void bp_runs_page_refresh (BpRunsPage *self);
GPtrArray *bp_runs_page_get_selected (BpRunsPage *self);
gboolean bp_runs_page_restore (BpRunsPage *self);
