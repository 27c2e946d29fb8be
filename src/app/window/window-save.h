/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* Networks that a window saves: given by path here, chosen in a dialog by its actions
 * "save-weights", "save-weights-as" and "export-weights", or with "save-file-as". */

void bp_window_save_attach (BpWindow *self);
void bp_window_save_weights (BpWindow *self, GFile *file);
