/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The window of the user's own drawings, their export, and their use as a data set. Its actions are
 * "show-drawings", "export-drawings", whose parameter is "idx", "pictures" or "strokes", and
 * "use-drawings". */

void bp_window_collection_attach (BpWindow *self);
void bp_window_collection_refresh (BpWindow *self);
