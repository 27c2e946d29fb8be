/* SPDX-License-Identifier: MIT */
/*
 * Reads safetensors files: the length of the header (eight bytes, little-endian), the header
 * (JSON), and the data of the tensors, which are read on demand.
 */
#include "safetensors.h"

#include "error.h"
#include "float-bits.h"
#include "number-type.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>

#define LENGTH_FIELD 8

/* A key that every safetensors file has. It describes the format, not the network. */
#define KEY_FORMAT "format"

/* The bytes of a tensor that one call reads. */
#define CHUNK_LENGTH 16384

struct _BpSafetensors
{
  const BpWeightsSource *source; /* borrowed */
  guint64 data_begin;            /* from the beginning of the file, in bytes */
  BpSafetensorsHeader *header;
};

/* Reads and checks the length of the header. */
static gboolean
read_header_length (const BpWeightsSource *source, guint64 *header_length, GError **error)
{
  guint8 head[LENGTH_FIELD + 1] = { 0 };
  gsize head_length = (gsize) MIN (source->length, sizeof head);

  if (!bp_weights_source_read_at (source, head, head_length, 0, error))
    return FALSE;

  *header_length = 0;
  for (guint i = 0; i < LENGTH_FIELD; i++)
    *header_length |= (guint64) head[i] << (8 * i);

  if (head[LENGTH_FIELD] != '{')
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                   _ ("it does not begin like a safetensors file"));
      return FALSE;
    }

  if (*header_length > BP_SAFETENSORS_MAX_HEADER)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it declares a header of %ju bytes, but the limit of safetensors files is "
                      "100,000,000"),
                   (uintmax_t) (*header_length));
      return FALSE;
    }
  if (*header_length > source->length - LENGTH_FIELD)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                   _ ("it is cut off: its header has %ju bytes, of which %ju are there"),
                   (uintmax_t) (*header_length), (uintmax_t) (source->length - LENGTH_FIELD));
      return FALSE;
    }
  return TRUE;
}

static BpSafetensorsHeader *
read_header (const BpWeightsSource *source, guint64 *data_begin, GError **error)
{
  guint64 length;
  char *text;

  if (!read_header_length (source, &length, error))
    return NULL;

  text = g_try_malloc (length + 1);
  if (text == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   _ ("there is no memory for its header of %ju bytes"), (uintmax_t) length);
      return NULL;
    }
  if (!bp_weights_source_read_at (source, text, length, LENGTH_FIELD, error))
    {
      g_free (text);
      return NULL;
    }
  text[length] = '\0';

  *data_begin = LENGTH_FIELD + length;
  return bp_safetensors_header_parse (text, length, source->length - *data_begin, error);
}

static gsize
get_float_size (const char *dtype)
{
  if (strcmp (dtype, "F64") == 0)
    return 8;
  if (strcmp (dtype, "F32") == 0)
    return 4;
  return strcmp (dtype, "F16") == 0 || strcmp (dtype, "BF16") == 0 ? 2 : 0;
}

/**
 * bp_tensor_is_float:
 * @tensor: a tensor
 *
 * Returns: whether bp_safetensors_read_floats() reads its type
 */
gboolean
bp_tensor_is_float (const BpTensor *tensor)
{
  return get_float_size (tensor->dtype) > 0;
}

static void
convert_elements (const guint8 *bytes, gsize n_elements, const char *dtype, float *values)
{
  const BpNumberType type = { .kind = BP_NUMBER_FLOAT, .size = (guint) get_float_size (dtype) };
  double numbers[CHUNK_LENGTH / 2];

  if (strcmp (dtype, "F32") == 0)
    bp_float_copy_little_endian (values, bytes, n_elements);
  else if (strcmp (dtype, "BF16") == 0)
    for (gsize i = 0; i < n_elements; i++)
      {
        guint16 bits;

        memcpy (&bits, bytes + 2 * i, sizeof bits);
        /* The upper half of an F32. */
        values[i] = bp_float_from_bits ((guint32) GUINT16_FROM_LE (bits) << 16);
      }
  else
    {
      bp_number_type_decode (&type, bytes, n_elements, numbers);
      for (gsize i = 0; i < n_elements; i++)
        values[i] = (float) numbers[i];
    }
}

/**
 * bp_safetensors_open:
 * @source: the file's bytes, borrowed until bp_safetensors_free()
 * @error: return location for a #BpError, whose message completes a sentence that begins with the
 *   file, as in "it is cut off", or a %G_FILE_ERROR, whose message is a whole sentence
 *
 * Opens a safetensors file and checks its header against itself and against the file's length, as
 * the definition of the format demands: unique keys, no overlaps, no gaps, no bytes before the
 * first tensor or after the last.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with @error set
 */
BpSafetensors *
bp_safetensors_open (const BpWeightsSource *source, GError **error)
{
  guint64 data_begin;
  BpSafetensorsHeader *header = read_header (source, &data_begin, error);
  BpSafetensors *safetensors;

  if (header == NULL)
    return NULL;

  safetensors = g_new (BpSafetensors, 1);
  *safetensors = (BpSafetensors){ .source = source, .data_begin = data_begin, .header = header };
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

  bp_safetensors_header_free (safetensors->header);
  g_free (safetensors);
}

/**
 * bp_safetensors_get_n_tensors:
 * @safetensors: an open file
 *
 * Returns: the number of its tensors
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
 * bp_safetensors_copy_metadata:
 * @safetensors: the file
 *
 * Returns: (transfer full): its metadata without "format", sorted by key
 */
BpMetadata *
bp_safetensors_copy_metadata (const BpSafetensors *safetensors)
{
  BpMetadata *metadata = bp_metadata_new ();

  for (guint i = 0; i < safetensors->header->n_metadata; i++)
    if (strcmp (safetensors->header->metadata[i].key, KEY_FORMAT) != 0)
      bp_metadata_set (metadata, safetensors->header->metadata[i].key,
                       safetensors->header->metadata[i].value);
  return metadata;
}

/**
 * bp_safetensors_read_floats:
 * @safetensors: an open file
 * @tensor: one of its tensors, of a type that bp_tensor_is_float() knows: F64, F32, F16 or BF16
 * @values: (n_elements of @tensor) (out): its elements in C order
 * @error: return location as of bp_safetensors_open()
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
  gsize element_size = get_float_size (tensor->dtype);

  g_return_val_if_fail (element_size > 0, FALSE);

  for (guint64 done = 0; done < tensor->length;)
    {
      gsize length = (gsize) MIN (tensor->length - done, sizeof chunk);

      if (!bp_weights_source_read_at (safetensors->source, chunk, length,
                                      safetensors->data_begin + tensor->offset + done, error))
        return FALSE;
      convert_elements (chunk, length / element_size, tensor->dtype, values + done / element_size);
      done += length;
    }
  return TRUE;
}
