/* SPDX-License-Identifier: MIT */
/* Names of data sets: where only the path is known, and in the user's language. */
#include "source-name.h"

#include "dataset-builtin.h"
#include "dataset-mix.h"
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

/**
 * bp_source_name_translate:
 * @name: (nullable): of a data set, as the engine and files have it
 *
 * Returns: (transfer full) (nullable): the name to show; names that the engine makes are in the
 *   user's language
 */
char *
bp_source_name_translate (const char *name)
{
  g_autofree char *base = NULL;

  if (g_strcmp0 (name, BP_BUILTIN_NAME) == 0)
    return bp_source_name_describe (BP_STORE_BUILTIN);
  if (name == NULL || !g_str_has_suffix (name, BP_MIXED_NAME_END))
    return g_strdup (name);
  base = g_strndup (name, strlen (name) - strlen (BP_MIXED_NAME_END));
  return bp_source_name_describe_mixed (base);
}
