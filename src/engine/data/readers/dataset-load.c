/* SPDX-License-Identifier: MIT */

/* Loads data sets. The files of one data set are chosen in the folder of a file, in a folder or in
 * an archive (data-files.c). Each file is read by the reader of its format (data-formats.c), and
 * the arrays are combined (dataset-from-arrays.c). Folders of pictures have their own reader
 * (dataset-folder.c).
 */
#include "dataset-load.h"

#include "clean-text.h"
#include "data-files.h"
#include "data-search.h"
#include "dataset-classes.h"
#include "dataset-finish.h"
#include "dataset-folder.h"
#include "dataset-from-arrays.h"
#include "error.h"
#include "file-kind.h"
#include "file-tree.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* The deepest nesting of folders that is searched for data. */
#define MAX_DEPTH 6

/* A file beside the data with the names of the classes, one in each line. */
#define NAMES_FILE       "labels.txt"
#define MAX_NAMES_LENGTH 16384

/* Reads the names of the classes from a file in a folder of the tree, or at its top. */
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

/* "train/images.npy" and "mnist_test.csv" without the text from the first point on. */
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

/* Prefixes an error with the name of its file. */
static void
prefix_file_name (GError **error, const char *file_name, gboolean is_beside)
{
  g_autofree char *name = bp_clean_path (file_name);

  if (error != NULL && *error != NULL && (*error)->domain == BP_ERROR &&
      (*error)->code != BP_ERROR_CANCELLED)
    g_prefix_error (error, is_beside ? _ ("in “%s” beside it, ") : _ ("in “%s”, "), name);
}

