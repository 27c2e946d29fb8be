/* SPDX-License-Identifier: MIT */
#pragma once

#include "disagreement.h"

#include <adwaita.h>

#define BP_TYPE_COMPARE_WINDOW (bp_compare_window_get_type ())

/**
 * BpCompareWindow:
 *
 * The test images on which the networks of two runs disagree, with both answers and the label.
 *
 * The signal "image-chosen" comes with the index of a test image, when its row is activated.
 */
G_DECLARE_FINAL_TYPE (BpCompareWindow, bp_compare_window, BP, COMPARE_WINDOW, AdwWindow)

BpCompareWindow *bp_compare_window_new (GtkWindow *parent);
void bp_compare_window_compare (BpCompareWindow *self,
                                BpDataset *dataset,
                                const char *const paths[2],
                                const char *const names[2]);
BpDataset *bp_compare_window_get_dataset (BpCompareWindow *self);
