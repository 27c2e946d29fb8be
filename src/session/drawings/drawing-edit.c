/* SPDX-License-Identifier: MIT */
/*
 * Changes of a collection: the file is replaced by a new one, so that a crash leaves the old one or
 * the new one. A change remembers the text before and after it. Undo needs the file to begin with
 * the text after the change, and keeps what was appended since.
 *
 * Thread rule: any thread; the collection is locked meanwhile.
 */
#include "drawing-edit.h"

#include "atomic-file.h"
#include "drawing-collection.h"
#include "drawing-entry.h"
#include "drawing-lock.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

struct _BpDrawingEdit
{
  GBytes *before;
  GBytes *after;
};

/* A line that is replaced, or removed. */
typedef struct
{
  const char *line;
  const char *replacement; /* NULL: none */
  GString *text;           /* the text after the change */
  gboolean is_found;
} Replacing;

static void
copy_line (const char *line, gsize length, gpointer data)
{
  Replacing *replacing = data;

  if (!replacing->is_found && strlen (replacing->line) == length &&
      memcmp (replacing->line, line, length) == 0)
    {
      replacing->is_found = TRUE;
      if (replacing->replacement == NULL)
        return;
      g_string_append (replacing->text, replacing->replacement);
    }
  else
    g_string_append_len (replacing->text, line, (gssize) length);
  g_string_append_c (replacing->text, '\n');
}

static gboolean
write_text (const char *path, GBytes *text, GError **error)
{
  gsize length;
  const void *bytes = g_bytes_get_data (text, &length);
  g_autoptr (BpAtomicFile) file = bp_atomic_file_new (path, error);

  return file != NULL && bp_atomic_file_write (file, bytes, length, error) &&
         bp_atomic_file_commit (file, error);
}

/* Takes @before and @after. Returns: the change, or NULL where it could not be written */
static BpDrawingEdit *
apply (const char *path, GBytes *before, GBytes *after, GError **error)
{
  g_autoptr (BpDrawingEdit) edit = g_new0 (BpDrawingEdit, 1);

  edit->before = before;
  edit->after = after;
  return write_text (path, after, error) ? g_steal_pointer (&edit) : NULL;
}

static BpDrawingEdit *
replace_locked (const char *path, const char *line, const char *replacement, GError **error)
{
  GBytes *before = bp_drawing_collection_read (path, error);
  Replacing replacing = { .line = line, .replacement = replacement };

  if (before == NULL)
    return NULL;
  replacing.text = g_string_new (NULL);
  bp_drawing_collection_split (before, copy_line, &replacing);
  if (replacing.is_found)
    return apply (path, before, g_string_free_to_bytes (replacing.text), error);

  g_bytes_unref (before);
  g_string_free (replacing.text, TRUE);
  g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                       _ ("The drawing is not in the collection any more"));
  return NULL;
}

static BpDrawingEdit *
replace (const char *path, const char *line, const char *replacement, GError **error)
{
  int lock = bp_drawing_lock (path, error);
  BpDrawingEdit *edit;

  if (lock < 0)
    return NULL;
  edit = replace_locked (path, line, replacement, error);
  bp_drawing_unlock (lock);
  return edit;
}

/**
 * bp_drawing_edit_relabel:
 * @path: (type filename): the collection
 * @line: the line of a drawing
 * @label: what it is after all: a digit, or the name of another class
 * @error: return location for a %G_FILE_ERROR, or for %BP_ERROR_MISMATCH where the drawing is gone
 *
 * Returns: (transfer full): the change, which is on the disk, or %NULL with @error set
 */
BpDrawingEdit *
bp_drawing_edit_relabel (const char *path, const char *line, const char *label, GError **error)
{
  g_autoptr (BpDrawingEntry) entry = bp_drawing_entry_parse (line, strlen (line));
  g_autofree char *replacement = NULL;

  g_return_val_if_fail (entry != NULL && *label != '\0', NULL);

  replacement = bp_drawing_entry_relabel (entry, label);
  return replace (path, line, replacement, error);
}

/**
 * bp_drawing_edit_remove:
 * @path: (type filename): the collection
 * @line: the line of a drawing
 * @error: as of bp_drawing_edit_relabel()
 *
 * Returns: (transfer full): the change, which is on the disk, or %NULL with @error set
 */
BpDrawingEdit *
bp_drawing_edit_remove (const char *path, const char *line, GError **error)
{
  return replace (path, line, NULL, error);
}

/**
 * bp_drawing_edit_clear:
 * @path: (type filename): the collection
 * @error: return location for a %G_FILE_ERROR
 *
 * Removes all drawings.
 *
 * Returns: (transfer full): the change, which is on the disk, or %NULL with @error set
 */
BpDrawingEdit *
bp_drawing_edit_clear (const char *path, GError **error)
{
  int lock = bp_drawing_lock (path, error);
  GBytes *before = lock >= 0 ? bp_drawing_collection_read (path, error) : NULL;
  BpDrawingEdit *edit = before != NULL ? apply (path, before, g_bytes_new (NULL, 0), error) : NULL;

  if (lock >= 0)
    bp_drawing_unlock (lock);
  return edit;
}

static gboolean
undo_locked (const BpDrawingEdit *edit, const char *path, GError **error)
{
  g_autoptr (GBytes) present = bp_drawing_collection_read (path, error);
  g_autoptr (GBytes) restored = NULL;
  gsize before_length;
  gsize after_length;
  gsize length;
  const char *before = g_bytes_get_data (edit->before, &before_length);
  const char *after = g_bytes_get_data (edit->after, &after_length);
  const char *text;
  GString *joined;

  if (present == NULL)
    return FALSE;
  text = g_bytes_get_data (present, &length);
  if (length < after_length || (after_length > 0 && memcmp (text, after, after_length) != 0))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                           _ ("The collection has been changed in another way since"));
      return FALSE;
    }
  joined = g_string_new_len (before, (gssize) before_length);
  if (before_length > 0 && before[before_length - 1] != '\n')
    g_string_append_c (joined, '\n');
  if (length > after_length)
    g_string_append_len (joined, text + after_length, (gssize) (length - after_length));
  restored = g_string_free_to_bytes (joined);
  return write_text (path, restored, error);
}

/**
 * bp_drawing_edit_undo:
 * @edit: the last change of the collection but for drawings that were added
 * @path: (type filename): the collection
 * @error: return location for a %G_FILE_ERROR, or for %BP_ERROR_MISMATCH where it was changed since
 *
 * Returns: whether the collection is as it was before, with the drawings that were added since
 */
gboolean
bp_drawing_edit_undo (const BpDrawingEdit *edit, const char *path, GError **error)
{
  int lock = bp_drawing_lock (path, error);
  gboolean is_undone;

  if (lock < 0)
    return FALSE;
  is_undone = undo_locked (edit, path, error);
  bp_drawing_unlock (lock);
  return is_undone;
}

/**
 * bp_drawing_edit_free:
 * @edit: (transfer full): a change
 */
void
bp_drawing_edit_free (BpDrawingEdit *edit)
{
  g_bytes_unref (edit->before);
  g_bytes_unref (edit->after);
  g_free (edit);
}
