/* SPDX-License-Identifier: MIT */
/*
 * Structs as JSON objects, by a table with one row for each field, which is used for writing and
 * reading.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "json-fields.h"

#include "json-writer.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Times are kept to the millisecond, which survives reading and writing again. */
#define MICROSECONDS_PER_MILLISECOND 1000

static void
write_time (gint64 microseconds, GString *json)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  gint64 milliseconds = microseconds % G_USEC_PER_SEC / MICROSECONDS_PER_MILLISECOND;
  g_autoptr (GDateTime) time =
      second != NULL ? g_date_time_add (second, milliseconds * MICROSECONDS_PER_MILLISECOND) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  bp_json_append_string (json, text != NULL ? text : "");
}

static void
write_texts (char *const *texts, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      bp_json_append_string (json, texts[i]);
    }
  g_string_append_c (json, ']');
}

static void
write_sizes (const BpFieldSizes *sizes, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < sizes->n_sizes; i++)
    g_string_append_printf (json, "%s%u", i > 0 ? ", " : "", sizes->sizes[i]);
  g_string_append_c (json, ']');
}

static void
write_layers (const BpLayerFigures *figures, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < figures->n_values; i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      bp_json_append_number (json, figures->values[i]);
    }
  g_string_append_c (json, ']');
}

static gboolean
are_known (const BpLayerFigures *figures)
{
  for (guint i = 0; i < figures->n_values; i++)
    if (!isfinite (figures->values[i]))
      return FALSE;
  return figures->n_values > 0;
}

static gboolean
is_known (const BpField *field, gconstpointer value)
{
  switch (field->type)
    {
    case BP_FIELD_FLOAT:
      return isfinite (*(const float *) value);
    case BP_FIELD_DOUBLE:
      return isfinite (*(const double *) value);
    case BP_FIELD_TEXT:
    case BP_FIELD_TEXTS:
      return *(const gconstpointer *) value != NULL;
    case BP_FIELD_LAYERS:
      return are_known (value);
    default:
      return TRUE;
    }
}

static void
write_value (const BpField *field, gconstpointer value, GString *json)
{
  switch (field->type)
    {
    case BP_FIELD_BOOLEAN:
      g_string_append (json, *(const gboolean *) value ? "true" : "false");
      break;
    case BP_FIELD_UINT:
      g_string_append_printf (json, "%u", *(const guint *) value);
      break;
    case BP_FIELD_UINT64:
      g_string_append_printf (json, "%" G_GUINT64_FORMAT, *(const guint64 *) value);
      break;
    case BP_FIELD_FLOAT:
      bp_json_append_float (json, *(const float *) value);
      break;
    case BP_FIELD_DOUBLE:
      bp_json_append_number (json, *(const double *) value);
      break;
    case BP_FIELD_CHOICE:
      bp_json_append_string (json, bp_choices_get_name (field->choices, *(const guint *) value));
      break;
    case BP_FIELD_TIME:
      write_time (*(const gint64 *) value, json);
      break;
    case BP_FIELD_TEXT:
      bp_json_append_string (json, *(const char *const *) value);
      break;
    case BP_FIELD_TEXTS:
      write_texts (*(char *const *const *) value, json);
      break;
    case BP_FIELD_SIZES:
      write_sizes (value, json);
      break;
    case BP_FIELD_LAYERS:
      write_layers (value, json);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * bp_fields_write:
 * @fields: (array length=n_fields): the table
 * @n_fields: its rows
 * @object: the struct; its strings are UTF-8
 * @json: the text to append to
 *
 * Appends the members, without the braces around them. Unknown values are left out.
 */
void
bp_fields_write (const BpField *fields, guint n_fields, gconstpointer object, GString *json)
{
  const char *separator = "";

  for (guint i = 0; i < n_fields; i++)
    {
      gconstpointer value = (const guint8 *) object + fields[i].offset;

      if (!is_known (&fields[i], value))
        continue;
      g_string_append (json, separator);
      bp_json_append_string (json, fields[i].key);
      g_string_append (json, ": ");
      write_value (&fields[i], value, json);
      separator = ", ";
    }
}

static guint
read_uint (BpJsonReader *reader)
{
  guint64 value = bp_json_reader_read_unsigned (reader);

  if (value > G_MAXUINT)
    bp_json_reader_fail (reader, N_ ("a number is too large"));
  return (guint) value;
}

static guint
read_choice (const BpChoices *choices, BpJsonReader *reader)
{
  const char *name = bp_json_reader_read_string (reader);
  guint position = 0;

  if (name != NULL && !bp_choices_find (choices, name, &position, NULL))
    bp_json_reader_fail (reader, N_ ("a name is none that this program knows"));
  return position;
}

static gint64
read_time (BpJsonReader *reader)
{
  const char *text = bp_json_reader_read_string (reader);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (time == NULL)
    {
      bp_json_reader_fail (reader, N_ ("a time is not written as in 2026-11-27T15:12:03Z"));
      return 0;
    }
  return g_date_time_to_unix (time) * G_USEC_PER_SEC +
         (g_date_time_get_microsecond (time) + MICROSECONDS_PER_MILLISECOND / 2) /
             MICROSECONDS_PER_MILLISECOND * MICROSECONDS_PER_MILLISECOND;
}

static char *
read_text (BpJsonReader *reader)
{
  const char *text = bp_json_reader_read_string (reader);

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    bp_json_reader_fail (reader, N_ ("a text is not UTF-8"));
  return bp_json_reader_has_failed (reader) ? NULL : g_strdup (text);
}

static char **
read_texts (BpJsonReader *reader)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      g_autofree char *text = read_text (reader);

      if (text != NULL)
        g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}

static void
read_sizes (BpFieldSizes *sizes, BpJsonReader *reader)
{
  sizes->n_sizes = 0;
  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      guint size = read_uint (reader);

      if (sizes->n_sizes < BP_FIELD_MAX_SIZES)
        sizes->sizes[sizes->n_sizes++] = size;
      else
        bp_json_reader_fail (reader, N_ ("a list of sizes is too long"));
    }
}

