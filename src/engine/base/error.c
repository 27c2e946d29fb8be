/* SPDX-License-Identifier: MIT */
#include "error.h"

G_DEFINE_QUARK (bp_error, bp_error)

/**
 * bp_set_errno_error:
 * @error: (nullable): return location
 * @saved_errno: the value of errno right after the call that failed
 * @action: what was being done, as in "open" or "write to"
 * @path: (type filename): the file that it was done to
 *
 * Sets a %G_FILE_ERROR that reads "Could not ACTION “PATH”: REASON".
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_set_errno_error (GError **error, int saved_errno, const char *action, const char *path)
{
  g_autofree char *display_name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), "Could not %s “%s”: %s",
               action, display_name, g_strerror (saved_errno));
  return FALSE;
}

/**
 * bp_error_prefix_name:
 * @error: (inout) (nullable): an error of any domain
 * @path: (type filename): the file that it is about
 * @what_failed: as in "cannot be loaded"
 *
 * Messages of those who read and write files begin with "it" or "its"; this puts "“NAME” WHAT
 * FAILED: " before them. What the operating system refused names the file already, and who cancels
 * does not need to be told.
 */
void
bp_error_prefix_name (GError **error, const char *path, const char *what_failed)
{
  g_autofree char *name = NULL;

  if (error == NULL || *error == NULL || (*error)->domain != BP_ERROR ||
      (*error)->code == BP_ERROR_CANCELLED)
    return;

  name = g_filename_display_basename (path);
  g_prefix_error (error, "“%s” %s: ", name, what_failed);
}

/**
 * bp_error_quote:
 * @text: UTF-8 text from anywhere
 *
 * Makes text that comes from a file fit for a message: on one line, without control characters, and
 * cut where it is longer than 60 characters.
 *
 * Returns: (transfer full): @text in quotation marks
 */
char *
bp_error_quote (const char *text)
{
  const guint max_characters = 60;
  GString *quoted = g_string_new ("“");
  guint n_characters = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (n_characters++ == max_characters)
        {
          g_string_append (quoted, "…");
          break;
        }
      g_string_append_unichar (quoted, g_unichar_isprint (character) ? character : 0xFFFD);
    }
  g_string_append (quoted, "”");
  return g_string_free (quoted, FALSE);
}
