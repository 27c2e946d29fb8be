/* SPDX-License-Identifier: MIT */
#pragma once

#include "disagreement.h"

#include <gio/gio.h>

/* bp_disagreement_new() for two weight files, on a separate thread: see store.h. */

void bp_store_compare_async (const char *first_path,
                             const char *second_path,
                             BpDataset *dataset,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
BpDisagreement *bp_store_compare_finish (GAsyncResult *result, GError **error);
