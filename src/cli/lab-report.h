/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"
#include "run-log.h"
#include "run-record.h"

gboolean bp_lab_report_save (const BpRunRecord *record,
                             const BpRunLog *log,
                             const char *path,
                             BpProgress *progress,
                             GError **error);
