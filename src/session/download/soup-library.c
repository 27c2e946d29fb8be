/* SPDX-License-Identifier: MIT */
#include "soup-library.h"

BpLibsoup bp_libsoup;

static BpLateLibrary library = {
  .file_name = LIBSOUP_3_0,
  .names = (const char *const[]){ BP_SOUP_FUNCTIONS (BP_LATE_NAME) NULL },
  .functions = &bp_libsoup,
};

/**
 * bp_libsoup_load:
 * @error: return location for %BP_ERROR_UNSUPPORTED, where libsoup is not installed
 *
 * Returns: whether @bp_libsoup is set
 */
gboolean
bp_libsoup_load (GError **error)
{
  return bp_late_library_open (&library, error);
}
