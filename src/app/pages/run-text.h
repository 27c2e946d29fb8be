/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

char *bp_run_text_describe (const BpTrainingFigures *figures);
char *bp_run_text_describe_result (const BpTrainingFigures *figures);