static void
read_layers (BpLayerFigures *figures, BpJsonReader *reader)
{
  figures->n_values = 0;
  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      double value = bp_json_reader_read_number (reader);

      if (figures->n_values < G_N_ELEMENTS (figures->values))
        figures->values[figures->n_values++] = value;
      else
        bp_json_reader_fail (reader, N_ ("a list of layers is too long"));
    }
}

static void
read_value (const BpField *field, gpointer value, BpJsonReader *reader)
{
  switch (field->type)
    {
    case BP_FIELD_BOOLEAN:
      *(gboolean *) value = bp_json_reader_read_boolean (reader);
      break;
    case BP_FIELD_UINT:
      *(guint *) value = read_uint (reader);
      break;
    case BP_FIELD_UINT64:
      *(guint64 *) value = bp_json_reader_read_unsigned (reader);
      break;
    case BP_FIELD_FLOAT:
      *(float *) value = (float) bp_json_reader_read_number (reader);
      break;
    case BP_FIELD_DOUBLE:
      *(double *) value = bp_json_reader_read_number (reader);
      break;
    case BP_FIELD_CHOICE:
      *(guint *) value = read_choice (field->choices, reader);
      break;
    case BP_FIELD_TIME:
      *(gint64 *) value = read_time (reader);
      break;
    case BP_FIELD_TEXT:
      g_free (*(char **) value);
      *(char **) value = read_text (reader);
      break;
    case BP_FIELD_TEXTS:
      g_strfreev (*(char ***) value);
      *(char ***) value = read_texts (reader);
      break;
    case BP_FIELD_SIZES:
      read_sizes (value, reader);
      break;
    case BP_FIELD_LAYERS:
      read_layers (value, reader);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * bp_fields_read_member:
 * @fields: (array length=n_fields): the table
 * @n_fields: its rows
 * @object: (inout): the struct
 * @key: the member's key
 * @reader: a reader before its value
 *
 * Reads the value into the field with that key.
 *
 * Returns: whether the field exists; if not, nothing was read
 */
gboolean
bp_fields_read_member (const BpField *fields,
                       guint n_fields,
                       gpointer object,
                       const char *key,
                       BpJsonReader *reader)
{
  for (guint i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0)
      {
        read_value (&fields[i], (guint8 *) object + fields[i].offset, reader);
        return TRUE;
      }
  return FALSE;
}

/**
 * bp_fields_read:
 * @fields: (array length=n_fields): the table
 * @n_fields: its rows
 * @object: (inout): the struct; fields without a member are unchanged
 * @reader: a reader before an object
 *
 * Reads a whole object. Members that are not in the table are skipped.
 */
void
bp_fields_read (const BpField *fields, guint n_fields, gpointer object, BpJsonReader *reader)
{
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    if (!bp_fields_read_member (fields, n_fields, object, key, reader))
      bp_json_reader_skip_value (reader);
}
