/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-record.h"
#include "run-settings.h"
#include "training-run.h"

/**
 * BpRunContinuation:
 *
 * A stored run that is about to be continued: its folder is locked, and its trainer is where the
 * newest checkpoint was.
 */
typedef struct _BpRunContinuation BpRunContinuation;

void bp_run_continuation_free (BpRunContinuation *continuation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunContinuation, bp_run_continuation_free)

void bp_run_continuation_load_async (const char *folder,
                                     BpDataset *dataset,
                                     guint n_threads,
                                     guint64 budget,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
BpRunContinuation *bp_run_continuation_load_finish (GAsyncResult *result, GError **error);

BpTrainingRun *bp_run_continuation_get_run (BpRunContinuation *continuation);
const BpTrainingConfig *bp_run_continuation_get_config (const BpRunContinuation *continuation);
void bp_run_continuation_start (BpRunContinuation *continuation,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
