/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "time-travel.h"

#include <gtk/gtk.h>

#define BP_TYPE_LOSS_PLANE_VIEW (bp_loss_plane_view_get_type ())

/**
 * BpLossPlaneView:
 *
 * The loss around the shown network: on a plane through its weights along two random directions, or
 * along the main directions of the path of its run. It is computed on demand, on a thread, and can
 * be cancelled, which leaving the page does too. The plane of an older network stays until the next
 * is computed.
 */
G_DECLARE_FINAL_TYPE (BpLossPlaneView, bp_loss_plane_view, BP, LOSS_PLANE_VIEW, GtkWidget)

void bp_loss_plane_view_set_dataset (BpLossPlaneView *self, BpDataset *dataset, BpSplit split);
void bp_loss_plane_view_set_network (BpLossPlaneView *self, BpNetwork *network, guint n_epochs);
void bp_loss_plane_view_set_time_travel (BpLossPlaneView *self, BpTimeTravel *time_travel);
char *bp_loss_plane_view_format (BpLossPlaneView *self, GError **error);
gboolean bp_loss_plane_view_save_picture (BpLossPlaneView *self, const char *path, GError **error);
