/* SPDX-License-Identifier: MIT */
/* Names of data sets of which only the path is known. */
#include "source-name.h"

#include "store.h"

#include <glib/gi18n.h>

/**
 * bp_source_name_describe:
 * @path: of a data set, as bp_store_load_dataset_async() takes it
 *
 * Returns: (transfer full): the name of the data set
 */
char *
bp_source_name_describe (const char *path)
{
  g_autofree char *base = NULL;

  if (g_str_equal (path, BP_STORE_BUILTIN))
    return g_strdup (_ ("Built-in digits"));
  base = g_filename_display_basename (bp_store_path_get_base (path));
  return bp_store_path_is_mixed (path) ? bp_source_name_describe_mixed (base)
                                       : g_steal_pointer (&base);
}

/**
 * bp_source_name_describe_mixed:
 * @name: of a data set
 *
 * Returns: (transfer full): its name with built-in digits mixed in
 */
char *
bp_source_name_describe_mixed (const char *name)
{
  /* Translators: %s is a data set, as in "MNIST with built-in digits" */
  return g_strdup_printf (_ ("%s with built-in digits"), name);
}
