/* SPDX-License-Identifier: MIT */
#pragma once

#include "loss-plane.h"

#include <gio/gio.h>

/* bp_loss_plane_new() on a separate thread. */

void bp_loss_survey_async (BpNetwork *network,
                           BpDataset *dataset,
                           const BpLossPlaneSettings *settings,
                           const char *const *path,
                           BpProgressFunc progress_func,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
BpLossPlane *bp_loss_survey_finish (GAsyncResult *result, GError **error);
