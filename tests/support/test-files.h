/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpTestFolder:
 * @path: (type filename): its path
 *
 * A temporary folder of a test, which is removed with its contents.
 */
typedef struct
{
  char *path;
} BpTestFolder;

BpTestFolder *bp_test_folder_new (void);
void bp_test_folder_free (BpTestFolder *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTestFolder, bp_test_folder_free)

char *
bp_test_folder_write (BpTestFolder *folder, const char *name, gconstpointer bytes, gsize length);
GByteArray *bp_test_gzip (gconstpointer bytes, gsize length);
