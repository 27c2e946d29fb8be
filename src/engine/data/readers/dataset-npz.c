/* SPDX-License-Identifier: MIT */

/* Reads data sets of NumPy arrays: several in an archive, or one in a file. */
#include "dataset-npz.h"

#include "error.h"
#include "file-kind.h"
#include "npz.h"

#include <glib/gi18n-lib.h>

/* The most arrays of an archive that are read. */
#define MAX_ARRAYS 64

/* Subtracts the size of an array from the memory budget of its file. */
static gboolean
take_from_budget (const BpNpyHeader *header, gsize *budget, GError **error)
{
  if (header->count <= *budget)
    {
      *budget -= header->count;
      return TRUE;
    }

  g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                       _ ("its arrays have far more numbers than images in a file of its size"));
  return FALSE;
}

static gboolean
read_member (BpNpz *npz,
             guint index,
             const char *name,
             gsize *budget,
             BpDataReading *reading,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *full_name =
      g_strdup_printf ("%s%s%s", name, *name != '\0' ? "/" : "", bp_npz_get_name (npz, index));
  BpNumberArray *array;
  BpNpyHeader header;

  if (!bp_npz_begin (npz, index, &header, &local_error))
    return bp_data_reading_leave_out (reading, full_name, &local_error, error);
  if (!take_from_budget (&header, budget, error))
    return FALSE;

  array = bp_npy_read_levels (bp_npz_get_source (npz), &header, full_name, error);
  if (array == NULL)
    return FALSE;
  g_ptr_array_add (reading->arrays, array);
  return bp_npz_end (npz, error);
}

/**
 * bp_dataset_npz_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether it is an archive of NumPy arrays
 */
gboolean
bp_dataset_npz_recognise (const guint8 *head, gsize length)
{
  return bp_file_kind_guess (head, length) == BP_FILE_KIND_NPZ;
}

/**
 * bp_dataset_npz_read:
 * @stream: the file
 * @name: a prefix for the names of its arrays, or ""
 * @reading: gets the arrays; its progress counts them and cancels between two of them
 * @error: return location for a %BP_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_npz_read (BpByteStream *stream, const char *name, BpDataReading *reading, GError **error)
{
  gsize budget = bp_byte_stream_get_memory_budget (stream);
  g_autoptr (BpNpz) npz = NULL;
  guint n_arrays;
  int fd;

  if (bp_byte_stream_is_packed (stream))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("it is a zip archive packed with gzip: unpack it with gunzip first"));
      return FALSE;
    }
  fd = bp_byte_stream_dup_fd (stream, error);
  npz = fd >= 0 ? bp_npz_open_fd (fd, error) : NULL;
  if (npz == NULL)
    return FALSE;

  n_arrays = MIN (bp_npz_get_n_arrays (npz), MAX_ARRAYS);
  if (n_arrays < bp_npz_get_n_arrays (npz))
    bp_data_reading_note (reading, _ ("Of its %u arrays the first %u were read."),
                          bp_npz_get_n_arrays (npz), n_arrays);
  for (guint i = 0; i < n_arrays; i++)
    {
      if (!bp_progress_check (reading->progress, error) ||
          !read_member (npz, i, name, &budget, reading, error))
        return FALSE;
      bp_progress_report (reading->progress, i + 1, n_arrays);
    }
  return TRUE;
}

static gboolean
read_stream (gpointer source, guint8 *buffer, gsize length, GError **error)
{
  return bp_byte_stream_read (source, buffer, length, error);
}

/**
 * bp_dataset_npy_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether it is a NumPy array
 */
gboolean
bp_dataset_npy_recognise (const guint8 *head, gsize length)
{
  return bp_npy_recognise (head, length);
}

/**
 * bp_dataset_npy_read:
 * @stream: the file at its beginning
 * @name: for its array
 * @reading: gets the array
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_npy_read (BpByteStream *stream, const char *name, BpDataReading *reading, GError **error)
{
  const BpByteSource source = { read_stream, stream };
  gsize budget = bp_byte_stream_get_memory_budget (stream);
  g_autoptr (GError) local_error = NULL;
  BpNumberArray *array;
  BpNpyHeader header;

  if (!bp_npy_read_header (&source, &header, &local_error))
    {
      if (local_error->code == BP_ERROR_UNSUPPORTED && reading->has_several_files)
        g_prefix_error (&local_error, _ ("in “%s”, "), name);
      return bp_data_reading_leave_out (reading, name, &local_error, error);
    }
  if (header.count > bp_byte_stream_get_remaining (stream) / header.type.size)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_DAMAGED,
          _ ("it declares more numbers than it has: it was not downloaded or copied "
             "whole"));
      return FALSE;
    }
  if (!take_from_budget (&header, &budget, error))
    return FALSE;

  array = bp_npy_read_levels (&source, &header, name, error);
  if (array == NULL)
    return FALSE;
  g_ptr_array_add (reading->arrays, array);
  return TRUE;
}
