/* SPDX-License-Identifier: MIT */
#include "settings.h"
#include "test-file.h"
#include "training-settings.h"

/* The schema is found without GSETTINGS_SCHEMA_DIR: the test runs in its build folder. */
static void
test_defaults (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autofree char *last_data = g_settings_get_string (settings, BP_KEY_LAST_DATA);
  g_autofree char *hidden_layers = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);

  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_WINDOW_WIDTH), ==, 1180);
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_WINDOW_HEIGHT), ==, 760);
  g_assert_false (g_settings_get_boolean (settings, BP_KEY_IS_MAXIMIZED));
  g_assert_cmpstr (last_data, ==, "");
  g_assert_cmpstr (hidden_layers, ==, "128");
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_EPOCHS), ==, 5);
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_BATCH_SIZE), ==, 128);
  g_assert_cmpfloat (g_settings_get_double (settings, BP_KEY_LEARNING_RATE), ==, 0.2);
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_SEED), ==, 1);
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_THREADS), ==, 0);
}

static gboolean
is_in_range (GSettings *settings, const char *key, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  return g_settings_schema_key_range_check (schema_key, owned);
}

/* Settings do not accept values that the trainer refuses. */
static void
test_ranges (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  const int max_batch_size = BP_TRAINER_MAX_BATCH_SIZE;

  g_assert_false (is_in_range (settings, BP_KEY_BATCH_SIZE, g_variant_new_int32 (0)));
  g_assert_true (is_in_range (settings, BP_KEY_BATCH_SIZE, g_variant_new_int32 (max_batch_size)));
  g_assert_false (
      is_in_range (settings, BP_KEY_BATCH_SIZE, g_variant_new_int32 (max_batch_size + 1)));
  g_assert_false (is_in_range (settings, BP_KEY_EPOCHS, g_variant_new_int32 (0)));
  g_assert_false (is_in_range (settings, BP_KEY_LEARNING_RATE, g_variant_new_double (0.0)));
  g_assert_false (is_in_range (settings, BP_KEY_THREADS, g_variant_new_int32 (-1)));
}

/* The names of a table equal those of the schema, in the same order. */
static void
assert_choices (GSettings *settings, const char *key, const BpChoices *choices)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL;
  g_autoptr (GVariant) content = NULL;
  g_autofree const char **names = NULL;
  const char *type;
  gsize n_names;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &type, &content);
  g_assert_cmpstr (type, ==, "enum");
  names = g_variant_get_strv (content, &n_names);
  g_assert_cmpuint (n_names, ==, choices->n_rows);
  for (guint i = 0; i < choices->n_rows; i++)
    g_assert_cmpstr (names[i], ==, bp_choices_get_name (choices, i));
}

static void
test_choices (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();

  assert_choices (settings, BP_KEY_PRESET, &bp_presets);
  assert_choices (settings, BP_KEY_ACTIVATION, &bp_activations);
  assert_choices (settings, BP_KEY_OPTIMIZER, &bp_optimizers);
  assert_choices (settings, BP_KEY_SCHEDULE, &bp_schedules);
  assert_choices (settings, BP_KEY_VARIATION, &bp_variations);
}

BP_TEST_FILE (settings)
{
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/ranges", test_ranges);
  g_test_add_func ("/settings/choices", test_choices);
}
