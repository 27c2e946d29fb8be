/* SPDX-License-Identifier: MIT */
/* The writing side of safetensors: the bytes that come before the tensors' own. */
#include "engine/safetensors.h"

#include <string.h>

/* Readers map the file, and then want the numbers behind the header at multiples of this. */
#define ALIGNMENT 8

static void
append_string (GString *json, const char *string)
{
  g_string_append_c (json, '"');
  for (const char *p = string; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (json, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (json, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (json, *p);
    }
  g_string_append_c (json, '"');
}

static void
append_metadata (GString *json, const BpSafetensorsEntry *metadata, guint n_metadata)
{
  g_string_append (json, "\"__metadata__\":{");
  for (guint i = 0; i < n_metadata; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_string (json, metadata[i].key);
      g_string_append_c (json, ':');
      append_string (json, metadata[i].value);
    }
  g_string_append_c (json, '}');
}

static void
append_tensor (GString *json, const BpTensor *tensor)
{
  append_string (json, tensor->name);
  g_string_append (json, ":{\"dtype\":");
  append_string (json, tensor->dtype);
  g_string_append (json, ",\"shape\":[");
  for (guint i = 0; i < tensor->n_dimensions; i++)
    g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", tensor->shape[i]);
  g_string_append_printf (json, "],\"data_offsets\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]}",
                          tensor->offset, tensor->offset + tensor->length);
}

/**
 * bp_tensor_describe_shape:
 * @tensor: a tensor
 *
 * Returns: (transfer full): its shape for a message, as in "(128, 784)"
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

/**
 * bp_safetensors_write_header:
 * @tensors: (array length=n_tensors): what the file will hold, in the order of its data
 * @n_tensors: how many
 * @metadata: (array length=n_metadata): UTF-8 text, every key once
 * @n_metadata: how many
 *
 * Makes a safetensors file up to the first byte of the first tensor. The tensors' bytes follow, in
 * their order, least significant byte first.
 *
 * Returns: (transfer full): the bytes to write
 */
GString *
bp_safetensors_write_header (const BpTensor *tensors,
                             guint n_tensors,
                             const BpSafetensorsEntry *metadata,
                             guint n_metadata)
{
  guint64 length_field = 0;
  GString *header = g_string_new (NULL);

  g_string_append_len (header, (const char *) &length_field, sizeof length_field);
  g_string_append_c (header, '{');
  if (n_metadata > 0)
    append_metadata (header, metadata, n_metadata);
  for (guint i = 0; i < n_tensors; i++)
    {
      if (i > 0 || n_metadata > 0)
        g_string_append_c (header, ',');
      append_tensor (header, &tensors[i]);
    }
  g_string_append_c (header, '}');
  while (header->len % ALIGNMENT != 0)
    g_string_append_c (header, ' ');

  length_field = GUINT64_TO_LE (header->len - sizeof length_field);
  memcpy (header->str, &length_field, sizeof length_field);
  return header;
}
