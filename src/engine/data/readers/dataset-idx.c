/* SPDX-License-Identifier: MIT */

/* The files of an IDX data set, found by their names: whoever opens one of the four means all. A
 * name reads FAMILY SPLIT "images" or "labels" "idx…": "train-images-idx3-ubyte.gz" has no family,
 * "emnist-letters-test-labels-idx1-ubyte" is of the family "emnist-letters-".
 *
 * EMNIST was made from files that run through the columns first (Cohen et al., "EMNIST: an
 * extension of MNIST to handwritten letters"), so that its images lie on their sides.
 */
#include "dataset-idx.h"

#include "clean-text.h"
#include "dataset-from-arrays.h"
#include "error.h"
#include "idx.h"

#include <string.h>
#include <sys/stat.h>

/* Entries of a folder that are looked at. */
#define MAX_FOLDER_ENTRIES 10000

#define N_IDX_SPLITS 2

static const struct
{
  const char *words[2];
  const char *array_prefix;
} idx_splits[N_IDX_SPLITS] = {
  { { "train", "train" }, "train" },
  { { "t10k", "test" }, "test" },
};

typedef enum
{
  KIND_IMAGES,
  KIND_LABELS,
  N_KINDS,
} Kind;

static const char *const kind_words[N_KINDS] = { "images", "labels" };

/* What a file's name says. */
typedef struct
{
  char *family; /* owned */
  guint split;
  Kind kind;
} IdxName;

/* The files of one family: paths, owned, %NULL where there is none. */
typedef struct
{
  char *family;
  char *paths[N_IDX_SPLITS][N_KINDS];
} IdxFamily;

static void
idx_name_clear (IdxName *name)
{
  g_clear_pointer (&name->family, g_free);
}

static void
idx_family_clear (IdxFamily *family)
{
  g_clear_pointer (&family->family, g_free);
  for (guint split = 0; split < N_IDX_SPLITS; split++)
    for (guint kind = 0; kind < N_KINDS; kind++)
      g_clear_pointer (&family->paths[split][kind], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IdxName, idx_name_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IdxFamily, idx_family_clear)

static gboolean
parse_name (const char *file_name, IdxName *name)
{
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      char *kind_word = strstr (lower, kind_words[kind]);

      if (kind_word == NULL || strstr (kind_word, "idx") == NULL)
        continue;
      *kind_word = '\0';

      for (guint split = 0; split < N_IDX_SPLITS; split++)
        for (guint i = 0; i < G_N_ELEMENTS (idx_splits[split].words); i++)
          {
            char *split_word = g_strrstr (lower, idx_splits[split].words[i]);

            if (split_word == NULL)
              continue;
            *split_word = '\0';
            *name = (IdxName){ g_strdup (lower), split, kind };
            return TRUE;
          }
    }
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in a folder in a fixed order, which puts "x" before "x.gz". */
static GPtrArray *
list_folder (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (folder == NULL)
    return names;
  while (names->len < MAX_FOLDER_ENTRIES && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Finds the files of @wanted_family, or of the first that there is where that is %NULL. */
static gboolean
find_family (const char *folder, const char *wanted_family, IdxFamily *found)
{
  g_autoptr (GPtrArray) names = list_folder (folder);

  found->family = g_strdup (wanted_family);
  for (guint i = 0; i < names->len; i++)
    {
      g_auto (IdxName) name = { 0 };
      const char *file_name = g_ptr_array_index (names, i);

      if (!parse_name (file_name, &name))
        continue;
      if (found->family == NULL)
        found->family = g_strdup (name.family);
      if (g_str_equal (found->family, name.family) && found->paths[name.split][name.kind] == NULL)
        found->paths[name.split][name.kind] = g_build_filename (folder, file_name, NULL);
    }
  return found->family != NULL;
}

static guint64
get_file_size (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? (guint64) status.st_size : 0;
}

/* Says which file an error is about, where that is not the one that was to be opened. */
static void
prefix_file_name (GError **error, const char *path)
{
  g_autofree char *name = bp_clean_name (path);

  if (error != NULL && *error != NULL && (*error)->domain == BP_ERROR &&
      (*error)->code != BP_ERROR_CANCELLED)
    g_prefix_error (error, "in “%s”, ", name);
}

/* Exchanges rows and columns of square images, in place. */
static void
transpose_images (BpNumberArray *array)
{
  gsize side = array->n_dims == 3 && array->dims[1] == array->dims[2] ? array->dims[1] : 0;
  gsize n_pixels = side * side;

  for (gsize i = 0; side > 0 && i < array->levels.count / n_pixels; i++)
    {
      guint8 *image = array->levels.levels + i * n_pixels;

      for (gsize y = 0; y < side; y++)
        for (gsize x = 0; x < y; x++)
          {
            guint8 pixel = image[y * side + x];

            image[y * side + x] = image[x * side + y];
            image[x * side + y] = pixel;
          }
    }
}

static BpNumberArray *
read_file (const char *path,
           Kind kind,
           guint64 done_before,
           guint64 total,
           BpProgress *progress,
           GError **error)
{
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, progress, error);

  if (stream == NULL)
    return NULL;
  bp_byte_stream_set_progress_range (stream, done_before, total);
  return kind == KIND_IMAGES ? bp_idx_read_images (stream, error)
                             : bp_idx_read_labels (stream, error);
}

static gboolean
check_family (const IdxFamily *family, GError **error)
{
  for (guint split = 0; split < N_IDX_SPLITS; split++)
    for (guint kind = 0; kind < N_KINDS; kind++)
      {
        const char *path = family->paths[split][kind];

        if (path == NULL || family->paths[split][N_KINDS - 1 - kind] != NULL)
          continue;

        g_autofree char *name = bp_clean_name (path);

        g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                     "the file of %s that belongs to “%s” is not beside it: put it into the same "
                     "folder",
                     kind_words[N_KINDS - 1 - kind], name);
        return FALSE;
      }
  return TRUE;
}

static BpDataset *
load_family (const IdxFamily *family, const char *path, BpProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) arrays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_number_array_free);
  guint64 total = 0;
  guint64 done = 0;

  if (!check_family (family, error))
    return NULL;
  for (guint split = 0; split < N_IDX_SPLITS; split++)
    for (guint kind = 0; kind < N_KINDS; kind++)
      if (family->paths[split][kind] != NULL)
        total += get_file_size (family->paths[split][kind]);

  for (guint split = 0; split < N_IDX_SPLITS; split++)
    for (guint kind = 0; kind < N_KINDS; kind++)
      {
        const char *file = family->paths[split][kind];

        if (file == NULL)
          continue;

        BpNumberArray *array = read_file (file, kind, done, total, progress, error);

        if (array == NULL)
          {
            if (!g_str_equal (file, path))
              prefix_file_name (error, file);
            return NULL;
          }
        if (kind == KIND_IMAGES && strstr (family->family, "emnist") != NULL)
          transpose_images (array);
        array->name = g_strdup (idx_splits[split].array_prefix);
        g_ptr_array_add (arrays, array);
        done += get_file_size (file);
      }

  return bp_dataset_from_arrays (arrays, path, error);
}

