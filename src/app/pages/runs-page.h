/* SPDX-License-Identifier: MIT */
#pragma once

#include "page.h"

#define BP_TYPE_RUNS_PAGE (bp_runs_page_get_type ())

/**
 * BpRunsPage:
 *
 * The list of the user's stored runs: sorted by any column, searched, and cleared of those that are
 * not wanted. It reads the store when it comes to the screen, and at bp_runs_page_refresh().
 *
 * The signal "opened" comes with the file of a network, and its run's name, when a run is
 * activated; the signal "deleted" comes with the name of a run that bp_runs_page_restore() brings
 * back; the signal "failed" with a sentence on what could not be done.
 */
G_DECLARE_FINAL_TYPE (BpRunsPage, bp_runs_page, BP, RUNS_PAGE, BpPage)

void bp_runs_page_refresh (BpRunsPage *self);
gboolean bp_runs_page_restore (BpRunsPage *self);
