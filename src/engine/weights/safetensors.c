/* SPDX-License-Identifier: MIT */
/*
 * Reads safetensors files: eight bytes that say how long the header is, least significant first,
 * the header (JSON), and the tensors' bytes. What a
 * tensor holds is read when it is asked for.
 */
#include "safetensors.h"

#include "error.h"
#include "file-kind.h"
#include "float-bits.h"
#include "regular-file.h"

#include <string.h>
#include <unistd.h>

#define LENGTH_FIELD 8

/* Bytes of a tensor that are read at once. */
#define CHUNK_LENGTH 16384

struct _BpSafetensors
{
  char *path;
  int fd;
  guint64 data_begin; /* bytes from the beginning of the file */
  BpSafetensorsHeader *header;
};

/* Says what a file is that does not begin as a safetensors file does. */
static gboolean
set_kind_error (GError **error, BpFileKind kind)
{
  const char *description = bp_file_kind_describe (kind);

  if (kind == BP_FILE_KIND_TORCH_ZIP || kind == BP_FILE_KIND_TORCH_PICKLE)
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                 "it is %s; save it with safetensors.torch.save_file instead", description);
  else if (kind == BP_FILE_KIND_PICKLE)
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                 "it is %s; if it holds weights, save them as safetensors instead", description);
  else if (kind == BP_FILE_KIND_IDX)
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, "it is %s; open it as data", description);
  else if (kind == BP_FILE_KIND_GZIP)
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                 "it is %s; if it holds a data set, open it as data", description);
  else if (description != NULL)
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, "it is %s", description);
  else
    g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                 "it does not begin as safetensors files do");
  return FALSE;
}

/* Looks at the file's first bytes for how long the header is. */
static gboolean
read_header_length (const char *path,
                    int fd,
                    guint64 file_length,
                    guint64 *header_length,
                    GError **error)
{
  guint8 head[BP_FILE_KIND_HEAD_LENGTH] = { 0 };
  gsize head_length = (gsize) MIN (file_length, sizeof head);
  BpFileKind kind;

  if (!bp_regular_file_read_at (fd, path, head, head_length, 0, error))
    return FALSE;

  *header_length = 0;
  for (guint i = 0; i < MIN (LENGTH_FIELD, head_length); i++)
    *header_length |= (guint64) head[i] << (8 * i);

  kind = bp_file_kind_guess (head, head_length);
  if (head_length > LENGTH_FIELD && head[LENGTH_FIELD] == '{')
    kind = BP_FILE_KIND_SAFETENSORS;
  if (kind != BP_FILE_KIND_SAFETENSORS)
    return set_kind_error (error, kind);

  if (*header_length > BP_SAFETENSORS_MAX_HEADER)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "it claims a header of %" G_GUINT64_FORMAT
                   " bytes, and a safetensors file may have 100,000,000",
                   *header_length);
      return FALSE;
    }
  if (*header_length > file_length - LENGTH_FIELD)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                   "it is cut off: its header has %" G_GUINT64_FORMAT
                   " bytes, of which %" G_GUINT64_FORMAT " are there",
                   *header_length, file_length - LENGTH_FIELD);
      return FALSE;
    }
  return TRUE;
}

static BpSafetensorsHeader *
read_header (const char *path, int fd, guint64 file_length, guint64 *data_begin, GError **error)
{
  guint64 length;
  char *text;

  if (!read_header_length (path, fd, file_length, &length, error))
    return NULL;

  text = g_try_malloc (length + 1);
  if (text == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   "there is no memory for its header of %" G_GUINT64_FORMAT " bytes", length);
      return NULL;
    }
  if (!bp_regular_file_read_at (fd, path, text, length, LENGTH_FIELD, error))
    {
      g_free (text);
      return NULL;
    }
  text[length] = '\0';

  *data_begin = LENGTH_FIELD + length;
  return bp_safetensors_header_parse (text, length, file_length - *data_begin, error);
}

static void
convert_elements (const guint8 *bytes, gsize n_elements, const char *dtype, float *values)
{
  if (strcmp (dtype, "F32") == 0)
    for (gsize i = 0; i < n_elements; i++)
      {
        guint32 bits;

        memcpy (&bits, bytes + 4 * i, sizeof bits);
        values[i] = bp_float_from_bits (GUINT32_FROM_LE (bits));
      }
  else
    for (gsize i = 0; i < n_elements; i++)
      {
        guint16 bits;

        memcpy (&bits, bytes + 2 * i, sizeof bits);
        bits = GUINT16_FROM_LE (bits);
        /* A BF16 is the upper half of an F32. */
        values[i] = strcmp (dtype, "BF16") == 0 ? bp_float_from_bits ((guint32) bits << 16)
                                                : bp_float_from_half (bits);
      }
}

