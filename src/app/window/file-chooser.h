/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

/* The key of the open dialog in the window's data: there is at most one, and it closes with the
 * window. */
#define BP_FILE_CHOOSER "bp-file-chooser"

/**
 * BpFileFormat:
 * @name: of the format
 * @ending: of its files, as in ".png"
 *
 * A format in which a file can be saved.
 */
typedef struct
{
  const char *name;
  const char *ending;
} BpFileFormat;

void bp_file_chooser_add_formats (GtkFileChooserNative *chooser,
                                  const BpFileFormat *formats,
                                  guint n_formats);
void bp_file_chooser_show (BpWindow *window, GtkFileChooserNative *chooser);
GListModel *bp_file_chooser_end (BpWindow *window, GtkNativeDialog *chooser, int response);
