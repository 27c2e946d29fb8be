/* SPDX-License-Identifier: MIT */
#pragma once

#include "projection.h"

#include <gio/gio.h>

/* bp_projection_new() on a separate thread: see store.h. */

void bp_store_project_async (BpNetwork *network,
                             BpDataset *dataset,
                             BpSplit split,
                             BpProjection *previous,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
BpProjection *bp_store_project_finish (GAsyncResult *result, GError **error);
