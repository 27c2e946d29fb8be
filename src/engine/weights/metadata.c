/* SPDX-License-Identifier: MIT */

/* The metadata of a weight file: pairs of text. safetensors and ONNX have a place for them; NumPy
 * archives get an array with the pairs as JSON. The readers of the formats limit the number of
 * pairs. */
#include "metadata.h"

#include "json-reader.h"
#include "json-writer.h"

#include <math.h>
#include <string.h>

struct _BpMetadata
{
  GPtrArray *keys; /* borrowed from @values */
  GHashTable *values;
};

/**
 * bp_metadata_new:
 *
 * Returns: (transfer full): empty metadata
 */
BpMetadata *
bp_metadata_new (void)
{
  BpMetadata *metadata = g_new (BpMetadata, 1);

  metadata->keys = g_ptr_array_new ();
  metadata->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return metadata;
}

/**
 * bp_metadata_free:
 * @metadata: (transfer full): the pairs
 */
void
bp_metadata_free (BpMetadata *metadata)
{
  g_ptr_array_unref (metadata->keys);
  g_hash_table_unref (metadata->values);
  g_free (metadata);
}

/**
 * bp_metadata_set:
 * @metadata: the pairs
 * @key: a key; a key that exists already keeps its first value
 * @value: (nullable): any text; bytes that are not UTF-8 are replaced. %NULL sets nothing
 */
void
bp_metadata_set (BpMetadata *metadata, const char *key, const char *value)
{
  char *owned_key;

  if (value == NULL || g_hash_table_contains (metadata->values, key))
    return;

  owned_key = g_strdup (key);
  g_ptr_array_add (metadata->keys, owned_key);
  g_hash_table_insert (metadata->values, owned_key, g_utf8_make_valid (value, -1));
}

/**
 * bp_metadata_set_number:
 * @metadata: the pairs
 * @key: a key
 * @number: its value; a value that is not finite is left out
 */
void
bp_metadata_set_number (BpMetadata *metadata, const char *key, double number)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!isfinite (number))
    return;

  bp_json_append_number (text, number);
  bp_metadata_set (metadata, key, text->str);
}

/**
 * bp_metadata_set_unsigned:
 * @metadata: the pairs
 * @key: a key
 * @number: its value
 */
void
bp_metadata_set_unsigned (BpMetadata *metadata, const char *key, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  bp_metadata_set (metadata, key, text);
}

/**
 * bp_metadata_get:
 * @metadata: the pairs
 * @key: a key
 *
 * Returns: (nullable): its value
 */
const char *
bp_metadata_get (const BpMetadata *metadata, const char *key)
{
  return g_hash_table_lookup (metadata->values, key);
}

/**
 * bp_metadata_get_number:
 * @metadata: the pairs
 * @key: a key
 * @number: (out): its value, which is finite
 *
 * Returns: whether the value is a finite number and nothing else
 */
gboolean
bp_metadata_get_number (const BpMetadata *metadata, const char *key, double *number)
{
  const char *text = bp_metadata_get (metadata, key);
  char *end;

  if (text == NULL)
    return FALSE;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

/**
 * bp_metadata_get_unsigned:
 * @metadata: the pairs
 * @key: a key
 * @maximum: the largest valid value
 *
 * Returns: its value, or 0 where it is missing or not a whole number up to @maximum
 */
guint64
bp_metadata_get_unsigned (const BpMetadata *metadata, const char *key, guint64 maximum)
{
  const char *text = bp_metadata_get (metadata, key);
  guint64 value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, maximum, &value, NULL))
    return 0;
  return value;
}

/**
 * bp_metadata_get_n_entries:
 * @metadata: the pairs
 *
 * Returns: the number of pairs
 */
guint
bp_metadata_get_n_entries (const BpMetadata *metadata)
{
  return metadata->keys->len;
}

/**
 * bp_metadata_get_key:
 * @metadata: the pairs
 * @index: from 0, below bp_metadata_get_n_entries()
 *
 * Returns: a key
 */
const char *
bp_metadata_get_key (const BpMetadata *metadata, guint index)
{
  return g_ptr_array_index (metadata->keys, index);
}

/**
 * bp_metadata_to_json:
 * @metadata: the pairs
 *
 * Returns: (transfer full): a JSON object whose values are strings
 */
char *
bp_metadata_to_json (const BpMetadata *metadata)
{
  GString *json = g_string_new ("{");

  for (guint i = 0; i < metadata->keys->len; i++)
    {
      const char *key = bp_metadata_get_key (metadata, i);

      if (i > 0)
        g_string_append (json, ", ");
      bp_json_append_string (json, key);
      g_string_append (json, ": ");
      bp_json_append_string (json, bp_metadata_get (metadata, key));
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/**
 * bp_metadata_from_json:
 * @text: (array length=length): JSON text as of bp_metadata_to_json()
 * @length: of @text, in bytes
 *
 * Returns: (transfer full) (nullable): the pairs, or %NULL where @text is not a JSON object of
 *   strings
 */
BpMetadata *
bp_metadata_from_json (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autoptr (BpMetadata) metadata = bp_metadata_new ();
  BpJsonReader reader;
  const char *key;

  bp_json_reader_init (&reader, copy, strlen (copy));
  bp_json_reader_begin_object (&reader);
  while ((key = bp_json_reader_next_member (&reader)) != NULL)
    bp_metadata_set (metadata, key, bp_json_reader_read_string (&reader));
  return bp_json_reader_finish (&reader, NULL) ? g_steal_pointer (&metadata) : NULL;
}
