/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <adwaita.h>

#define BP_TYPE_RATE_WINDOW (bp_rate_window_get_type ())

/**
 * BpRateWindow:
 *
 * Finds a learning rate: the loss while the rate rises, with the suggested rate marked, which the
 * settings can take over.
 *
 * The signal "again" is emitted when the user asks for another search.
 */
G_DECLARE_FINAL_TYPE (BpRateWindow, bp_rate_window, BP, RATE_WINDOW, AdwWindow)

BpRateWindow *bp_rate_window_new (GtkWindow *parent, GSettings *settings);
void bp_rate_window_search (BpRateWindow *self, BpDataset *dataset, BpNetwork *initial);
