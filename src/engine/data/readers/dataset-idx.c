/* SPDX-License-Identifier: MIT */

/* Reads files of an IDX data set, each with the images or the labels of a split.
 *
 * The images of EMNIST are stored transposed, by columns (Cohen et al., "EMNIST: an extension of
 * MNIST to handwritten letters").
 */
#include "dataset-idx.h"

#include "data-name.h"
#include "idx.h"

#include <string.h>

/* The most columns of a table of labels: QMNIST has eight. */
#define MOST_LABEL_COLUMNS 15

/* Transposes square images in place. */
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

/* Finds the kind of a file by its name, or else by its header. */
static gboolean
find_kind (BpByteStream *stream, const char *name, BpDataKind *kind, GError **error)
{
  g_auto (BpDataName) parsed = { NULL };
  const guint8 *head;
  gsize length;

  bp_data_name_parse (&parsed, name);
  *kind = parsed.kind;
  if (*kind != BP_DATA_KIND_ANY)
    return TRUE;
  if (!bp_byte_stream_peek (stream, 12, &head, &length, error))
    return FALSE;
  *kind = length >= 12 && (head[3] > 2 || (head[3] == 2 && head[11] > MOST_LABEL_COLUMNS))
              ? BP_DATA_KIND_IMAGES
              : BP_DATA_KIND_LABELS;
  return TRUE;
}

/**
 * bp_dataset_idx_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether it is one file of an IDX data set
 */
gboolean
bp_dataset_idx_recognise (const guint8 *head, gsize length)
{
  return bp_idx_recognise (head, length);
}

/**
 * bp_dataset_idx_read:
 * @stream: the file at its beginning
 * @name: of the file
 * @reading: gets its array
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_idx_read (BpByteStream *stream, const char *name, BpDataReading *reading, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  BpNumberArray *array;
  BpDataKind kind;

  if (!find_kind (stream, name, &kind, error))
    return FALSE;
  array = kind == BP_DATA_KIND_IMAGES ? bp_idx_read_images (stream, error)
                                      : bp_idx_read_labels (stream, error);
  if (array == NULL)
    return FALSE;

  if (kind == BP_DATA_KIND_IMAGES && strstr (lower, "emnist") != NULL)
    transpose_images (array);
  array->name = g_strdup (name);
  g_ptr_array_add (reading->arrays, array);
  return TRUE;
}
