/* SPDX-License-Identifier: MIT */
#include "error.h"

#include "clean-text.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (bp_error, bp_error)

/**
 * bp_set_errno_error:
 * @error: (nullable): return location
 * @saved_errno: the value of errno right after the call that failed
 * @format: the message, marked with N_(), with a place for the file's name and one for the reason,
 *   as in "Could not open “%s”: %s"
 * @path: (type filename): the file of the action
 *
 * Sets a %G_FILE_ERROR with the translated message.
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_set_errno_error (GError **error, int saved_errno, const char *format, const char *path)
{
  g_autofree char *name = bp_clean_path (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), _ (format), name,
               g_strerror (saved_errno));
  return FALSE;
}

/**
 * bp_error_prefix_name:
 * @error: (inout) (nullable): an error of any domain
 * @path: (type filename): the file of the error
 * @format: the prefix, marked with N_(), with a place for the file's name, as in
 *   "“%s” cannot be loaded: "
 *
 * Prefixes the translated @format to a message that begins with "it" or "its", like those of all
 * readers and writers of files. A %G_FILE_ERROR names the file already, and %BP_ERROR_CANCELLED is
 * not shown: both stay unchanged.
 */
void
bp_error_prefix_name (GError **error, const char *path, const char *format)
{
  g_autofree char *name = NULL;

  if (error == NULL || *error == NULL || (*error)->domain != BP_ERROR ||
      (*error)->code == BP_ERROR_CANCELLED)
    return;

  name = bp_clean_name (path);
  g_prefix_error (error, _ (format), name);
}

/**
 * bp_error_quote:
 * @text: text from anywhere, which need not be UTF-8
 *
 * Quotes text from outside for a message, see bp_clean_text().
 *
 * Returns: (transfer full): the text, or its first 60 characters, in quotation marks
 */
char *
bp_error_quote (const char *text)
{
  g_autofree char *clean = bp_clean_text (text, BP_CLEAN_LABEL);

  return g_strconcat ("“", clean, "”", NULL);
}
