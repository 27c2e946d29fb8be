/* SPDX-License-Identifier: MIT */

/* What the classes of a data set are called, where a text file beside it says so. Any thread. */
#include "class-names.h"

#include "dataset.h"
#include "regular-file.h"

#include <string.h>

#define FILE_NAME "labels.txt"

/* The names of 256 classes are shorter. A longer file is something else. */
#define MAX_LENGTH 16384

/**
 * bp_class_names_read:
 * @data_path: (type filename): a data set's file or folder
 *
 * Reads "labels.txt", with a name a line, in the folder or beside the file. What is no such list is
 * left alone: the file may be there for another purpose.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): 1 to %BP_DATASET_MAX_CLASSES names
 */
char **
bp_class_names_read (const char *data_path)
{
  g_autofree char *folder = g_file_test (data_path, G_FILE_TEST_IS_DIR)
                                ? g_strdup (data_path)
                                : g_path_get_dirname (data_path);
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_names = 0;
  gsize length;

  text = bp_regular_file_read (path, MAX_LENGTH, &length, NULL);
  if (text == NULL || !g_utf8_validate_len (text, length, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      {
        g_strv_builder_add (builder, lines[i]);
        n_names++;
      }
  return n_names > 0 && n_names <= BP_DATASET_MAX_CLASSES ? g_strv_builder_end (builder) : NULL;
}
