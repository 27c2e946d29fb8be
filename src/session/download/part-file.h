/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpPartFile:
 *
 * The beginning of a file that is being downloaded, "NAME.part" beside the final name. It stays on
 * the disk when it is freed, so that a later download can continue. While it is open, no other
 * process can open it.
 */
typedef struct _BpPartFile BpPartFile;

BpPartFile *bp_part_file_open (const char *path, guint64 size, GError **error);
void bp_part_file_free (BpPartFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPartFile, bp_part_file_free)

guint64 bp_part_file_get_length (const BpPartFile *file);
guint64 bp_part_file_get_size (const BpPartFile *file);
gboolean bp_part_file_append (BpPartFile *file, const void *bytes, gsize length, GError **error);
gboolean bp_part_file_truncate (BpPartFile *file, GError **error);
gboolean bp_part_file_is_right (const BpPartFile *file, const char *sha256);
gboolean bp_part_file_commit (BpPartFile *file, GError **error);
