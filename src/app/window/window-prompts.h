/* SPDX-License-Identifier: MIT */
#pragma once

#include "draw-pane.h"
#include "window.h"

void bp_window_prompts_attach (BpWindow *self, BpDrawPane *pane);
void bp_window_prompts_begin (BpWindow *self, const char *const *names, guint n_each);
