/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-log.h"
#include "run-record.h"

void bp_run_report_print_list (const GPtrArray *records, gboolean is_json);
void bp_run_report_print (const BpRunRecord *record, const BpRunLog *log, gboolean is_json);
void bp_run_report_print_comparison (const GPtrArray *records, gboolean with_all, gboolean is_json);
void bp_run_report_print_deleted (const BpRunRecord *record, gboolean is_json);
