/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"
#include "run-log.h"
#include "run-record.h"

#include <gio/gio.h>

gboolean bp_lab_report_save (const BpRunRecord *record,
                             const BpRunLog *log,
                             const char *path,
                             BpProgress *progress,
                             GError **error);

void bp_lab_report_save_async (BpRunRecord *record,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean bp_lab_report_save_finish (GAsyncResult *result, GError **error);
