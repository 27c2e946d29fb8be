/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "settings.h"

#include "program.h"

#define MEGABYTE (G_GUINT64_CONSTANT (1024) * 1024)

/*
 * Loads the schema of the build folder where the program runs from it. An installed schema may be
 * older, and a missing key would end the program.
 */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  const char *build_folder = bp_program_get_build_folder ();

  if (build_folder != NULL)
    {
      g_autofree char *folder = g_build_filename (build_folder, "data", NULL);
      g_autoptr (GSettingsSchemaSource) built =
          g_settings_schema_source_new_from_directory (folder, installed, TRUE, NULL);

      if (built != NULL)
        return g_settings_schema_source_lookup (built, APPLICATION_ID, TRUE);
    }
  return installed == NULL ? NULL
                           : g_settings_schema_source_lookup (installed, APPLICATION_ID, TRUE);
}

/**
 * bp_settings_new:
 *
 * Opens the program's settings in the desktop's store. Without an installed schema the program
 * ends, as with g_settings_new().
 *
 * Returns: (transfer full): the settings, with the keys named above
 */
GSettings *
bp_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  if (schema == NULL)
    g_error ("The settings schema %s is not installed: install Backprop again", APPLICATION_ID);
  return g_settings_new_full (schema, NULL, NULL);
}

/**
 * bp_settings_get_run_budget:
 * @settings: the settings
 *
 * Returns: the space for the networks of a run's epochs, in bytes
 */
guint64
bp_settings_get_run_budget (GSettings *settings)
{
  return MEGABYTE * (guint64) g_settings_get_int (settings, BP_KEY_RUNS_MEGABYTES);
}

static gboolean
get_choice (GValue *position, GVariant *name, gpointer choices)
{
  guint found;

  if (!bp_choices_find (choices, g_variant_get_string (name, NULL), &found, NULL))
    return FALSE;
  g_value_set_uint (position, found);
  return TRUE;
}

static GVariant *
set_choice (const GValue *position, const GVariantType *type G_GNUC_UNUSED, gpointer user_data)
{
  const BpChoices *choices = user_data;
  guint selected = g_value_get_uint (position);

  return selected < choices->n_rows ? g_variant_new_string (bp_choices_get_name (choices, selected))
                                    : NULL;
}

/**
 * bp_settings_bind_choices:
 * @settings: the settings
 * @key: a key whose value is the name of one of @choices
 * @row: an object with a property "selected", the position of the chosen one
 * @choices: the choices in the order of the positions; static
 *
 * Binds the row and the key to each other.
 */
void
bp_settings_bind_choices (GSettings *settings,
                          const char *key,
                          GObject *row,
                          const BpChoices *choices)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, get_choice,
                                set_choice, (gpointer) choices, NULL);
}
