/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The key of the open dialog in the window's data: there is at most one, and it closes with the
 * window. */
#define BP_FILE_CHOOSER "bp-file-chooser"

void bp_file_chooser_show (BpWindow *window, GtkFileChooserNative *chooser);
GListModel *bp_file_chooser_end (BpWindow *window, GtkNativeDialog *chooser, int response);
