/* SPDX-License-Identifier: MIT */
#pragma once

#include "history.h"
#include "run-log.h"
#include "run-record.h"
#include "weights.h"

#include <gio/gio.h>

/**
 * BpStoredRun:
 * @record: (owned): its settings and its result
 * @log: (owned): what was measured
 * @network: (owned): its best network, see bp_run_networks_find_best()
 * @info: the description of @network
 *
 * A run as it was read from its folder.
 */
typedef struct
{
  BpRunRecord *record;
  BpRunLog *log;
  BpNetwork *network;
  BpWeightsInfo info;
} BpStoredRun;

void bp_stored_run_free (BpStoredRun *stored);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpStoredRun, bp_stored_run_free)

void bp_stored_run_load_async (const char *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
BpStoredRun *bp_stored_run_load_finish (GAsyncResult *result, GError **error);

gboolean bp_stored_run_is_at_best (const BpStoredRun *stored);
BpHistory *
bp_stored_run_create_history (const BpRunRecord *record, const BpRunLog *log, BpNetwork *best);
