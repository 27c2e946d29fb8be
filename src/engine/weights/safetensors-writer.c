/* SPDX-License-Identifier: MIT */
/* Writes the header of a safetensors file. */
#include "safetensors-writer.h"

#include "json-writer.h"

#include <string.h>

/* The alignment of the data after the header, in bytes, for readers that map the file. */
#define ALIGNMENT 8

static void
end_metadata (BpSafetensorsWriter *writer)
{
  if (writer->n_metadata > 0 && writer->n_tensors == 0)
    g_string_append_c (writer->bytes, '}');
}

/**
 * bp_safetensors_writer_begin:
 * @writer: (out caller-allocates): the writer to set up; bp_safetensors_writer_end() ends it
 */
void
bp_safetensors_writer_begin (BpSafetensorsWriter *writer)
{
  *writer = (BpSafetensorsWriter){ .bytes = g_string_new_len ("\0\0\0\0\0\0\0\0{", 9) };
}

/**
 * bp_safetensors_writer_add_metadata:
 * @writer: a writer that has no tensor yet
 * @key: a key that was not added before
 * @value: any text; bytes that are not UTF-8 are replaced
 */
void
bp_safetensors_writer_add_metadata (BpSafetensorsWriter *writer, const char *key, const char *value)
{
  g_autofree char *valid_value = g_utf8_make_valid (value, -1);

  g_return_if_fail (writer->n_tensors == 0);

  g_string_append (writer->bytes, writer->n_metadata == 0 ? "\"__metadata__\":{" : ",");
  bp_json_append_string (writer->bytes, key);
  g_string_append_c (writer->bytes, ':');
  bp_json_append_string (writer->bytes, valid_value);
  writer->n_metadata++;
}

/**
 * bp_safetensors_writer_add_floats:
 * @writer: a writer
 * @name: a name that was not added before
 * @shape: (array length=n_dimensions): as in 128, 784
 * @n_dimensions: up to %BP_SAFETENSORS_MAX_DIMENSIONS
 *
 * Adds a tensor of type F32. Its data follow those of the tensors added before.
 */
void
bp_safetensors_writer_add_floats (BpSafetensorsWriter *writer,
                                  const char *name,
                                  const guint64 *shape,
                                  guint n_dimensions)
{
  guint64 length = sizeof (float);

  end_metadata (writer);
  if (writer->n_metadata + writer->n_tensors > 0)
    g_string_append_c (writer->bytes, ',');
  bp_json_append_string (writer->bytes, name);
  g_string_append (writer->bytes, ":{\"dtype\":\"F32\",\"shape\":[");
  for (guint i = 0; i < n_dimensions; i++)
    {
      g_string_append_printf (writer->bytes, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", shape[i]);
      length *= shape[i];
    }
  g_string_append_printf (writer->bytes,
                          "],\"data_offsets\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]}",
                          writer->offset, writer->offset + length);
  writer->offset += length;
  writer->n_tensors++;
}

/**
 * bp_safetensors_writer_end:
 * @writer: the writer, which must not be used afterwards
 *
 * Returns: (transfer full): the bytes of the file before the tensors' data. The caller appends the
 *   data in the order of the tensors, in C order and little-endian.
 */
GString *
bp_safetensors_writer_end (BpSafetensorsWriter *writer)
{
  GString *bytes;
  guint64 header_length;

  end_metadata (writer);
  bytes = g_steal_pointer (&writer->bytes);
  g_string_append_c (bytes, '}');
  while (bytes->len % ALIGNMENT != 0)
    g_string_append_c (bytes, ' ');

  header_length = GUINT64_TO_LE (bytes->len - sizeof header_length);
  memcpy (bytes->str, &header_length, sizeof header_length);
  return bytes;
}
