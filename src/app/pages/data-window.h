/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

#include <adwaita.h>

#define BP_TYPE_DATA_WINDOW (bp_data_window_get_type ())

/**
 * BpDataWindow:
 *
 * The content of a data set: a sheet of samples, the number of samples of each class, and the range
 * of their pixels.
 */
G_DECLARE_FINAL_TYPE (BpDataWindow, bp_data_window, BP, DATA_WINDOW, AdwWindow)

BpDataWindow *bp_data_window_new (GtkWindow *parent);
void bp_data_window_set_dataset (BpDataWindow *self, const BpDataset *dataset);
