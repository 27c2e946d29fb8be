/* SPDX-License-Identifier: MIT */
/*
 * The drawings of a collection with their lines, so that one of them can be found again in the file
 * and changed without a change of the rest of its line.
 *
 * Thread rule: any thread.
 */
#include "drawing-entry.h"

#include "clean-text.h"
#include "drawing-collection.h"
#include "json-reader.h"
#include "json-writer.h"

#include <string.h>

/* The text of a value within its line. */
typedef struct
{
  gsize start;
  gsize length;
} Span;

static Span
read_span (BpJsonReader *reader, const char *line)
{
  Span span = { .start = bp_json_reader_get_offset (reader) };

  bp_json_reader_skip_value (reader);
  while (g_ascii_isspace (line[span.start]))
    span.start++;
  span.length = bp_json_reader_get_offset (reader) - span.start;
  return span;
}

static gboolean
is_true (const BpDrawingEntry *entry, Span span)
{
  return span.length == 4 && memcmp (entry->line + span.start, "true", 4) == 0;
}

static void
read_number (const BpDrawingEntry *entry, Span span, double *number)
{
  const char *start = entry->line + span.start;
  char *end;
  double value = g_ascii_strtod (start, &end);

  if (end == start + span.length)
    *number = value;
}

/* The number or the name of a class, as text. Returns: NULL for anything else */
static char *
read_class (const BpDrawingEntry *entry, Span span)
{
  g_autofree char *text = g_strndup (entry->line + span.start, span.length);
  double number = -1.0;
  BpJsonReader reader;
  const char *name;

  read_number (entry, span, &number);
  if (number >= 0.0 && number <= BP_DRAWING_MAX_LABEL)
    return g_strdup_printf ("%u", (guint) number);
  bp_json_reader_init (&reader, text, span.length);
  name = bp_json_reader_is_at_string (&reader) ? bp_json_reader_read_string (&reader) : NULL;
  return name != NULL && *name != '\0' ? bp_clean_text (name, BP_CLEAN_LABEL) : NULL;
}

static GDateTime *
read_time (const BpDrawingEntry *entry, Span span)
{
  g_autofree char *text = NULL;

  if (span.length < 2 || entry->line[span.start] != '"')
    return NULL;
  text = g_strndup (entry->line + span.start + 1, span.length - 2);
  return g_date_time_new_from_iso8601 (text, NULL);
}

/* Reads what is known beside the strokes. Unknown members, and known ones of another type, are
 * passed over. @text: a copy of the line */
static void
read_members (BpDrawingEntry *entry, char *text, gsize length)
{
  double probability = -1.0;
  BpJsonReader reader;
  const char *key;

  bp_json_reader_init (&reader, text, length);
  bp_json_reader_begin_object (&reader);
  while ((key = bp_json_reader_next_member (&reader)) != NULL)
    {
      Span span = read_span (&reader, entry->line);

      if (bp_json_reader_has_failed (&reader))
        return;
      if (strcmp (key, "label") == 0)
        {
          entry->label_start = span.start;
          entry->label_length = span.length;
        }
      else if (strcmp (key, "answer") == 0)
        {
          g_free (entry->answer);
          entry->answer = read_class (entry, span);
        }
      else if (strcmp (key, "probability") == 0)
        read_number (entry, span, &probability);
      else if (strcmp (key, "sure") == 0)
        entry->is_sure = is_true (entry, span);
      else if (strcmp (key, "prompted") == 0)
        entry->is_prompted = is_true (entry, span);
      else if (strcmp (key, "time") == 0)
        {
          g_clear_pointer (&entry->time, g_date_time_unref);
          entry->time = read_time (entry, span);
        }
    }
  if (probability >= 0.0 && probability <= 1.0)
    entry->probability = probability;
  else
    g_clear_pointer (&entry->answer, g_free);
}

/**
 * bp_drawing_entry_parse:
 * @line: (array length=length): a line of a collection, without the line break
 * @length: of @line, in bytes
 *
 * Returns: (transfer full) (nullable): the drawing, or %NULL where the line is none with a label
 *   and strokes
 */
BpDrawingEntry *
bp_drawing_entry_parse (const char *line, gsize length)
{
  g_autoptr (BpDrawingEntry) entry = g_new0 (BpDrawingEntry, 1);
  g_autofree char *text = g_strndup (line, length);

  bp_drawing_init (&entry->drawing);
  if (memchr (line, '\0', length) != NULL ||
      !bp_drawing_read_json (&entry->drawing, text, length, NULL) ||
      entry->drawing.n_strokes == 0 || !bp_drawing_has_class (&entry->drawing))
    return NULL;

  entry->line = g_strndup (line, length);
  entry->label = bp_drawing_describe_class (&entry->drawing);
  memcpy (text, line, length);
  read_members (entry, text, length);
  return g_steal_pointer (&entry);
}

/**
 * bp_drawing_entry_free:
 * @entry: (transfer full): a drawing
 */
void
bp_drawing_entry_free (BpDrawingEntry *entry)
{
  bp_drawing_clear (&entry->drawing);
  g_clear_pointer (&entry->time, g_date_time_unref);
  g_free (entry->line);
  g_free (entry->label);
  g_free (entry->answer);
  g_free (entry);
}

/* The line with another value of its label. @label: (transfer full): JSON */
static char *
replace_label (const BpDrawingEntry *entry, GString *label)
{
  g_string_prepend_len (label, entry->line, (gssize) entry->label_start);
  g_string_append (label, entry->line + entry->label_start + entry->label_length);
  return g_string_free (label, FALSE);
}

/**
 * bp_drawing_entry_name:
 * @entry: a drawing
 * @name: of its class, which may be a digit
 *
 * Returns: (transfer full): the line of @entry with a string as its label, without the line break
 */
char *
bp_drawing_entry_name (const BpDrawingEntry *entry, const char *name)
{
  GString *label = g_string_new (NULL);

  bp_json_append_string (label, name);
  return replace_label (entry, label);
}

/**
 * bp_drawing_entry_relabel:
 * @entry: a drawing
 * @label: what it is after all: a digit, or the name of another class
 *
 * Returns: (transfer full): the line of @entry with another label and the rest as it is, without
 *   the line break
 */
char *
bp_drawing_entry_relabel (const BpDrawingEntry *entry, const char *label)
{
  GString *json = g_string_new (NULL);

  bp_drawing_append_class (json, label);
  return replace_label (entry, json);
}

typedef struct
{
  GPtrArray *entries;
  guint n_left_out;
} Loading;

static void
add_line (const char *line, gsize length, gpointer data)
{
  Loading *loading = data;
  BpDrawingEntry *entry = bp_drawing_entry_parse (line, length);

  if (entry != NULL)
    g_ptr_array_add (loading->entries, entry);
  else if (length > 0)
    loading->n_left_out++;
}

/**
 * bp_drawing_entries_load:
 * @path: (type filename): the collection
 * @n_left_out: (out): lines that are no drawing with a label and strokes; blank lines do not count
 * @error: return location for an error of bp_drawing_collection_read()
 *
 * Returns: (transfer full) (element-type BpDrawingEntry): the drawings, the oldest first, or %NULL
 *   with @error set
 */
GPtrArray *
bp_drawing_entries_load (const char *path, guint *n_left_out, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_drawing_entry_free);
  g_autoptr (GBytes) text = bp_drawing_collection_read (path, error);
  Loading loading = { .entries = entries };

  *n_left_out = 0;
  if (text == NULL)
    return NULL;
  bp_drawing_collection_split (text, add_line, &loading);
  *n_left_out = loading.n_left_out;
  return g_steal_pointer (&entries);
}
