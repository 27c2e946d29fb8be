/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The secondary windows about the main window's data set: samples of it, and the learning rate for
 * it. Its actions are "show-data", "preview-images" and "find-learning-rate". */

void bp_window_sheets_attach (BpWindow *self);
GtkWindow *bp_window_find_sheet (BpWindow *self, GType type);
