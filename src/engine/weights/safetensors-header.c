/* SPDX-License-Identifier: MIT */
/*
 * Reads and checks the JSON header of a safetensors file. Its sizes and offsets must agree with
 * each other and with the length of the file before they are used.
 */
#include "safetensors-header.h"

#include "error.h"
#include "json-reader.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>

#define METADATA_KEY "__metadata__"

/* In bytes: longer than the names that programs use, short enough to be shown in a message. */
#define MAX_NAME_LENGTH 1024

typedef struct
{
  const char *name;
  guint size;
} ElementType;

static const ElementType element_types[] = {
  { "BOOL", 1 }, { "U8", 1 },  { "I8", 1 },  { "F8_E5M2", 1 }, { "F8_E4M3", 1 }, { "F8_E8M0", 1 },
  { "U16", 2 },  { "I16", 2 }, { "F16", 2 }, { "BF16", 2 },    { "U32", 4 },     { "I32", 4 },
  { "F32", 4 },  { "U64", 8 }, { "I64", 8 }, { "F64", 8 },     { "C64", 8 },
};

/* The size in bytes of an element of type @dtype, or 0 for an unknown one. */
static guint
get_element_size (const char *dtype)
{
  for (guint i = 0; i < G_N_ELEMENTS (element_types); i++)
    if (strcmp (element_types[i].name, dtype) == 0)
      return element_types[i].size;
  return 0;
}

static void
read_shape (BpJsonReader *reader, BpTensor *tensor)
{
  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      if (tensor->n_dimensions == BP_SAFETENSORS_MAX_DIMENSIONS)
        {
          bp_json_reader_fail (reader, N_ ("a tensor has more than 8 dimensions"));
          return;
        }
      tensor->shape[tensor->n_dimensions++] = bp_json_reader_read_unsigned (reader);
    }
}

static void
read_data_offsets (BpJsonReader *reader, BpTensor *tensor)
{
  guint64 offsets[2] = { 0, 0 };
  guint n_offsets = 0;

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      guint64 offset = bp_json_reader_read_unsigned (reader);

      if (n_offsets < G_N_ELEMENTS (offsets))
        offsets[n_offsets] = offset;
      n_offsets++;
    }
  if (n_offsets != G_N_ELEMENTS (offsets) || offsets[0] > offsets[1])
    bp_json_reader_fail (reader, N_ ("data_offsets is not a beginning and an end"));

  tensor->offset = offsets[0];
  tensor->length = offsets[1] - offsets[0];
}

static void
read_tensor (BpJsonReader *reader, BpTensor *tensor)
{
  static const char *const keys[] = { "dtype", "shape", "data_offsets" };
  gboolean is_seen[G_N_ELEMENTS (keys)] = { FALSE };
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (keys) && strcmp (key, keys[i]) != 0)
        i++;
      if (i == G_N_ELEMENTS (keys) || is_seen[i])
        {
          bp_json_reader_fail (reader, N_ ("a tensor has a duplicate or unknown key"));
          return;
        }

      is_seen[i] = TRUE;
      if (i == 0)
        tensor->dtype = bp_json_reader_read_string (reader);
      else if (i == 1)
        read_shape (reader, tensor);
      else
        read_data_offsets (reader, tensor);
    }
  if (!is_seen[0] || !is_seen[1] || !is_seen[2])
    bp_json_reader_fail (reader, N_ ("a tensor lacks its dtype, its shape or its data_offsets"));
}