/**
 * bp_dataset_idx_recognise:
 * @head: (array length=length): how a file begins
 * @length: how many bytes of it there are
 *
 * Returns: whether it is one file of an IDX data set
 */
gboolean
bp_dataset_idx_recognise (const guint8 *head, gsize length)
{
  return bp_idx_recognise (head, length);
}

/**
 * bp_dataset_idx_recognise_folder:
 * @path: (type filename): a folder
 *
 * Returns: whether it has images and labels of one split at least, as their names say
 */
gboolean
bp_dataset_idx_recognise_folder (const char *path)
{
  g_auto (IdxFamily) family = { 0 };

  if (!find_family (path, NULL, &family))
    return FALSE;
  for (guint split = 0; split < N_IDX_SPLITS; split++)
    if (family.paths[split][KIND_IMAGES] != NULL && family.paths[split][KIND_LABELS] != NULL)
      return TRUE;
  return FALSE;
}

/**
 * bp_dataset_idx_load:
 * @stream: one of the files, opened by whoever recognised it
 * @path: (type filename): where it is
 * @progress: (nullable): told how far it is
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Loads a file of images or labels with those that belong to it in the same folder.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_idx_load (BpByteStream *stream, const char *path, BpProgress *progress, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *file_name = g_path_get_basename (path);
  g_auto (IdxName) name = { 0 };
  g_auto (IdxFamily) family = { 0 };

  (void) stream;
  if (!parse_name (file_name, &name))
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          "it is an IDX file, but its name does not tell the file that belongs to "
          "it: name them like train-images-idx3-ubyte and train-labels-idx1-ubyte");
      return NULL;
    }

  find_family (folder, name.family, &family);
  g_free (family.paths[name.split][name.kind]);
  family.paths[name.split][name.kind] = g_strdup (path);
  return load_family (&family, path, progress, error);
}

/**
 * bp_dataset_idx_load_folder:
 * @path: (type filename): a folder
 * @progress: (nullable): told how far it is
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Loads the four files of a folder, or the two that there are.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_idx_load_folder (const char *path, BpProgress *progress, GError **error)
{
  g_auto (IdxFamily) family = { 0 };

  if (!find_family (path, NULL, &family))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED, "it holds no IDX files");
      return NULL;
    }
  return load_family (&family, path, progress, error);
}
