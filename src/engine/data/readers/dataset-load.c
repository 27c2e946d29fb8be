/* SPDX-License-Identifier: MIT */

/* The one door to data. A file is looked at together with the folder that it is in, and a folder or
 * an archive as a whole; what of it is one data set is chosen (data-files.c), each file is read by
 * the reader of its format (data-formats.c), and what they found is put together
 * (dataset-from-arrays.c). Pictures, which come by the thousand, have a way of their own.
 */
#include "dataset-load.h"

#include "clean-text.h"
#include "data-files.h"
#include "data-search.h"
#include "dataset-finish.h"
#include "dataset-folder.h"
#include "dataset-from-arrays.h"
#include "error.h"
#include "file-kind.h"
#include "file-tree.h"

#include <errno.h>
#include <string.h>

/* Folders in folders that are looked into for data. */
#define MAX_DEPTH 6

/* The names of the classes, one a line, beside the data. */
#define NAMES_FILE       "labels.txt"
#define MAX_NAMES_LENGTH 16384

/* Reads the list of names that lies in a folder of the tree, or in the tree. */
static char **
read_class_names (BpFileTree *tree, const char *folder)
{
  g_autofree char *inner = g_build_filename (folder, NAMES_FILE, NULL);
  const char *const names[] = { inner, NAMES_FILE };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = NULL;
      guint index;
      gsize length;

      if (!bp_file_tree_find (tree, names[i], &index))
        continue;
      text = (char *) bp_file_tree_read_file (tree, index, MAX_NAMES_LENGTH, &length, NULL);
      return text != NULL ? bp_class_names_parse (text, length) : NULL;
    }
  return NULL;
}

/* "train/images.npy" and "mnist_test.csv" without what comes behind the first point. */
static char *
make_array_name (const char *file_name)
{
  g_autofree char *folder = g_path_get_dirname (file_name);
  g_autofree char *name = g_path_get_basename (file_name);
  char *point = strchr (name, '.');

  if (point != NULL && point != name)
    *point = '\0';
  return g_str_equal (folder, ".") ? g_steal_pointer (&name)
                                   : g_strdup_printf ("%s/%s", folder, name);
}

/* Says which of several files an error is about. */
static void
prefix_file_name (GError **error, const char *file_name, gboolean is_beside)
{
  g_autofree char *name = bp_clean_path (file_name);

  if (error != NULL && *error != NULL && (*error)->domain == BP_ERROR &&
      (*error)->code != BP_ERROR_CANCELLED)
    g_prefix_error (error, is_beside ? "in “%s” beside it, " : "in “%s”, ", name);
}

/* Reads one file after the other. @named is the file that was opened, or %NULL. */
static gboolean
read_files (BpFileTree *tree,
            const BpDataFiles *files,
            const char *named,
            BpDataReading *reading,
            GError **error)
{
  guint64 total = 0;
  guint64 done = 0;

  reading->has_several_files = files->files->len > 1;
  for (guint i = 0; i < files->files->len; i++)
    total += bp_file_tree_get_size (tree, g_array_index (files->files, BpDataFile, i).index);

  for (guint i = 0; i < files->files->len; i++)
    {
      BpDataFile *file = &g_array_index (files->files, BpDataFile, i);
      const char *name = bp_file_tree_get_name (tree, file->index);
      g_autofree char *array_name = make_array_name (name);
      gboolean is_read;

      bp_byte_stream_set_progress_range (file->stream, done, total);
      is_read = file->format->read (file->stream,
                                    !reading->has_several_files && file->format->names_its_arrays
                                        ? ""
                                        : array_name,
                                    reading, error);
      if (!is_read && reading->has_several_files && g_strcmp0 (name, named) != 0)
        prefix_file_name (error, name, named != NULL);
      g_clear_pointer (&file->stream, bp_byte_stream_close);
      if (!is_read)
        return FALSE;
      done += bp_file_tree_get_size (tree, file->index);
    }
  return TRUE;
}

/* Loads what was chosen of a tree. @path is what the data set is called after. */
static BpDataset *
load_chosen (BpFileTree *tree,
             const BpDataFiles *files,
             const char *path,
             const char *named,
             BpProgress *progress,
             GError **error)
{
  g_auto (BpDataReading) reading = { NULL };
  g_auto (GStrv) class_names = NULL;
  g_autofree char *folder = NULL;

  bp_data_reading_init (&reading, progress);
  if (files->picture_base != NULL)
    return bp_dataset_folder_load (tree, files->picture_base, path, &reading, error);

  if (!read_files (tree, files, named, &reading, error))
    return NULL;
  folder = g_path_get_dirname (
      bp_file_tree_get_name (tree, g_array_index (files->files, BpDataFile, 0).index));
  class_names = read_class_names (tree, folder);
  return bp_dataset_from_arrays (&reading, path, class_names, error);
}

static BpDataset *
load_tree (BpFileTree *tree, const char *path, BpProgress *progress, GError **error)
{
  g_auto (BpDataFiles) files = { NULL };

  return bp_data_files_choose (&files, tree, progress, error)
             ? load_chosen (tree, &files, path, NULL, progress, error)
             : NULL;
}

