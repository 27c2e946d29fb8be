/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* Files that a window opens and saves: given by path here, chosen in a dialog by its actions
 * "open-weights", "open-data", "open-file", "save-weights", "save-weights-as" and
 * "save-file-as". */

void bp_window_files_attach (BpWindow *self);
void bp_window_open_data (BpWindow *self, GFile *file);
void bp_window_open_weights (BpWindow *self, GFile *file);
void bp_window_open_file (BpWindow *self, GFile *file);
void bp_window_save_weights (BpWindow *self, GFile *file);
