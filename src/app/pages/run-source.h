/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-record.h"

char *bp_run_source_get_path (const BpRunSettings *settings);
gboolean bp_run_source_can_continue (const BpRunRecord *record);
gboolean bp_run_source_can_repeat (const BpRunRecord *record);
