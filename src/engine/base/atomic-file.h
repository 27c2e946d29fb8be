/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpAtomicFile:
 *
 * A file that is being written to take the place of another, or of none: until
 * bp_atomic_file_commit() it lies beside its place under a name of its own, and at no moment is
 * there less than the whole old file or the whole new one. Freeing one that was not committed
 * removes it.
 */
typedef struct _BpAtomicFile BpAtomicFile;

BpAtomicFile *bp_atomic_file_new (const char *path, GError **error);
void bp_atomic_file_free (BpAtomicFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpAtomicFile, bp_atomic_file_free)

gboolean bp_atomic_file_write (BpAtomicFile *file, const void *bytes, gsize length, GError **error);
const char *bp_atomic_file_get_temporary_path (const BpAtomicFile *file);
gboolean bp_atomic_file_commit (BpAtomicFile *file, GError **error);
