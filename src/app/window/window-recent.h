/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

void bp_window_recent_attach (BpWindow *self, GMenu *menu);
void bp_window_recent_add (BpWindow *self, GFile *file);
