/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "run-record.h"

gboolean bp_run_repetition_is_same (const BpRunRecord *record, BpNetwork *network);
char *bp_run_repetition_describe (const BpRunRecord *record, gboolean is_same);
