/* SPDX-License-Identifier: MIT */
#include "engine/error.h"

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
