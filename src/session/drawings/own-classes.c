/* SPDX-License-Identifier: MIT */
/*
 * Classes that the user names and draws. Their drawings are in the collection beside the digits. To
 * train on them, those of the chosen classes are written to a file of their own, which is a data
 * set like any other: what is drawn later does not change it, so that its run can be continued.
 *
 * Thread rule: any thread.
 */
#include "own-classes.h"

#include "atomic-file.h"
#include "clean-text.h"
#include "dataset-classes.h"
#include "drawing-entry.h"
#include "error.h"

#include <glib/gi18n.h>

/* What stands between two names: the comma, also that of Arabic and of Japanese. */
#define COMMAS ",،、，"

static gboolean
fail (GError **error, char *message)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE, message);
  g_free (message);
  return FALSE;
}

/**
 * bp_own_class_check:
 * @name: what the user calls a class, without blanks at its ends
 * @error: return location for %BP_ERROR_INVALID_VALUE
 *
 * Returns: whether a class can be called so
 */
gboolean
bp_own_class_check (const char *name, GError **error)
{
  if (*name == '\0')
    return fail (error, g_strdup (_ ("A name is empty: write one between any two commas")));
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!bp_character_is_clean (g_utf8_get_char (p)))
      return fail (error, g_strdup (_ ("A name has a character that cannot be shown: type it "
                                       "again")));
  if (g_utf8_strlen (name, -1) > BP_OWN_CLASS_LONGEST)
    return fail (error, g_strdup_printf (_ ("The name “%s” is longer than %d characters"), name,
                                         BP_OWN_CLASS_LONGEST));
  return TRUE;
}

static GPtrArray *
split (const char *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *begin = text;

  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      if (*p != '\0' && g_utf8_strchr (COMMAS, -1, g_utf8_get_char (p)) == NULL)
        continue;
      g_ptr_array_add (names, g_strstrip (g_strndup (begin, (gsize) (p - begin))));
      if (*p == '\0')
        return g_steal_pointer (&names);
      begin = g_utf8_next_char (p);
    }
}

/**
 * bp_own_classes_parse:
 * @text: names with commas between them, in valid UTF-8
 * @error: return location for %BP_ERROR_INVALID_VALUE: a name is empty, too long, there twice, or
 *   cannot be shown, or there are too few or too many
 *
 * Returns: (transfer full) (array zero-terminated=1): the names in their order, or %NULL with
 *   @error set
 */
GStrv
bp_own_classes_parse (const char *text, GError **error)
{
  g_autoptr (GPtrArray) names = split (text);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      guint first;

      if (*name == '\0' && names->len == 1)
        break;
      if (!bp_own_class_check (name, error))
        return NULL;
      if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, &first) && first < i)
        {
          fail (error, g_strdup_printf (_ ("The name “%s” is there twice"), name));
          return NULL;
        }
    }
  if (names->len < 2 || names->len > BP_CLASSES_MOST)
    {
      fail (error, g_strdup_printf (_ ("Name 2 to %d classes, with commas between them"),
                                    BP_CLASSES_MOST));
      return NULL;
    }
  g_ptr_array_add (names, NULL);
  g_ptr_array_set_free_func (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * bp_own_classes_get_path:
 *
 * Returns: (transfer full) (type filename): the file of the classes that were trained last
 *   ($XDG_DATA_HOME/backprop/drawings/own-classes.jsonl), which may be missing
 */
char *
bp_own_classes_get_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "backprop", "drawings", "own-classes.jsonl",
                           NULL);
}

/* Appends the drawings of a class. Each label is a string, also that of a digit. */
static guint
append_class (GString *text, const GPtrArray *entries, const char *name)
{
  guint count = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *line = NULL;

      if (!g_str_equal (entry->label, name))
        continue;
      line = bp_drawing_entry_name (entry, name);
      g_string_append (text, line);
      g_string_append_c (text, '\n');
      count++;
    }
  return count;
}

/**
 * bp_own_classes_write:
 * @path: (type filename): the collection
 * @names: (array zero-terminated=1): of the classes, in the order of the data set
 * @target: (type filename): the file to write, whose folder exists
 * @error: return location for an error of bp_drawing_entries_load(), a %G_FILE_ERROR, or for
 *   %BP_ERROR_MISMATCH where a class has fewer than %BP_CLASS_MIN_DRAWINGS drawings
 *
 * Writes the drawings of some classes as a data set: see bp_dataset_new_of_classes().
 *
 * Returns: whether they were written
 */
gboolean
bp_own_classes_write (const char *path,
                      const char *const *names,
                      const char *target,
                      GError **error)
{
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawing_entries_load (path, &n_left_out, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (BpAtomicFile) file = NULL;

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint count = append_class (text, entries, names[i]);

      if (count >= BP_CLASS_MIN_DRAWINGS)
        continue;
      g_set_error (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          /* Translators: the name of a class, and two numbers of drawings */
          ngettext ("“%s” has %u drawing, and a class needs at least %d to learn from: draw "
                    "more",
                    "“%s” has %u drawings, and a class needs at least %d to learn from: "
                    "draw more",
                    count),
          names[i], count, BP_CLASS_MIN_DRAWINGS);
      return FALSE;
    }
  file = bp_atomic_file_new (target, error);
  return file != NULL && bp_atomic_file_write (file, text->str, text->len, error) &&
         bp_atomic_file_commit (file, error);
}
