/* SPDX-License-Identifier: MIT */
#pragma once

#include "distributions.h"

#include <gio/gio.h>

/* bp_distributions_new() on a separate thread. */

void bp_distribution_survey_async (BpNetwork *network,
                                   BpDataset *dataset,
                                   BpSplit split,
                                   const char *const *paths,
                                   BpProgressFunc progress_func,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *bp_distribution_survey_finish (GAsyncResult *result, GError **error);
