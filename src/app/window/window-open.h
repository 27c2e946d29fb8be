/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* Opens files of any kind by their content: from the command line, dropped, chosen in a dialog of
 * the actions "open-weights" and "open-data", or with "open-file". */

void bp_window_open_attach (BpWindow *self);
void bp_window_open_files (BpWindow *self, GFile *const *files, guint n_files);
