/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* What a window does with its pad: undo, redo and clear, and digits that are not drawn there but
 * pasted, dropped, opened, or taken from the data. Its actions are "undo", "redo", "clear-pad",
 * "paste-picture" and "load-sample". */

void bp_window_pad_attach (BpWindow *self);
void bp_window_open_picture (BpWindow *self, GFile *file);
void bp_window_take_texture (BpWindow *self, GdkTexture *texture);
