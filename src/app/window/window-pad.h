/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* What a window does with its pad: undo, redo and clear, and digits that are not drawn there but
 * pasted, dropped, opened, or taken from the data. Its actions are "undo", "redo", "clear-pad",
 * "paste-picture" and "load-sample". */

/**
 * BpWindowOpenFunc:
 * @self: the window
 * @file: what to open
 *
 * A way to open a file.
 */
typedef void (*BpWindowOpenFunc) (BpWindow *self, GFile *file);

void bp_window_pad_attach (BpWindow *self);
void bp_window_open_picture (BpWindow *self, GFile *file, BpWindowOpenFunc open_other);
void bp_window_take_texture (BpWindow *self, GdkTexture *texture);
