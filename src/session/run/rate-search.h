/* SPDX-License-Identifier: MIT */
#pragma once

#include "rate-finder.h"

#include <gio/gio.h>

void bp_rate_search_async (const BpTrainingConfig *config,
                           BpDataset *dataset,
                           BpNetwork *initial,
                           BpProgressFunc progress_func,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean bp_rate_search_finish (GAsyncResult *result,
                                BpRateCurve *curve,
                                float *learning_rate,
                                GError **error);
