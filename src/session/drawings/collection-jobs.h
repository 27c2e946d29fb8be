/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing-edit.h"
#include "drawing-entry.h"
#include "drawing-export.h"

#include <gio/gio.h>

/* Looking at a collection, changing it and exporting it, asynchronously. */

void bp_drawings_browse_async (const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *bp_drawings_browse_finish (GAsyncResult *result, guint *n_left_out, GError **error);

void bp_drawing_relabel_async (const char *path,
                               const char *line,
                               const char *label,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void bp_drawing_remove_async (const char *path,
                              const char *line,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void bp_drawings_clear_async (const char *path, GAsyncReadyCallback callback, gpointer user_data);
BpDrawingEdit *bp_drawing_edit_finish (GAsyncResult *result, GError **error);

void bp_drawing_undo_async (BpDrawingEdit *edit,
                            const char *path,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean bp_drawing_undo_finish (GAsyncResult *result, GError **error);

void bp_own_classes_write_async (const char *path,
                                 const char *const *names,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *bp_own_classes_write_finish (GAsyncResult *result, GError **error);

void bp_drawings_export_async (const char *path,
                               BpDrawingForm form,
                               const char *target,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean bp_drawings_export_finish (GAsyncResult *result, guint *n_drawings, GError **error);
