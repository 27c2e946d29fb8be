/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The windows beside the main one that show samples of its data set. Its actions are "show-data"
 * and "preview-images". */

void bp_window_sheets_attach (BpWindow *self);
