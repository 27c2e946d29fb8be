/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-record.h"

#include <gio/gio.h>

/**
 * BpRunStore:
 *
 * The folder of all runs, with one folder for each: $XDG_DATA_HOME/backprop/runs, or another one. A
 * deleted run is in a hidden folder beside the others until it is restored or the trash is emptied.
 * Immutable: any thread may use one.
 */
typedef struct _BpRunStore BpRunStore;

BpRunStore *bp_run_store_new (const char *folder);
void bp_run_store_free (BpRunStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunStore, bp_run_store_free)

const char *bp_run_store_get_folder (const BpRunStore *store);
char *bp_run_store_make_folder (const BpRunStore *store, GError **error);

GPtrArray *bp_run_store_list (const BpRunStore *store, GError **error);
void bp_run_store_list_async (const BpRunStore *store,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *bp_run_store_list_finish (GAsyncResult *result, GError **error);
BpRunRecord *bp_run_store_find (const BpRunStore *store, const char *name, GError **error);

gboolean bp_run_store_delete (const BpRunStore *store, const BpRunRecord *record, GError **error);
gboolean bp_run_store_restore (const BpRunStore *store, const BpRunRecord *record, GError **error);
void bp_run_store_empty_trash (const BpRunStore *store);
