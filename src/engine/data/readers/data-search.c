/* SPDX-License-Identifier: MIT */
/*
 * Finds the default data set: the last one used, the one that the environment names, one in the
 * user's data folder or in the current folder. The search only checks names; the content is checked
 * when the file is loaded.
 */
#include "data-search.h"

#include "dataset-load.h"
#include <string.h>

/* Files that hold a whole data set. */
static const char *const whole_files[] = { "mnist.pkl.gz", "mnist.pkl", "mnist.npz" };

/* The four files of an IDX data set, with "%s" for the separator. */
static const char *const idx_files[] = {
  "train-images%sidx3-ubyte",
  "train-labels%sidx1-ubyte",
  "t10k-images%sidx3-ubyte",
  "t10k-labels%sidx1-ubyte",
};

/* "-" in the original files, "." after unpacking with some programs. */
static const char *const idx_separators[] = { "-", "." };
static const char *const idx_endings[] = { "", ".gz" };

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
has_idx_file (const char *folder, const char *name_parts)
{
  g_auto (GStrv) parts = g_strsplit (name_parts, "%s", 2);

  for (guint i = 0; i < G_N_ELEMENTS (idx_separators); i++)
    for (guint j = 0; j < G_N_ELEMENTS (idx_endings); j++)
      {
        g_autofree char *name =
            g_strconcat (parts[0], idx_separators[i], parts[1], idx_endings[j], NULL);

        if (has_file (folder, name))
          return TRUE;
      }
  return FALSE;
}

/**
 * bp_data_search_is_idx:
 * @name: (type filename): a file's name
 *
 * Returns: whether it is the name of one of the four files of an IDX data set
 */
gboolean
bp_data_search_is_idx (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (idx_files); i++)
    {
      g_auto (GStrv) parts = g_strsplit (idx_files[i], "%s", 2);

      if (g_str_has_prefix (name, parts[0]) && strstr (name, parts[1]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_all_idx_files (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (idx_files); i++)
    if (!has_idx_file (folder, idx_files[i]))
      return FALSE;
  return TRUE;
}

static char *
search_one_folder (const char *folder)
{
  if (has_all_idx_files (folder))
    return g_strdup (folder);

  for (guint i = 0; i < G_N_ELEMENTS (whole_files); i++)
    if (has_file (folder, whole_files[i]))
      return g_build_filename (folder, whole_files[i], NULL);
  return NULL;
}

/**
 * bp_data_search_folder:
 * @folder: (type filename): a folder, which may be missing
 *
 * Searches a folder and its subfolder "mnist".
 *
 * Returns: (transfer full) (nullable) (type filename): a file, or a folder with the four files of
 *   an IDX data set
 */
char *
bp_data_search_folder (const char *folder)
{
  g_autofree char *inner_folder = g_build_filename (folder, "mnist", NULL);
  char *found = search_one_folder (folder);

  return found != NULL ? found : search_one_folder (inner_folder);
}

/**
 * bp_data_search:
 * @last_used: (nullable) (type filename): the last data set used
 *
 * Searches in this order: @last_used, if it still exists; the path in the environment variable
 * BACKPROP_DATA; "backprop" in the user's data folder; the current folder. The path in the
 * environment is a choice of the user, so it is returned even where its content is unknown.
 *
 * Returns: (transfer full) (nullable) (type filename): a file or a folder for bp_dataset_load(), or
 *   %NULL where none is found, so that the built-in digits remain
 */
char *
bp_data_search (const char *last_used)
{
  const char *from_environment = g_getenv (BP_DATA_ENVIRONMENT);
  g_autofree char *user_folder = g_build_filename (g_get_user_data_dir (), "backprop", NULL);
  g_autofree char *current_folder = g_get_current_dir ();
  char *found;

  if (last_used != NULL && g_file_test (last_used, G_FILE_TEST_EXISTS))
    return g_strdup (last_used);

  if (from_environment != NULL && *from_environment != '\0')
    {
      found = bp_data_search_folder (from_environment);
      return found != NULL ? found : g_strdup (from_environment);
    }

  found = bp_data_search_folder (user_folder);
  return found != NULL ? found : bp_data_search_folder (current_folder);
}
