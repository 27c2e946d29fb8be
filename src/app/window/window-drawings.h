/* SPDX-License-Identifier: MIT */
#pragma once

#include "draw-pane.h"
#include "window.h"

void bp_window_drawings_attach (BpWindow *self, BpDrawPane *pane);
char *bp_window_drawings_make_line (BpWindow *self, const char *label, gboolean is_prompted);
