/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-log.h"
#include "run-record.h"

double bp_run_get_scheduled_rate (const BpRunSettings *settings, const BpRunLog *log, guint64 step);
gboolean bp_run_export_csv (const BpRunRecord *record,
                            const BpRunLog *log,
                            const char *path,
                            GError **error);
gboolean bp_run_export_events (const BpRunRecord *record,
                               const BpRunLog *log,
                               const char *folder,
                               GError **error);
