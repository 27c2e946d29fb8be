/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing-collection.h"
#include "drawing-lesson.h"

#include <gio/gio.h>

void bp_drawing_keep_async (const char *path,
                            const char *line,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean bp_drawing_keep_finish (GAsyncResult *result, GError **error);

void bp_drawings_learn_async (const char *path,
                              BpNetwork *network,
                              BpDataset *dataset,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
BpNetwork *bp_drawings_learn_finish (GAsyncResult *result, BpDrawingLesson *lesson, GError **error);
