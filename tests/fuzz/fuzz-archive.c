/* SPDX-License-Identifier: MIT */

/* Archives: their list of files, a look into each, and the choice of a data set among them. */
#include "fuzz-input.h"

#include "data-files.h"
#include "file-tree.h"

/* Files that are looked into; a folder of pictures has thousands. */
#define MAX_FILES 16

/* Bytes that are read of each. */
#define MAX_LENGTH 65536

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpFileTree) tree =
      bp_file_tree_open_archive (bp_fuzz_file_put (data, size), NULL, &error);
  g_auto (BpDataFiles) files = { NULL };
  guint n_files;

  bp_fuzz_check_outcome (tree != NULL, error);
  if (tree == NULL)
    return 0;

  n_files = MIN (bp_file_tree_get_n_files (tree), MAX_FILES);
  /* Backwards too, for which an archive has to be read again from its beginning. */
  for (guint i = 0; i < 2 * n_files; i++)
    {
      guint index = i < n_files ? i : 2 * n_files - 1 - i;
      g_autoptr (GError) cause = NULL;
      gsize length;
      g_autofree guint8 *bytes = bp_file_tree_read_file (tree, index, MAX_LENGTH, &length, &cause);

      bp_fuzz_check_outcome (bytes != NULL, cause);
    }
  bp_fuzz_check_outcome (bp_data_files_choose (&files, tree, NULL, &error), error);
  return 0;
}
