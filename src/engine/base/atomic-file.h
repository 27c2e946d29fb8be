/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpAtomicFile:
 *
 * A file that is written to replace another file, or to be a new one. Until
 * bp_atomic_file_commit(), it has a temporary name in the same folder, so that there is always the
 * complete old file or the complete new one. Freeing an uncommitted file removes it.
 */
typedef struct _BpAtomicFile BpAtomicFile;

BpAtomicFile *bp_atomic_file_new (const char *path, GError **error);
void bp_atomic_file_free (BpAtomicFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpAtomicFile, bp_atomic_file_free)

gboolean bp_atomic_file_write (BpAtomicFile *file, const void *bytes, gsize length, GError **error);
const char *bp_atomic_file_get_temporary_path (const BpAtomicFile *file);
gboolean bp_atomic_file_commit (BpAtomicFile *file, GError **error);