/* Finds out what a file is by its first bytes. */
static gboolean
find_kind (const char *path, BpFileKind *kind, GError **error)
{
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, NULL, error);
  const guint8 *head;
  gsize length;

  if (stream == NULL ||
      !bp_byte_stream_peek (stream, BP_FILE_KIND_HEAD_LENGTH, &head, &length, error))
    return FALSE;
  *kind = bp_file_kind_guess (head, length);
  if (*kind == BP_FILE_KIND_ZIP && bp_byte_stream_is_packed (stream))
    *kind = BP_FILE_KIND_GZIP;
  return TRUE;
}

/* What is packed in another way than with gzip may be a tar file, which is read, or anything else,
 * which is not. */
static BpDataset *
load_archive (const char *path, BpFileKind kind, BpProgress *progress, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BpFileTree) tree = bp_file_tree_open_archive (path, progress, &local_error);

  if (tree != NULL)
    return load_tree (tree, path, progress, error);

  if (kind == BP_FILE_KIND_OTHER_PACKED &&
      g_error_matches (local_error, BP_ERROR, BP_ERROR_DAMAGED))
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, "it is %s: %s",
                 bp_file_kind_describe (kind), bp_file_kind_get_advice (kind, BP_FILE_USE_DATA));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* Loads a file of a folder with those that belong to it. */
static BpDataset *
load_with (BpFileTree *tree,
           const char *file_name,
           const char *path,
           BpProgress *progress,
           GError **error)
{
  g_auto (BpDataFiles) files = { NULL };

  return bp_data_files_choose_with (&files, tree, file_name, progress, error)
             ? load_chosen (tree, &files, path, file_name, progress, error)
             : NULL;
}

static BpDataset *
load_file (const char *path, BpProgress *progress, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *file_name = g_path_get_basename (path);
  g_autoptr (BpFileTree) tree = NULL;
  BpFileKind kind;

  if (!find_kind (path, &kind, error))
    return NULL;
  if (kind == BP_FILE_KIND_ZIP || kind == BP_FILE_KIND_TAR || kind == BP_FILE_KIND_OTHER_PACKED)
    return load_archive (path, kind, progress, error);

  tree = bp_file_tree_new_for_folder (folder, 0);
  return load_with (tree, file_name, path, progress, error);
}

/* Loads a folder that has the four files of an IDX data set among others. */
static BpDataset *
load_idx_folder (const char *path, BpProgress *progress, GError **error)
{
  g_autoptr (BpFileTree) tree = bp_file_tree_new_for_folder (path, 0);
  guint i = 0;

  while (i < bp_file_tree_get_n_files (tree) &&
         !bp_data_search_is_idx (bp_file_tree_get_name (tree, i)))
    i++;
  return load_with (tree, bp_file_tree_get_name (tree, i), path, progress, error);
}

static BpDataset *
load_folder (const char *path, BpProgress *progress, GError **error)
{
  g_autoptr (BpFileTree) tree = bp_file_tree_new_for_folder (path, MAX_DEPTH);

  return load_tree (tree, path, progress, error);
}

/**
 * bp_dataset_load:
 * @path: (type filename): a file, a folder or an archive with the files of a data set in it
 * @progress: (nullable): told how far it is, and looked at for being cancelled
 * @error: return location for a %G_FILE_ERROR where it cannot be read, or a %BP_ERROR that says
 * what was found and what to do
 *
 * Loads a data set of any form that is read here, recognised by its content: a pickle in any layout
 * and protocol; IDX; NumPy's archives and arrays; tables; a folder of pictures for each class.
 * Files may be packed with gzip, folders be packed as zip or tar. Files that belong together are
 * read together, whichever of them is named: images with their labels, the training with the test.
 * Nothing in a file is ever executed, and no size in it is believed.
 *
 * Splits that the file does not have are made: of training samples without held-out ones, the last
 * sixth is held out; where there is one set only, it is shuffled with a fixed seed, and its last
 * sixth is the test, and as many before that are held out. Training samples that are sorted by
 * their labels are shuffled, too. Where there is nothing but a test, nothing can be trained on.
 *
 * What of the data was left out is in bp_dataset_get_notes().
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_load (const char *path, BpProgress *progress, GError **error)
{
  g_autofree char *found = NULL;
  BpDataset *dataset;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      bp_set_errno_error (error, errno, "open", path);
      return NULL;
    }

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    dataset = load_file (path, progress, error);
  else if ((found = bp_data_search_folder (path)) == NULL)
    dataset = load_folder (path, progress, error);
  else if (g_file_test (found, G_FILE_TEST_IS_DIR))
    dataset = load_idx_folder (found, progress, error);
  else
    dataset = load_file (found, progress, error);

  if (dataset == NULL)
    bp_error_prefix_name (error, found != NULL ? found : path, "cannot be loaded");
  return dataset;
}
