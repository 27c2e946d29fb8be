/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

/**
 * BpProgressBar:
 *
 * A line at the bottom of the terminal that shows how far a call is, drawn by a thread of its own.
 * Where the standard error is no terminal there is none.
 */
typedef struct _BpProgressBar BpProgressBar;

BpProgressBar *bp_progress_bar_start (const char *label, BpProgress *progress);
void bp_progress_bar_stop (BpProgressBar *bar);