/* Reads all files in order. @named: the file that was opened, or %NULL. */
static gboolean
read_files (BpFileTree *tree,
            const BpDataFiles *files,
            const char *named,
            BpDataReading *reading,
            GError **error)
{
  guint64 total = 0;
  guint64 done = 0;

  g_assert (files->files != NULL);
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

/* A data set that was found and not read yet. */
typedef struct
{
  BpFileTree *tree;
  BpDataFiles files;
  char *path;  /* gives the data set its name */
  char *named; /* the opened file in the tree, or NULL */
} Source;

static void
source_clear (Source *source)
{
  bp_data_files_clear (&source->files);
  g_clear_pointer (&source->tree, bp_file_tree_free);
  g_clear_pointer (&source->path, g_free);
  g_clear_pointer (&source->named, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* Finds the kind of a file by its first bytes. */
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

/* Opens a file as an archive. A file that is packed with another method than gzip may be a tar
 * file, which is supported, or any other file, which is not. */
static gboolean
find_in_archive (Source *source, BpFileKind kind, BpProgress *progress, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  source->tree = bp_file_tree_open_archive (source->path, progress, &local_error);
  if (source->tree != NULL)
    return bp_data_files_choose (&source->files, source->tree, progress, error);

  if (kind == BP_FILE_KIND_OTHER_PACKED &&
      g_error_matches (local_error, BP_ERROR, BP_ERROR_DAMAGED))
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, _ ("%s: %s"), bp_file_kind_describe (kind),
                 bp_file_kind_get_advice (kind, BP_FILE_USE_DATA));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Finds a file of a folder with the files that belong to it. */
static gboolean
find_with (Source *source, const char *folder, BpProgress *progress, GError **error)
{
  source->tree = bp_file_tree_new_for_folder (folder, 0);
  return bp_data_files_choose_with (&source->files, source->tree, source->named, progress, error);
}

static gboolean
find_file (Source *source, BpProgress *progress, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (source->path);
  BpFileKind kind;

  if (!find_kind (source->path, &kind, error))
    return FALSE;
  if (kind == BP_FILE_KIND_ZIP || kind == BP_FILE_KIND_TAR || kind == BP_FILE_KIND_OTHER_PACKED)
    return find_in_archive (source, kind, progress, error);

  source->named = g_path_get_basename (source->path);
  return find_with (source, folder, progress, error);
}

/* Finds the four files of an IDX data set in a folder. */
static gboolean
find_idx_folder (Source *source, BpProgress *progress, GError **error)
{
  g_autoptr (BpFileTree) tree = bp_file_tree_new_for_folder (source->path, 0);
  guint i = 0;

  while (i < bp_file_tree_get_n_files (tree) &&
         !bp_data_search_is_idx (bp_file_tree_get_name (tree, i)))
    i++;
  source->named = g_strdup (bp_file_tree_get_name (tree, i));
  return find_with (source, source->path, progress, error);
}

/* Finds the data set of a path. */
static gboolean
find_source (Source *source, const char *path, BpProgress *progress, GError **error)
{
  gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), path);

  source->path = is_folder ? bp_data_search_folder (path) : g_strdup (path);
  if (source->path == NULL)
    {
      source->path = g_strdup (path);
      source->tree = bp_file_tree_new_for_folder (path, MAX_DEPTH);
      return bp_data_files_choose (&source->files, source->tree, progress, error);
    }
  return g_file_test (source->path, G_FILE_TEST_IS_DIR) ? find_idx_folder (source, progress, error)
                                                        : find_file (source, progress, error);
}

static BpDataset *
load_source (const Source *source, BpProgress *progress, GError **error)
{
  const BpDataFiles *files = &source->files;
  g_auto (BpDataReading) reading = { NULL };
  g_auto (GStrv) class_names = NULL;
  g_autofree char *folder = NULL;

  bp_data_reading_init (&reading, progress);
  if (files->picture_base != NULL)
    return bp_dataset_folder_load (source->tree, files->picture_base, source->path, &reading,
                                   error);

  if (!read_files (source->tree, files, source->named, &reading, error))
    return NULL;
  if (reading.drawings != NULL)
    return bp_dataset_new_of_classes (reading.drawings, source->path, reading.notes, progress,
                                      error);
  folder = g_path_get_dirname (
      bp_file_tree_get_name (source->tree, g_array_index (files->files, BpDataFile, 0).index));
  class_names = read_class_names (source->tree, folder);
  return bp_dataset_from_arrays (&reading, source->path, class_names, error);
}

/**
 * bp_dataset_load:
 * @path: (type filename): a file, a folder or an archive of a data set
 * @progress: (nullable): updated while reading; cancels
 * @error: return location for a %G_FILE_ERROR where it cannot be read, or a %BP_ERROR that says
 * what was found and what to do
 *
 * Loads a data set in any supported format, recognised by its content: a pickle in any layout and
 * protocol; IDX; archives and arrays of NumPy; tables; a folder of pictures for each class;
 * drawings as strokes. Files may be packed with gzip, folders with zip or tar. Any one of the files
 * that belong together can be named: images are read with their labels, and training samples with
 * the test samples. Nothing in a file is executed, and every size is checked.
 *
 * Missing splits are made. Without held-out samples, the last sixth of the training samples is held
 * out. A single set is shuffled with a fixed seed; its last sixth becomes the test samples, and as
 * many before that are held out. Training samples that are sorted by their labels are shuffled,
 * too. A data set with only test samples has no training samples.
 *
 * bp_dataset_get_notes() tells what was left out.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_load (const char *path, BpProgress *progress, GError **error)
{
  g_auto (Source) source = { NULL };
  BpDataset *dataset = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (find_source (&source, path, progress, error))
    dataset = load_source (&source, progress, error);
  if (dataset == NULL)
    bp_error_prefix_name (error, source.path != NULL ? source.path : path,
                          N_ ("“%s” cannot be loaded: "));
  return dataset;
}

/* Reads one of several named files. */
static gboolean
read_named_file (const char *path, BpDataReading *reading, GError **error)
{
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, reading->progress, error);
  g_autofree char *file_name = g_path_get_basename (path);
  g_autofree char *array_name = make_array_name (file_name);
  const BpDataFormat *format;
  const guint8 *head;
  gsize length;

  if (stream == NULL ||
      !bp_byte_stream_peek (stream, BP_FILE_KIND_HEAD_LENGTH, &head, &length, error))
    return FALSE;
  format = bp_data_format_find (head, length);
  if (format == NULL)
    return bp_data_format_set_error (head, length, error);
  return format->read (stream, array_name, reading, error);
}

/**
 * bp_dataset_load_files:
 * @paths: (array zero-terminated=1) (element-type filename): one or more
 * @progress: (nullable): as of bp_dataset_load()
 * @error: as of bp_dataset_load()
 *
 * Loads one path like bp_dataset_load(). Several files form one data set, whose roles are found by
 * their names; other files beside them are ignored.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_load_files (const char *const *paths, BpProgress *progress, GError **error)
{
  g_auto (BpDataReading) reading = { NULL };
  g_autofree char *folder = NULL;
  g_autoptr (BpFileTree) tree = NULL;
  g_auto (GStrv) class_names = NULL;
  BpDataset *dataset;

  g_return_val_if_fail (paths != NULL && paths[0] != NULL, NULL);

  if (paths[1] == NULL)
    return bp_dataset_load (paths[0], progress, error);

  bp_data_reading_init (&reading, progress);
  reading.has_several_files = TRUE;
  for (guint i = 0; paths[i] != NULL; i++)
    if (!read_named_file (paths[i], &reading, error))
      {
        bp_error_prefix_name (error, paths[i], N_ ("“%s” cannot be loaded: "));
        return NULL;
      }

  folder = g_path_get_dirname (paths[0]);
  tree = bp_file_tree_new_for_folder (folder, 0);
  class_names = read_class_names (tree, ".");
  dataset = bp_dataset_from_arrays (&reading, paths[0], class_names, error);
  if (dataset == NULL)
    bp_error_prefix_name (error, paths[0], N_ ("“%s” and the others cannot be loaded: "));
  return dataset;
}
