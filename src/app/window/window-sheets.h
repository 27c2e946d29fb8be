/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The secondary windows that show samples of the main window's data set. Its actions are
 * "show-data" and "preview-images". */

void bp_window_sheets_attach (BpWindow *self);
