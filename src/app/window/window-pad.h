/* SPDX-License-Identifier: MIT */
#pragma once

#include "draw-pane.h"
#include "window.h"

/* The actions of a window's pad: undo, redo and clear, and digits that are pasted, dropped, opened
 * or taken from the data set. Its actions are "undo", "redo", "clear-pad", which offers
 * "restore-drawing" until the next change of the pad, "paste-picture" and "load-sample". */

void bp_window_pad_attach (BpWindow *self, BpDrawPane *pane);
void bp_window_open_picture (BpWindow *self, GFile *file);
void bp_window_show_image (BpWindow *self,
                           const guint8 *pixels,
                           guint width,
                           guint height,
                           const char *caption,
                           guint label);
void bp_window_take_texture (BpWindow *self, GdkTexture *texture);
