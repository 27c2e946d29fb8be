/* SPDX-License-Identifier: MIT */
#pragma once

#include "file-chooser.h"

/* The most parts of an export. */
#define BP_EXPORT_MOST_PARTS 8

/**
 * BpExport:
 * @title: of the dialog
 * @choice: the name of the dialog's choice of a part, for people
 * @failure: the heading of the message on a failure
 * @button: its button, with a mnemonic, which asks again
 * @action: of the button
 * @labels: (n_parts) the parts, for people
 * @get_id: what scripts and the dialog call a part; also the name of its file
 * @n_parts: how many
 * @formats: (n_formats) the formats; that of the file's ending is used
 * @n_formats: how many
 * @get_part: the part that is shown, which comes first
 * @save: writes a part to a file
 *
 * Something of the window that can be written to a file, in parts. All texts are translated when
 * they are shown.
 */
typedef struct
{
  const char *title;
  const char *choice;
  const char *failure;
  const char *button;
  const char *action;
  const char *labels[BP_EXPORT_MOST_PARTS];
  const char *(*get_id) (guint part);
  guint n_parts;
  const BpFileFormat *formats;
  guint n_formats;
  guint (*get_part) (BpWindow *window);
  gboolean (*save) (BpWindow *window, guint part, const char *path, GError **error);
} BpExport;

void bp_export_ask (BpWindow *window, const BpExport *what);
void bp_export_save_as (BpWindow *window,
                        const BpExport *what,
                        GVariant *arguments,
                        const char *unknown);
