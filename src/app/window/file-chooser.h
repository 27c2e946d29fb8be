/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* What the dialog that is open is called among the window's data: there is one at most, and it goes
 * with the window. */
#define BP_FILE_CHOOSER "bp-file-chooser"

void bp_file_chooser_show (BpWindow *window, GtkFileChooserNative *chooser);
GListModel *bp_file_chooser_end (BpWindow *window, GtkNativeDialog *chooser, int response);