/* Checks that @tensor has the length that its shape and type need. */
static gboolean
check_tensor (BpTensor *tensor, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *shape = NULL;
  guint element_size = get_element_size (tensor->dtype);
  guint64 n_bytes;
  gboolean fits;

  tensor->n_elements = 1;
  fits = TRUE;
  for (guint i = 0; i < tensor->n_dimensions; i++)
    fits = fits && g_uint64_checked_mul (&tensor->n_elements, tensor->n_elements, tensor->shape[i]);
  fits = fits && g_uint64_checked_mul (&n_bytes, tensor->n_elements, element_size);
  if (fits && element_size > 0 && n_bytes == tensor->length)
    return TRUE;

  name = bp_error_quote (tensor->name);
  if (element_size == 0)
    {
      g_autofree char *dtype = bp_error_quote (tensor->dtype);

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("its tensor %s has elements of the type %s, which is not supported"), name,
                   dtype);
      return FALSE;
    }

  shape = bp_tensor_describe_shape (tensor);
  if (!fits)
    g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                 _ ("its tensor %s of shape %s is larger than any file"), name, shape);
  else
    g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                 _ ("its tensor %s of shape %s and type %s takes %ju bytes, but has %ju"), name,
                 shape, tensor->dtype, (uintmax_t) n_bytes, (uintmax_t) tensor->length);
  return FALSE;
}

static int
compare_entries (const void *a, const void *b)
{
  return strcmp (((const BpSafetensorsEntry *) a)->key, ((const BpSafetensorsEntry *) b)->key);
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (((const BpTensor *) a)->name, ((const BpTensor *) b)->name);
}

static int
compare_places (const void *a, const void *b)
{
  const BpTensor *first = a;
  const BpTensor *second = b;

  if (first->offset != second->offset)
    return first->offset < second->offset ? -1 : 1;
  if (first->length != second->length)
    return first->length < second->length ? -1 : 1;
  return strcmp (first->name, second->name);
}

static gboolean
set_duplicate_error (GError **error, const char *key)
{
  g_autofree char *quoted = bp_error_quote (key);

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, _ ("its header has the key %s twice"), quoted);
  return FALSE;
}

/* Sorts the tensors by their offset. They must cover the data without a gap. */
static gboolean
check_layout (GArray *tensors, guint64 data_length, GError **error)
{
  guint64 expected = 0;

  g_array_sort (tensors, compare_names);
  for (guint i = 1; i < tensors->len; i++)
    if (compare_names (&g_array_index (tensors, BpTensor, i - 1),
                       &g_array_index (tensors, BpTensor, i)) == 0)
      return set_duplicate_error (error, g_array_index (tensors, BpTensor, i).name);

  g_array_sort (tensors, compare_places);
  for (guint i = 0; i < tensors->len; i++)
    {
      const BpTensor *tensor = &g_array_index (tensors, BpTensor, i);

      if (tensor->offset != expected)
        {
          g_autofree char *name = bp_error_quote (tensor->name);

          g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                       tensor->offset < expected
                           ? _ ("its tensor %s overlaps the one before it")
                           : _ ("there is a hole before the data of its tensor %s"),
                       name);
          return FALSE;
        }
      /* No overflow: the sum is the end offset that was read. */
      expected += tensor->length;
    }

  if (expected > data_length)
    g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                 _ ("it is cut off: its tensors take %ju bytes, of which %ju are there"),
                 (uintmax_t) expected, (uintmax_t) data_length);
  else if (expected < data_length)
    g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                 _ ("it goes on after its last tensor (bytes: %ju)"),
                 (uintmax_t) (data_length - expected));
  return expected == data_length;
}

static gboolean
read_metadata (BpJsonReader *reader, GArray *metadata, GError **error)
{
  BpSafetensorsEntry entry;

  bp_json_reader_begin_object (reader);
  while ((entry.key = bp_json_reader_next_member (reader)) != NULL)
    {
      entry.value = bp_json_reader_read_string (reader);
      if (metadata->len == BP_SAFETENSORS_MAX_METADATA)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                       _ ("it has more than %d entries of metadata"), BP_SAFETENSORS_MAX_METADATA);
          return FALSE;
        }
      g_array_append_val (metadata, entry);
    }
  if (bp_json_reader_has_failed (reader))
    return TRUE; /* which bp_json_reader_finish() reports */

  g_array_sort (metadata, compare_entries);
  for (guint i = 1; i < metadata->len; i++)
    if (compare_entries (&g_array_index (metadata, BpSafetensorsEntry, i - 1),
                         &g_array_index (metadata, BpSafetensorsEntry, i)) == 0)
      return set_duplicate_error (error, g_array_index (metadata, BpSafetensorsEntry, i).key);
  return TRUE;
}

