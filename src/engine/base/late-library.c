/* SPDX-License-Identifier: MIT */
/*
 * Opens shared libraries when they are first needed. They stay open until the program ends.
 *
 * Thread rule: any thread.
 */
#include "late-library.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <string.h>

static gboolean
find_functions (const BpLateLibrary *library, GModule *module)
{
  for (guint i = 0; library->names[i] != NULL; i++)
    {
      gpointer function;

      if (!g_module_symbol (module, library->names[i], &function))
        return FALSE;
      memcpy ((gpointer *) library->functions + i, &function, sizeof function);
    }
  return TRUE;
}

static gboolean
open_module (const BpLateLibrary *library)
{
  GModule *module = g_module_open (library->file_name, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

  if (module == NULL)
    return FALSE;
  if (!find_functions (library, module))
    {
      g_module_close (module);
      return FALSE;
    }
  g_module_make_resident (module);
  return TRUE;
}

/**
 * bp_late_library_open:
 * @library: a library, in static memory
 * @error: return location for %BP_ERROR_UNSUPPORTED, where it is not installed or lacks a function
 *
 * Sets the functions of the library. Further calls cost nothing.
 *
 * Returns: whether the functions may be called
 */
gboolean
bp_late_library_open (BpLateLibrary *library, GError **error)
{
  static GMutex mutex;
  gboolean is_open;

  if (g_atomic_int_get (&library->is_open))
    return TRUE;

  g_mutex_lock (&mutex);
  is_open = library->is_open || open_module (library);
  g_atomic_int_set (&library->is_open, is_open);
  g_mutex_unlock (&mutex);

  if (!is_open)
    g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                 _ ("“%s”, a library that is needed here, is missing or too old: install it"),
                 library->file_name);
  return is_open;
}
