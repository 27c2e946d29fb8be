/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-controller.h"

#define BP_TYPE_RUN_SERIES (bp_run_series_get_type ())

/**
 * BpRunSeries:
 *
 * Trains the present settings with several seeds, one run after the other. Each run is stored as
 * one of a named group. Stopping a run, or beginning another one, ends the series.
 *
 * It adds the actions "repeat-seeds", which asks for the number and the name, and
 * "repeat-seeds-as", which gets them. The signal "changed" is emitted when the series has begun,
 * when a run of it has ended, and when it ends.
 */
G_DECLARE_FINAL_TYPE (BpRunSeries, bp_run_series, BP, RUN_SERIES, GObject)

BpRunSeries *
bp_run_series_new (GtkWindow *window, GSettings *settings, BpRunController *controller);
void bp_run_series_update (BpRunSeries *self);
char *bp_run_series_describe (BpRunSeries *self);
