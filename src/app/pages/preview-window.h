/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

#include <adwaita.h>

#define BP_TYPE_PREVIEW_WINDOW (bp_preview_window_get_type ())

/**
 * BpPreviewWindow:
 *
 * A hundred training images as a run with the present settings sees them in any epoch, byte for
 * byte. The window follows changes of the settings.
 */
G_DECLARE_FINAL_TYPE (BpPreviewWindow, bp_preview_window, BP, PREVIEW_WINDOW, AdwWindow)

BpPreviewWindow *bp_preview_window_new (GtkWindow *parent, GSettings *settings);
void bp_preview_window_set_dataset (BpPreviewWindow *self, BpDataset *dataset);
