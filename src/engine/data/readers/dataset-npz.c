/* SPDX-License-Identifier: MIT */
/*
 * Data sets of NumPy's arrays. In an archive their names tell them apart; an array in a file of its
 * own is one of several in a folder, of which whoever opens one means all.
 */
#include "dataset-npz.h"

#include "clean-text.h"
#include "dataset-from-arrays.h"
#include "error.h"
#include "file-kind.h"
#include "npz.h"

#include <string.h>

#define ENDING ".npy"

/* Arrays that are looked at. */
#define MAX_ARRAYS 64

/* Counts an array that is to be read against what the file may take of memory. */
static gboolean
take_from_budget (const BpNpyHeader *header, gsize *budget, GError **error)
{
  if (header->count <= *budget)
    {
      *budget -= header->count;
      return TRUE;
    }

  g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                       "its arrays come to far more numbers than a file of its size holds of "
                       "images");
  return FALSE;
}

/* What is no array of numbers may be of no interest, which shows later: the first such is kept in
 * @passed_over. What is damaged is an error. */
static gboolean
pass_over_unsupported (GError **local_error, GError **passed_over, GError **error)
{
  if (g_error_matches (*local_error, BP_ERROR, BP_ERROR_UNSUPPORTED))
    {
      if (*passed_over == NULL)
        *passed_over = g_steal_pointer (local_error);
      g_clear_error (local_error);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (local_error));
  return FALSE;
}

/* Where there is no data set in what could be read, what could not be is the reason. */
static BpDataset *
arrange (GPtrArray *arrays, GError **passed_over, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  BpDataset *dataset = bp_dataset_from_arrays (arrays, path, &local_error);

  if (local_error != NULL && *passed_over != NULL)
    g_propagate_error (error, g_steal_pointer (passed_over));
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return dataset;
}

static gboolean
read_member (BpNpz *npz,
             guint index,
             gsize *budget,
             GPtrArray *arrays,
             GError **passed_over,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BpNumberArray) array = NULL;
  BpNpyHeader header;

  if (!bp_npz_begin (npz, index, &header, &local_error))
    return pass_over_unsupported (&local_error, passed_over, error);
  if (!take_from_budget (&header, budget, error))
    return FALSE;

  array =
      bp_npy_read_levels (bp_npz_get_source (npz), &header, bp_npz_get_name (npz, index), error);
  if (array == NULL || !bp_npz_end (npz, error))
    return FALSE;

  g_ptr_array_add (arrays, g_steal_pointer (&array));
  return TRUE;
}

/**
 * bp_dataset_npz_recognise:
 * @head: (array length=length): how a file begins
 * @length: how many bytes of it there are
 *
 * Returns: whether it is an archive of NumPy arrays
 */
gboolean
bp_dataset_npz_recognise (const guint8 *head, gsize length)
{
  return bp_file_kind_guess (head, length) == BP_FILE_KIND_NPZ;
}

/**
 * bp_dataset_npz_load:
 * @stream: the file
 * @path: (type filename): where it is
 * @progress: (nullable): counts arrays; cancels between two of them
 * @error: return location for a %BP_ERROR
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_npz_load (BpByteStream *stream, const char *path, BpProgress *progress, GError **error)
{
  gsize budget = bp_byte_stream_get_memory_budget (stream);
  g_autoptr (GPtrArray) arrays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_number_array_free);
  g_autoptr (GError) passed_over = NULL;
  g_autoptr (BpNpz) npz = NULL;
  guint n_arrays;

  if (bp_byte_stream_is_packed (stream))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           "it is a zip archive packed with gzip: unpack it with gunzip first");
      return NULL;
    }
  npz = bp_npz_open (path, error);
  if (npz == NULL)
    return NULL;

  n_arrays = MIN (bp_npz_get_n_arrays (npz), MAX_ARRAYS);
  for (guint i = 0; i < n_arrays; i++)
    {
      if (!bp_progress_check (progress, error) ||
          !read_member (npz, i, &budget, arrays, &passed_over, error))
        return NULL;
      bp_progress_report (progress, i + 1, n_arrays);
    }

  return arrange (arrays, &passed_over, path, error);
}

static gboolean
read_from_stream (gpointer source, guint8 *buffer, gsize length, GError **error)
{
  return bp_byte_stream_read (source, buffer, length, error);
}

static BpNumberArray *
read_stream (BpByteStream *stream, const char *name, GError **error)
{
  const BpByteSource source = { read_from_stream, stream };
  gsize budget = bp_byte_stream_get_memory_budget (stream);
  BpNpyHeader header;

  if (!bp_npy_read_header (&source, &header, error))
    return NULL;
  if (header.count > bp_byte_stream_get_remaining (stream) / header.type.size)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           "it claims more numbers than it has: it was not downloaded or copied "
                           "whole");
      return NULL;
    }
  if (!take_from_budget (&header, &budget, error))
    return NULL;

  return bp_npy_read_levels (&source, &header, name, error);
}

/* The array in a file, called after it. */
static BpNumberArray *
read_file (const char *folder, const char *file_name, BpProgress *progress, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, progress, error);
  gboolean has_ending = g_str_has_suffix (file_name, ENDING);
  g_autofree char *name =
      g_strndup (file_name, strlen (file_name) - (has_ending ? strlen (ENDING) : 0));

  return stream != NULL ? read_stream (stream, name, error) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of a file and of all arrays beside it, in a fixed order. */
static GPtrArray *
list_arrays (const char *folder_path, const char *file_name)
{
  g_autoptr (GDir) folder = g_dir_open (folder_path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_ptr_array_add (names, g_strdup (file_name));
  while (folder != NULL && names->len < MAX_ARRAYS && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder_path, name, NULL);

      if (g_str_has_suffix (name, ENDING) && !g_str_equal (name, file_name) &&
          g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);

  return names;
}

/**
 * bp_dataset_npy_recognise:
 * @head: (array length=length): how a file begins
 * @length: how many bytes of it there are
 *
 * Returns: whether it is a NumPy array
 */
gboolean
bp_dataset_npy_recognise (const guint8 *head, gsize length)
{
  return bp_npy_recognise (head, length);
}

/**
 * bp_dataset_npy_load:
 * @stream: an array's file
 * @path: (type filename): where it is
 * @progress: (nullable): cancels between two files
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Loads the array with all others in its folder.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_npy_load (BpByteStream *stream G_GNUC_UNUSED,
                     const char *path,
                     BpProgress *progress,
                     GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *file_name = g_path_get_basename (path);
  g_autoptr (GPtrArray) names = list_arrays (folder, file_name);
  g_autoptr (GError) passed_over = NULL;
  g_autoptr (GPtrArray) arrays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_number_array_free);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (GError) local_error = NULL;
      BpNumberArray *array = read_file (folder, name, progress, &local_error);

      if (array != NULL)
        {
          g_ptr_array_add (arrays, array);
          continue;
        }
      if (!g_str_equal (name, file_name) && local_error->domain == BP_ERROR &&
          local_error->code != BP_ERROR_CANCELLED)
        {
          g_autofree char *clean_name = bp_clean_name (name);

          g_prefix_error (&local_error, "in “%s” beside it, ", clean_name);
        }
      if (!pass_over_unsupported (&local_error, &passed_over, error))
        return NULL;
    }

  return arrange (arrays, &passed_over, path, error);
}
