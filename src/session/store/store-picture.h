/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

/* Asynchronous calls for pictures of digits, like those of store.h. A blank picture is an error. */

void bp_store_read_picture_async (const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean bp_store_read_picture_finish (GAsyncResult *result,
                                       guint8 image[BP_DIGIT_N_PIXELS],
                                       GError **error);

void bp_store_convert_picture_async (GdkPixbuf *picture,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean bp_store_convert_picture_finish (GAsyncResult *result,
                                          guint8 image[BP_DIGIT_N_PIXELS],
                                          GError **error);
