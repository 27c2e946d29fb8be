/* SPDX-License-Identifier: MIT */
#pragma once

#include "time-travel.h"

#include <gtk/gtk.h>

#define BP_TYPE_EPOCH_SLIDER (bp_epoch_slider_get_type ())

/**
 * BpEpochSlider:
 *
 * A slider over the epochs of a run, for #BpTimeTravel. It stops only at epochs with a stored
 * network and at the present, and its right end follows a run in progress. While another network
 * than the present one is shown, it says so, and has buttons for "win.show-newest" and
 * "win.use-shown-network".
 */
G_DECLARE_FINAL_TYPE (BpEpochSlider, bp_epoch_slider, BP, EPOCH_SLIDER, GtkWidget)

void bp_epoch_slider_set_time_travel (BpEpochSlider *self, BpTimeTravel *time_travel);
