/* SPDX-License-Identifier: MIT */
#include "json-line.h"

#include "json-writer.h"

#include <math.h>
#include <stdio.h>

/* Adds the comma before all elements but the first one after an opening bracket. */
static void
append_separator (GString *text)
{
  char last = text->str[text->len - 1];

  if (last != '{' && last != '[')
    g_string_append (text, ", ");
}

static void
add_key (BpJsonLine *line, const char *key)
{
  append_separator (line->text);
  bp_json_append_string (line->text, key);
  g_string_append (line->text, ": ");
}

/**
 * bp_json_line_begin:
 * @line: (out caller-allocates): an object without members; bp_json_line_print() ends it
 */
void
bp_json_line_begin (BpJsonLine *line)
{
  line->text = g_string_new ("{");
}

/**
 * bp_json_line_add_null:
 * @line: the line
 * @key: a key that it does not have yet
 */
void
bp_json_line_add_null (BpJsonLine *line, const char *key)
{
  add_key (line, key);
  g_string_append (line->text, "null");
}

/**
 * bp_json_line_add_boolean:
 * @line: the line
 * @key: a key that it does not have yet
 * @value: true or false
 */
void
bp_json_line_add_boolean (BpJsonLine *line, const char *key, gboolean value)
{
  add_key (line, key);
  g_string_append (line->text, value ? "true" : "false");
}

/**
 * bp_json_line_add_unsigned:
 * @line: the line
 * @key: a key that it does not have yet
 * @value: any integer
 */
void
bp_json_line_add_unsigned (BpJsonLine *line, const char *key, guint64 value)
{
  add_key (line, key);
  g_string_append_printf (line->text, "%" G_GUINT64_FORMAT, value);
}

/**
 * bp_json_line_add_number:
 * @line: the line
 * @key: a key that it does not have yet
 * @value: a number, or NaN while unknown
 */
void
bp_json_line_add_number (BpJsonLine *line, const char *key, double value)
{
  if (!isfinite (value))
    {
      bp_json_line_add_null (line, key);
      return;
    }

  add_key (line, key);
  bp_json_append_number (line->text, value);
}

/**
 * bp_json_line_add_string:
 * @line: the line
 * @key: a key that it does not have yet
 * @value: (nullable): UTF-8 text
 */
void
bp_json_line_add_string (BpJsonLine *line, const char *key, const char *value)
{
  if (value == NULL)
    {
      bp_json_line_add_null (line, key);
      return;
    }

  add_key (line, key);
  bp_json_append_string (line->text, value);
}

/**
 * bp_json_line_add_strings:
 * @line: the line
 * @key: a key that it does not have yet
 * @values: (array zero-terminated=1): UTF-8 texts
 */
void
bp_json_line_add_strings (BpJsonLine *line, const char *key, char **values)
{
  add_key (line, key);
  g_string_append_c (line->text, '[');
  for (guint i = 0; values[i] != NULL; i++)
    {
      append_separator (line->text);
      bp_json_append_string (line->text, values[i]);
    }
  g_string_append_c (line->text, ']');
}

/**
 * bp_json_line_add_floats:
 * @line: the line
 * @key: a key that it does not have yet
 * @values: (n_values) finite numbers
 * @n_values: the number of values
 */
void
bp_json_line_add_floats (BpJsonLine *line, const char *key, const float *values, guint n_values)
{
  add_key (line, key);
  g_string_append_c (line->text, '[');
  for (guint i = 0; i < n_values; i++)
    {
      append_separator (line->text);
      bp_json_append_float (line->text, values[i]);
    }
  g_string_append_c (line->text, ']');
}

static void
append_counts (GString *text, const guint32 *counts, guint n_counts)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < n_counts; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", counts[i]);
  g_string_append_c (text, ']');
}

/**
 * bp_json_line_add_counts:
 * @line: the line
 * @key: a key that it does not have yet
 * @counts: (n_counts) integers
 * @n_counts: the number of counts
 */
void
bp_json_line_add_counts (BpJsonLine *line, const char *key, const guint32 *counts, guint n_counts)
{
  add_key (line, key);
  append_counts (line->text, counts, n_counts);
}

/**
 * bp_json_line_add_count_rows:
 * @line: the line
 * @key: a key that it does not have yet
 * @counts: (n_rows, n_columns) integers
 * @n_rows: rows, each of which becomes an array
 * @n_columns: integers of a row
 */
void
bp_json_line_add_count_rows (BpJsonLine *line,
                             const char *key,
                             const guint32 *counts,
                             guint n_rows,
                             guint n_columns)
{
  add_key (line, key);
  g_string_append_c (line->text, '[');
  for (guint i = 0; i < n_rows; i++)
    {
      append_separator (line->text);
      append_counts (line->text, counts + (gsize) i * n_columns, n_columns);
    }
  g_string_append_c (line->text, ']');
}

/**
 * bp_json_line_open_array:
 * @line: the line
 * @key: a key that the object does not have yet
 *
 * Begins an array of objects; bp_json_line_close_array() ends it.
 */
void
bp_json_line_open_array (BpJsonLine *line, const char *key)
{
  add_key (line, key);
  g_string_append_c (line->text, '[');
}

/**
 * bp_json_line_close_array:
 * @line: the line
 */
void
bp_json_line_close_array (BpJsonLine *line)
{
  g_string_append_c (line->text, ']');
}

/**
 * bp_json_line_open_object:
 * @line: the line, in an array
 *
 * Begins the next object of an array, which gets the members that are added from now on;
 * bp_json_line_close_object() ends it.
 */
void
bp_json_line_open_object (BpJsonLine *line)
{
  append_separator (line->text);
  g_string_append_c (line->text, '{');
}

/**
 * bp_json_line_close_object:
 * @line: the line
 */
void
bp_json_line_close_object (BpJsonLine *line)
{
  g_string_append_c (line->text, '}');
}

/**
 * bp_json_line_print:
 * @line: the line, which must not be used afterwards
 *
 * Prints the line and flushes the output, so that a reader need not wait for the next line.
 */
void
bp_json_line_print (BpJsonLine *line)
{
  g_string_append (line->text, "}\n");
  fwrite (line->text->str, 1, line->text->len, stdout);
  fflush (stdout);
  g_string_free (g_steal_pointer (&line->text), TRUE);
}
