/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Files that are read in pieces. A file is never mapped, so that a file that shrinks meanwhile is
 * an error and not a crash. */

int bp_regular_file_open (const char *path, guint64 *length, GError **error);
guint64 bp_regular_file_measure (int fd, guint64 length);
gboolean bp_regular_file_read_at (int fd,
                                  const char *path,
                                  void *buffer,
                                  gsize length,
                                  guint64 offset,
                                  GError **error);
char *bp_regular_file_read (const char *path, gsize max_length, gsize *length, GError **error);
