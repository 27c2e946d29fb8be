/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-log.h"
#include "run-record.h"

char *bp_run_command_describe (const BpRunRecord *record, const BpRunLog *log, const char **reason);