/**
 * bp_safetensors_open:
 * @path: (type filename): the file to open
 * @error: return location for a #BpError, whose message is the second half of a sentence about the
 *   file, as in "it is a folder", or a %G_FILE_ERROR, whose message is whole
 *
 * Opens a safetensors file and checks its header against itself and against the file's length, as
 * the format's definition asks for: no key twice, no overlap, no hole, nothing before the first
 * tensor or after the last.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with @error set
 */
BpSafetensors *
bp_safetensors_open (const char *path, GError **error)
{
  BpSafetensorsHeader *header = NULL;
  BpSafetensors *safetensors;
  guint64 file_length;
  guint64 data_begin;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = bp_regular_file_open (path, &file_length, error);
  if (fd >= 0)
    header = read_header (path, fd, file_length, &data_begin, error);
  if (header == NULL)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  safetensors = g_new (BpSafetensors, 1);
  *safetensors = (BpSafetensors){ .path = g_strdup (path),
                                  .fd = fd,
                                  .data_begin = data_begin,
                                  .header = header };
  return safetensors;
}

/**
 * bp_safetensors_free:
 * @safetensors: (transfer full) (nullable): the file to close
 */
void
bp_safetensors_free (BpSafetensors *safetensors)
{
  if (safetensors == NULL)
    return;

  close (safetensors->fd);
  bp_safetensors_header_free (safetensors->header);
  g_free (safetensors->path);
  g_free (safetensors);
}

/**
 * bp_safetensors_get_n_tensors:
 * @safetensors: an open file
 *
 * Returns: how many tensors it has
 */
guint
bp_safetensors_get_n_tensors (const BpSafetensors *safetensors)
{
  return safetensors->header->n_tensors;
}

/**
 * bp_safetensors_get_tensor:
 * @safetensors: an open file
 * @index: from 0, in the order of the data
 *
 * Returns: (transfer none): a tensor
 */
const BpTensor *
bp_safetensors_get_tensor (const BpSafetensors *safetensors, guint index)
{
  g_return_val_if_fail (index < safetensors->header->n_tensors, NULL);

  return &safetensors->header->tensors[index];
}

/**
 * bp_safetensors_get_metadata:
 * @safetensors: an open file
 * @key: what to look up
 *
 * Returns: (transfer none) (nullable): the metadata's value, any text
 */
const char *
bp_safetensors_get_metadata (const BpSafetensors *safetensors, const char *key)
{
  for (guint i = 0; i < safetensors->header->n_metadata; i++)
    if (strcmp (safetensors->header->metadata[i].key, key) == 0)
      return safetensors->header->metadata[i].value;
  return NULL;
}

/**
 * bp_safetensors_copy_metadata:
 * @safetensors: the file
 *
 * Returns: (transfer full): all of its metadata, sorted by their keys
 */
BpMetadata *
bp_safetensors_copy_metadata (const BpSafetensors *safetensors)
{
  BpMetadata *metadata = bp_metadata_new ();

  for (guint i = 0; i < safetensors->header->n_metadata; i++)
    bp_metadata_set (metadata, safetensors->header->metadata[i].key,
                     safetensors->header->metadata[i].value);
  return metadata;
}

/**
 * bp_safetensors_read_floats:
 * @safetensors: an open file
 * @tensor: one of its tensors
 * @values: (n_elements of @tensor) (out): its elements, the last dimension's next to each other
 * @error: return location as of bp_safetensors_open()
 *
 * Reads a tensor of the type F32, F16 or BF16; other types are %BP_ERROR_UNSUPPORTED.
 *
 * Returns: whether @values is filled
 */
gboolean
bp_safetensors_read_floats (const BpSafetensors *safetensors,
                            const BpTensor *tensor,
                            float *values,
                            GError **error)
{
  guint8 chunk[CHUNK_LENGTH];
  gsize element_size;

  if (strcmp (tensor->dtype, "F32") == 0)
    element_size = 4;
  else if (strcmp (tensor->dtype, "F16") == 0 || strcmp (tensor->dtype, "BF16") == 0)
    element_size = 2;
  else
    {
      g_autofree char *name = bp_error_quote (tensor->name);

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   "its tensor %s is of the type %s, and only F32, F16 and BF16 are read here",
                   name, tensor->dtype);
      return FALSE;
    }

  for (guint64 done = 0; done < tensor->length;)
    {
      gsize length = (gsize) MIN (tensor->length - done, sizeof chunk);

      if (!bp_regular_file_read_at (safetensors->fd, safetensors->path, chunk, length,
                                    safetensors->data_begin + tensor->offset + done, error))
        return FALSE;
      convert_elements (chunk, length / element_size, tensor->dtype, values + done / element_size);
      done += length;
    }
  return TRUE;
}
