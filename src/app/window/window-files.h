/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* Files that are known to be data or weights. See window-open.h for those that are not. */

void bp_window_open_data (BpWindow *self, GFile *file);
void bp_window_open_bundled (BpWindow *self);
void bp_window_open_run (BpWindow *self, const char *folder, const char *name);
void bp_window_open_weights (BpWindow *self, GFile *file);
