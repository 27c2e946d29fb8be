/* SPDX-License-Identifier: MIT */
#include "error.h"

#include "clean-text.h"

G_DEFINE_QUARK (bp_error, bp_error)

/**
 * bp_set_errno_error:
 * @error: (nullable): return location
 * @saved_errno: the value of errno right after the call that failed
 * @action: the action that failed, as in "open" or "write to"
 * @path: (type filename): the file of the action
 *
 * Sets a %G_FILE_ERROR that reads "Could not ACTION “PATH”: REASON".
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_set_errno_error (GError **error, int saved_errno, const char *action, const char *path)
{
  g_autofree char *name = bp_clean_path (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), "Could not %s “%s”: %s",
               action, name, g_strerror (saved_errno));
  return FALSE;
}

/**
 * bp_error_prefix_name:
 * @error: (inout) (nullable): an error of any domain
 * @path: (type filename): the file of the error
 * @what_failed: as in "cannot be loaded"
 *
 * Prefixes "“NAME” WHAT FAILED: " to a message that begins with "it" or "its", like those of all
 * readers and writers of files. A %G_FILE_ERROR names the file already, and %BP_ERROR_CANCELLED is
 * not shown: both stay unchanged.
 */
void
bp_error_prefix_name (GError **error, const char *path, const char *what_failed)
{
  g_autofree char *name = NULL;

  if (error == NULL || *error == NULL || (*error)->domain != BP_ERROR ||
      (*error)->code == BP_ERROR_CANCELLED)
    return;

  name = bp_clean_name (path);
  g_prefix_error (error, "“%s” %s: ", name, what_failed);
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
