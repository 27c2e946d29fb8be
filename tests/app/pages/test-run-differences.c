/* SPDX-License-Identifier: MIT */
#include "run-differences.h"

#include "test-file.h"

#include <string.h>

static BpRunRecord *
create_record (const char *sha256)
{
  BpRunRecord *record = bp_run_record_new ("/nowhere");
  const char *const paths[] = { "/data/a", "/data/b", NULL };

  record->settings.dataset_name = g_strdup ("MNIST \"gold\"");
  record->settings.dataset_sha256 = g_strdup (sha256);
  bp_run_settings_set_paths (&record->settings, paths);
  record->settings.layers = (BpFieldSizes){ .sizes = { 784, 32, 10 }, .n_sizes = 3 };
  record->settings.config.learning_rate = 0.5F;
  return record;
}

static GPtrArray *
create_records (void)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);

  g_ptr_array_add (records, create_record ("00112233445566778899"));
  g_ptr_array_add (records, create_record ("00112233445566778899"));
  return records;
}

static BpRunSetting *
find (const GPtrArray *settings, const char *title)
{
  for (guint i = 0; i < settings->len; i++)
    {
      BpRunSetting *setting = g_ptr_array_index (settings, i);

      if (g_strcmp0 (bp_run_setting_get_title (setting), title) == 0)
        return setting;
    }
  return NULL;
}

static void
assert_texts (const GPtrArray *settings, const char *title, const char *first, const char *second)
{
  BpRunSetting *setting = find (settings, title);

  g_assert_nonnull (setting);
  g_assert_cmpstr (bp_run_setting_get_text (setting, 0), ==, first);
  g_assert_cmpstr (bp_run_setting_get_text (setting, 1), ==, second);
}

static void
test_same (void)
{
  g_autoptr (GPtrArray) records = create_records ();
  g_autoptr (GPtrArray) settings = bp_run_differences_list (records, FALSE);
  g_autoptr (GPtrArray) all = bp_run_differences_list (records, TRUE);

  g_assert_cmpuint (settings->len, ==, 0);
  g_assert_cmpuint (all->len, ==, bp_run_settings_get_n_rows ());
}

/* Every setting has a title; one without would show its key. */
static void
test_titles (void)
{
  g_autoptr (GPtrArray) records = create_records ();
  g_autoptr (GPtrArray) all = bp_run_differences_list (records, TRUE);

  for (guint i = 0; i < all->len; i++)
    {
      const char *title = bp_run_setting_get_title (g_ptr_array_index (all, i));

      g_test_message ("%s", title);
      g_assert_null (strchr (title, '.'));
    }
}

static void
test_differences (void)
{
  g_autoptr (GPtrArray) records = create_records ();
  BpRunRecord *second = g_ptr_array_index (records, 1);
  g_autoptr (GPtrArray) settings = NULL;

  second->settings.config.learning_rate = 0.25F;
  second->settings.config.optimizer.kind = BP_OPTIMIZER_ADAM;
  second->settings.layers.sizes[1] = 128;
  second->settings.dataset_sha256[0] = 'f';
  second->settings.starts_from_network = TRUE;
  settings = bp_run_differences_list (records, FALSE);
  g_assert_cmpuint (settings->len, ==, 5);
  assert_texts (settings, "Learning rate", "0.5", "0.25");
  assert_texts (settings, "Optimizer", "Gradient Descent", "Adam");
  assert_texts (settings, "Layers", "784-32-10", "784-128-10");
  assert_texts (settings, "SHA-256 of the data", "001122334455", "f01122334455");
  assert_texts (settings, "Starts from a network", "No", "Yes");
}

/* What changes nothing of the result is no difference, but listed among all settings. */
static void
test_notes (void)
{
  g_autoptr (GPtrArray) records = create_records ();
  BpRunRecord *second = g_ptr_array_index (records, 1);
  g_autoptr (GPtrArray) settings = NULL;
  g_autoptr (GPtrArray) all = NULL;

  second->settings.command = g_strdup ("backprop-cli train");
  bp_run_settings_set_paths (&second->settings, (const char *[]){ "/data/c", NULL });
  settings = bp_run_differences_list (records, FALSE);
  g_assert_cmpuint (settings->len, ==, 0);
  all = bp_run_differences_list (records, TRUE);
  assert_texts (all, "Command", "–", "backprop-cli train");
  assert_texts (all, "Files", "/data/a, /data/b", "/data/c");
  assert_texts (all, "Data", "MNIST \"gold\"", "MNIST \"gold\"");
}

BP_TEST_FILE (run_differences)
{
  g_test_add_func ("/run-differences/same", test_same);
  g_test_add_func ("/run-differences/titles", test_titles);
  g_test_add_func ("/run-differences/differences", test_differences);
  g_test_add_func ("/run-differences/notes", test_notes);
}
