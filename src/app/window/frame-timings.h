/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

#include <gtk/gtk.h>

#define BP_TYPE_FRAME_TIMINGS (bp_frame_timings_get_type ())

/**
 * BpFrameTimings:
 *
 * Measures a window's frames while a network is being trained, and the time until the network is
 * good: see timings.h.
 */
G_DECLARE_FINAL_TYPE (BpFrameTimings, bp_frame_timings, BP, FRAME_TIMINGS, GObject)

BpFrameTimings *bp_frame_timings_new (GtkWidget *window);
void bp_frame_timings_set_run (BpFrameTimings *self, BpTrainingRun *run);
void bp_frame_timings_begin_training (BpFrameTimings *self);
