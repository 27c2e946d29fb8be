/* SPDX-License-Identifier: MIT */

/* Reads an IDX file: two zero bytes, the type of the numbers, the number of dimensions, the
 * dimensions as 32-bit integers, and the numbers in C order, all big-endian (LeCun, "The MNIST
 * database", at the end of its page).
 */
#include "idx.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
find_type (guint8 code, BpNumberType *type)
{
  static const struct
  {
    guint8 code;
    BpNumberKind kind;
    guint size;
  } types[] = {
    { 0x08, BP_NUMBER_UNSIGNED, 1 }, { 0x09, BP_NUMBER_SIGNED, 1 }, { 0x0b, BP_NUMBER_SIGNED, 2 },
    { 0x0c, BP_NUMBER_SIGNED, 4 },   { 0x0d, BP_NUMBER_FLOAT, 4 },  { 0x0e, BP_NUMBER_FLOAT, 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].code == code)
      {
        *type = (BpNumberType){ types[i].kind, types[i].size, TRUE };
        return TRUE;
      }
  return FALSE;
}

/**
 * bp_idx_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether it is an IDX file
 */
gboolean
bp_idx_recognise (const guint8 *head, gsize length)
{
  BpNumberType type;

  return length >= 4 && head[0] == 0 && head[1] == 0 && find_type (head[2], &type) && head[3] > 0 &&
         head[3] <= BP_NUMBER_ARRAY_MAX_DIMS;
}

/* Reads the header and checks its sizes against the length of the file. */
static BpNumberArray *
read_header (BpByteStream *stream, BpNumberType *type, GError **error)
{
  const guint8 *head = bp_byte_stream_take (stream, 4, error);

  if (head == NULL)
    return NULL;
  if (!bp_idx_recognise (head, 4))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED, _ ("it is not an IDX file"));
      return NULL;
    }

  g_autoptr (BpNumberArray) array = bp_number_array_new (NULL);
  gsize count;
  gsize size;

  find_type (head[2], type);
  array->n_dims = head[3];
  for (guint i = 0; i < array->n_dims; i++)
    {
      const guint8 *dim = bp_byte_stream_take (stream, 4, error);

      if (dim == NULL)
        return NULL;
      array->dims[i] = (gsize) dim[0] << 24 | (gsize) dim[1] << 16 | (gsize) dim[2] << 8 | dim[3];
    }

  g_autofree char *shape = bp_number_array_describe (array);

  if (!bp_number_array_count (array, &count) || !g_size_checked_mul (&size, count, type->size) ||
      size > bp_byte_stream_get_remaining (stream))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                   _ ("its header declares %s numbers, more than the file can hold: it was not "
                      "downloaded or copied whole"),
                   shape);
      return NULL;
    }
  if (count > bp_byte_stream_get_memory_budget (stream))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("its header declares %s numbers, far more than images in a file of its size"),
                   shape);
      return NULL;
    }
  if (count == 0)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, _ ("it is empty: its header declares %s"),
                   shape);
      return NULL;
    }
  return g_steal_pointer (&array);
}

static gboolean
reserve (BpNumberArray *array, gsize count, GError **error)
{
  if (bp_byte_levels_reserve (&array->levels, count))
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is not enough memory for its images"));
  return FALSE;
}

static gboolean
check_end (BpByteStream *stream, GError **error)
{
  const guint8 *bytes;
  gsize n_available;

  if (!bp_byte_stream_peek (stream, 1, &bytes, &n_available, error))
    return FALSE;
  if (n_available == 0)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("it has more bytes than its header declares"));
  return FALSE;
}

/* Reads rows of @row_size bytes, and keeps the first @n_used numbers of each. */
static gboolean
read_rows (BpByteStream *stream,
           BpNumberArray *array,
           const BpNumberType *type,
           gsize n_rows,
           gsize row_size,
           gsize n_used,
           GError **error)
{
  if (!reserve (array, n_rows * n_used, error))
    return FALSE;

  for (gsize i = 0; i < n_rows; i++)
    {
      const guint8 *row = bp_byte_stream_take (stream, row_size, error);

      if (row == NULL)
        return FALSE;
      bp_byte_levels_append_bytes (&array->levels, type, row, n_used);
    }
  return check_end (stream, error);
}

/**
 * bp_idx_read_images:
 * @stream: a stream at its beginning
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE, %BP_ERROR_UNSUPPORTED,
 *   %BP_ERROR_NO_MEMORY and the errors of bp_byte_stream_take()
 *
 * Returns: (transfer full): the images, of two to four dimensions, or %NULL with @error set
 */
BpNumberArray *
bp_idx_read_images (BpByteStream *stream, GError **error)
{
  BpNumberType type;
  g_autoptr (BpNumberArray) array = read_header (stream, &type, error);

  if (array == NULL)
    return NULL;
  if (array->n_dims < 2)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("it holds labels, not images"));
      return NULL;
    }

  gsize count;

  bp_number_array_count (array, &count);

  gsize row_size = count / array->dims[0] * type.size;

  if (row_size > BP_BYTE_STREAM_MAX_PIECE)
    {
      g_autofree char *shape = bp_number_array_describe (array);

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("it holds an array of the shape %s, whose images are larger than supported"),
                   shape);
      return NULL;
    }
  if (!read_rows (stream, array, &type, array->dims[0], row_size, row_size / type.size, error))
    return NULL;
  return g_steal_pointer (&array);
}

/**
 * bp_idx_read_labels:
 * @stream: a stream at its beginning
 * @error: as of bp_idx_read_images()
 *
 * Reads the first column of labels with several columns. QMNIST has the class, then the writer and
 * the source.
 *
 * Returns: (transfer full): the labels, of one dimension, or %NULL with @error set
 */
BpNumberArray *
bp_idx_read_labels (BpByteStream *stream, GError **error)
{
  BpNumberType type;
  g_autoptr (BpNumberArray) array = read_header (stream, &type, error);

  if (array == NULL)
    return NULL;

  gsize n_columns = array->n_dims == 2 ? array->dims[1] : 1;

  if (array->n_dims > 2 || n_columns > BP_BYTE_STREAM_MAX_PIECE / sizeof (double))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("it holds images, not labels"));
      return NULL;
    }

  array->n_dims = 1;
  if (!read_rows (stream, array, &type, array->dims[0], n_columns * type.size, 1, error))
    return NULL;
  return g_steal_pointer (&array);
}
