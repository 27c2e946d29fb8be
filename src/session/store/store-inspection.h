/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <gio/gio.h>

/* bp_inspection_new() on a separate thread: see store.h. */

void bp_store_inspect_async (BpNetwork *network,
                             BpDataset *dataset,
                             BpSplit split,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
BpInspection *bp_store_inspect_finish (GAsyncResult *result, GError **error);
