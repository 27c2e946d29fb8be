/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The comparison of two runs that are selected: the action "compare-two". */

void bp_window_compare_attach (BpWindow *self);
void bp_window_compare_follow (BpWindow *self, GPtrArray *selected);
