/* SPDX-License-Identifier: MIT */
/*
 * Classes that the user names and draws. Their drawings are in the collection beside the digits. To
 * train on them, those of the chosen classes are written to a file of their own, which is a data
 * set like any other. What is drawn or named later goes into another file, so that every run can be
 * continued.
 *
 * Thread rule: any thread.
 */
#include "own-classes.h"

#include "atomic-file.h"
#include "clean-text.h"
#include "dataset-classes.h"
#include "drawing-entry.h"
#include "error.h"
#include "sha256.h"

#include <glib/gi18n.h>
#include <string.h>

/* What stands between two names: the comma, also that of Arabic and of Japanese. */
#define COMMAS ",،、，"

/* The name of a file of classes has this many characters of their names, and of its digest. */
#define NAME_LENGTH   40
#define DIGEST_LENGTH 8

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

/* The name of the file of some classes with these drawings, as in "own-classes-A-B-0123abcd.jsonl".
 * Letters and numbers stay, anything else is a hyphen. */
static char *
make_file_name (const char *const *names, const GString *text)
{
  g_autofree char *joined = g_strjoinv ("-", (GStrv) names);
  g_autofree char *shortened =
      g_utf8_substring (joined, 0, MIN (g_utf8_strlen (joined, -1), NAME_LENGTH));
  g_autoptr (GString) name = g_string_new ("own-classes-");
  g_autoptr (BpSha256) sha256 = bp_sha256_new ();
  g_autofree char *digest = NULL;

  for (const char *p = shortened; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (name,
                             g_unichar_isalnum (g_utf8_get_char (p)) ? g_utf8_get_char (p) : '-');
  bp_sha256_update (sha256, text->str, text->len);
  digest = bp_sha256_get_digest (sha256);
  g_string_append_printf (name, "-%.*s.jsonl", DIGEST_LENGTH, digest);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static gboolean
write_text (const char *path, const GString *text, GError **error)
{
  g_autoptr (BpAtomicFile) file = bp_atomic_file_new (path, error);

  return file != NULL && bp_atomic_file_write (file, text->str, text->len, error) &&
         bp_atomic_file_commit (file, error);
}

/**
 * bp_own_classes_write:
 * @path: (type filename): the collection
 * @names: (array zero-terminated=1): of the classes, in the order of the data set
 * @error: return location for an error of bp_drawing_entries_load(), a %G_FILE_ERROR, or for
 *   %BP_ERROR_MISMATCH where a class has fewer than %BP_CLASS_MIN_DRAWINGS drawings
 *
 * Writes the drawings of some classes as a data set into a file beside the collection: see
 * bp_dataset_new_of_classes(). Its name has the names of the classes and a digest of the drawings:
 * other classes, or other drawings of the same ones, are written into another file.
 *
 * Returns: (transfer full) (type filename): the file, or %NULL with @error set
 */
char *
bp_own_classes_write (const char *path, const char *const *names, GError **error)
{
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawing_entries_load (path, &n_left_out, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *file_name = NULL;
  g_autofree char *target = NULL;

  if (entries == NULL)
    return NULL;
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
      return NULL;
    }
  file_name = make_file_name (names, text);
  target = g_build_filename (folder, file_name, NULL);
  return write_text (target, text, error) ? g_steal_pointer (&target) : NULL;
}
