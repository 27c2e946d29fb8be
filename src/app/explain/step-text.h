/* SPDX-License-Identifier: MIT */
#pragma once

#include "walkthrough.h"

/* What each step does, in words for a student. */

char *bp_step_text_heading (const BpWalkthrough *walkthrough);
const char *bp_step_text_explanation (const BpWalkthrough *walkthrough);
char *bp_step_text_losses (const BpWalkthrough *walkthrough);
