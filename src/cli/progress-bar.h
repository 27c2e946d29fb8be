/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

/**
 * BpProgressBar:
 *
 * A line at the bottom of the terminal that shows the progress of a call, drawn by a separate
 * thread. It is shown only where the standard error is a terminal.
 */
typedef struct _BpProgressBar BpProgressBar;

BpProgressBar *bp_progress_bar_start (const char *label, BpProgress *progress);
void bp_progress_bar_stop (BpProgressBar *bar);