static gboolean
read_members (BpJsonReader *reader, GArray *tensors, GArray *metadata, GError **error)
{
  gboolean has_metadata = FALSE;
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      BpTensor tensor = { .name = key };

      if (strcmp (key, METADATA_KEY) == 0)
        {
          if (has_metadata)
            return set_duplicate_error (error, key);
          has_metadata = TRUE;
          if (!read_metadata (reader, metadata, error))
            return FALSE;
          continue;
        }

      if (tensors->len == BP_SAFETENSORS_MAX_TENSORS)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE, _ ("it has more than %d tensors"),
                       BP_SAFETENSORS_MAX_TENSORS);
          return FALSE;
        }
      if (strlen (key) > MAX_NAME_LENGTH)
        bp_json_reader_fail (reader, N_ ("the name of a tensor is longer than 1,024 bytes"));
      read_tensor (reader, &tensor);
      g_array_append_val (tensors, tensor);
    }
  return TRUE;
}

/**
 * bp_safetensors_header_parse:
 * @text: (transfer full) (array length=length): the JSON text, followed by a NUL byte
 * @length: of @text, in bytes
 * @data_length: the bytes after the header in the file
 * @error: return location for a #BpError; its message completes a sentence that begins with the
 *   file, as in "its header has the key “0.bias” twice"
 *
 * Returns: (transfer full) (nullable): the header. Its tensors are within the file's data and cover
 *   it without overlaps and gaps.
 */
BpSafetensorsHeader *
bp_safetensors_header_parse (char *text, gsize length, guint64 data_length, GError **error)
{
  g_autofree char *owned_text = text;
  g_autoptr (GArray) tensors = g_array_new (FALSE, FALSE, sizeof (BpTensor));
  g_autoptr (GArray) metadata = g_array_new (FALSE, FALSE, sizeof (BpSafetensorsEntry));
  BpSafetensorsHeader *header;
  BpJsonReader reader;

  bp_json_reader_init (&reader, text, length);
  if (!read_members (&reader, tensors, metadata, error))
    return NULL;
  if (!bp_json_reader_finish (&reader, error))
    {
      g_prefix_error_literal (error, _ ("its header is invalid: "));
      return NULL;
    }
  for (guint i = 0; i < tensors->len; i++)
    if (!check_tensor (&g_array_index (tensors, BpTensor, i), error))
      return NULL;
  if (!check_layout (tensors, data_length, error))
    return NULL;

  header = g_new (BpSafetensorsHeader, 1);
  header->n_tensors = tensors->len;
  header->tensors = (BpTensor *) (void *) g_array_free (g_steal_pointer (&tensors), FALSE);
  header->n_metadata = metadata->len;
  header->metadata =
      (BpSafetensorsEntry *) (void *) g_array_free (g_steal_pointer (&metadata), FALSE);
  header->text = g_steal_pointer (&owned_text);
  return header;
}

/**
 * bp_safetensors_header_free:
 * @header: (transfer full) (nullable): the header to free
 */
void
bp_safetensors_header_free (BpSafetensorsHeader *header)
{
  if (header == NULL)
    return;

  g_free (header->tensors);
  g_free (header->metadata);
  g_free (header->text);
  g_free (header);
}

/**
 * bp_tensor_describe_shape:
 * @tensor: a tensor
 *
 * Returns: (transfer full): its shape as text for a message, as in "(128, 784)"
 */
char *
bp_tensor_describe_shape (const BpTensor *tensor)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < tensor->n_dimensions; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", tensor->shape[i]);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}
