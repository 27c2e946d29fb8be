/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "time-travel.h"

#include <gtk/gtk.h>

#define BP_TYPE_DISTRIBUTION_VIEW (bp_distribution_view_get_type ())

/**
 * BpDistributionView:
 *
 * How the weights, activations and gradients of a layer are distributed, as a ridge for each kept
 * epoch of the run, the newest in front; the epoch that is shown is marked, and a slider goes to
 * others. Without kept epochs, the networks that it was given since it came to the screen have a
 * ridge each.
 *
 * Counted on a thread from the networks on the disk, so that training pays nothing, and only while
 * the view is on the screen; then it catches up.
 */
G_DECLARE_FINAL_TYPE (BpDistributionView, bp_distribution_view, BP, DISTRIBUTION_VIEW, GtkWidget)

void bp_distribution_view_set_dataset (BpDistributionView *self, BpDataset *dataset, BpSplit split);
void
bp_distribution_view_set_network (BpDistributionView *self, BpNetwork *network, guint n_epochs);
void bp_distribution_view_set_time_travel (BpDistributionView *self, BpTimeTravel *time_travel);
char *bp_distribution_view_format (BpDistributionView *self, GError **error);
gboolean
bp_distribution_view_save_picture (BpDistributionView *self, const char *path, GError **error);
