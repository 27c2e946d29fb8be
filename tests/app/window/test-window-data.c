/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "download.h"
#include "mirrors.h"
#include "preset.h"
#include "settings.h"
#include "test-file.h"
#include "training-settings.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *
get_selected_name (AdwComboRow *row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (row));
}

static void
test_bad_data (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "page.html");
  g_autofree char *path = g_file_get_path (file);
  BpDataset *dataset;
  GtkWidget *button;

  bp_test_window_load_data (fixture);
  dataset = bp_window_get_dataset (fixture->window);
  g_assert_true (g_file_set_contents (path, "<!DOCTYPE html><html></html>", -1, NULL));
  bp_window_open_data (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_test_window_get_message (fixture));
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "page.html"));
  button = bp_test_window_find (fixture, "first_button");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "_Choose File…");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.open-data");
  g_assert_true (bp_window_get_dataset (fixture->window) == dataset);
  g_assert_true (bp_test_window_is_enabled (fixture, "train"));
}

/* The first loading is cancelled: the window shows that there is no data set, and loads the next
 * one. */
static void
test_cancel_first (BpTestWindow *fixture, gconstpointer data)
{
  AdwComboRow *row = ADW_COMBO_ROW (bp_test_window_find (fixture, "data_row"));

  g_assert_cmpstr (get_selected_name (row), ==, "None");
  bp_window_load_data (fixture->window, "builtin");
  g_assert_cmpstr (get_selected_name (row), ==, "Built-in digits");
  bp_test_window_activate (fixture, "cancel-loading");
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "cancelled"));
  g_assert_cmpstr (get_selected_name (row), ==, "None");
  g_assert_false (bp_test_window_is_enabled (fixture, "train"));

  bp_test_window_load_data (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpstr (get_selected_name (row), ==, "train-images-idx3-ubyte");
  g_assert_true (bp_test_window_is_enabled (fixture, "train"));
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
}

/* The data set that was chosen last is loaded; earlier loads have no effect. */
static void
test_newest_wins (BpTestWindow *fixture, gconstpointer data)
{
  AdwComboRow *row = ADW_COMBO_ROW (bp_test_window_find (fixture, "data_row"));
  GtkRevealer *loading = GTK_REVEALER (bp_test_window_find (fixture, "loading"));
  g_autofree char *last_data = NULL;

  bp_window_load_data (fixture->window, "builtin");
  bp_window_load_data (fixture->window, fixture->folder);
  g_assert_true (gtk_revealer_get_reveal_child (loading));
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpstr (bp_dataset_get_name (bp_window_get_dataset (fixture->window)), !=,
                   "Built-in digits");
  g_assert_cmpstr (get_selected_name (row), !=, "Built-in digits");
  last_data = g_settings_get_string (fixture->settings, BP_KEY_LAST_DATA);
  g_assert_cmpstr (last_data, ==, fixture->folder);
  g_assert_false (gtk_revealer_get_reveal_child (loading));
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
}

/* With a data set, cancelling the load of another one shows no message. */
static void
test_cancel_another (BpTestWindow *fixture, gconstpointer data)
{
  AdwComboRow *row = ADW_COMBO_ROW (bp_test_window_find (fixture, "data_row"));
  GtkRevealer *loading = GTK_REVEALER (bp_test_window_find (fixture, "loading"));
  BpDataset *dataset;

  bp_test_window_load_data (fixture);
  dataset = bp_window_get_dataset (fixture->window);
  bp_window_load_data (fixture->window, "builtin");
  g_assert_true (gtk_revealer_get_reveal_child (loading));
  bp_test_window_activate (fixture, "cancel-loading");
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_true (bp_window_get_dataset (fixture->window) == dataset);
  g_assert_cmpstr (get_selected_name (row), ==, "train-images-idx3-ubyte");
  g_assert_false (gtk_revealer_get_reveal_child (loading));
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
}

/* The downloaded data set is loaded. The files exist already, so that none is requested. */
static void
test_download_is_loaded (BpTestWindow *fixture, gconstpointer data)
{
  static const char *const NAMES[] = { "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                       "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" };
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "mirrors.json");
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = bp_download_get_folder ();
  g_autoptr (GString) text = g_string_new ("{\"name\": \"Downloaded\", \"files\": [");
  g_autofree char *last_data = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  bp_test_write_data (folder, BP_TEST_WINDOW_SIDE);
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *name = g_build_filename (folder, NAMES[i], NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *sha256 = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (name, &bytes, &size, NULL));
      sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
      g_string_append_printf (text,
                              "%s{\"name\": \"%s\", \"size\": %" G_GSIZE_FORMAT
                              ", \"sha256\": \"%s\"}",
                              i > 0 ? ", " : "", NAMES[i], size, sha256);
    }
  g_string_append (text, "], \"mirrors\": [\"http://127.0.0.1:1/\"]}");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));

  g_setenv (BP_MIRRORS_ENVIRONMENT, path, TRUE);
  bp_test_window_activate (fixture, "download-data");
  bp_test_window_wait_until_idle (fixture);
  g_unsetenv (BP_MIRRORS_ENVIRONMENT);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_nonnull (bp_window_get_dataset (fixture->window));
  g_assert_true (bp_test_window_is_enabled (fixture, "train"));
  last_data = g_settings_get_string (fixture->settings, BP_KEY_LAST_DATA);
  g_assert_cmpstr (last_data, ==, folder);
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
  bp_test_remove_folder (folder);
}

/* A click on the learning rate changes its first or second significant digit. */
static void
test_learning_rate_steps (BpTestWindow *fixture, gconstpointer data)
{
  static const double rates[][2] = { { 0.1, 0.11 }, { 0.25, 0.26 }, { 0.003, 0.0031 }, { 2, 2.1 } };
  GtkSpinButton *spin = GTK_SPIN_BUTTON (bp_test_window_find (fixture, "learning_rate_spin"));

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, rates[i][0]);
      gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 0.0);
      g_assert_cmpfloat_with_epsilon (g_settings_get_double (fixture->settings,
                                                             BP_KEY_LEARNING_RATE),
                                      rates[i][1], 1e-9);
    }
}

/* The numbers of the pane and of the settings follow each other. */
static void
test_number_rows (BpTestWindow *fixture, gconstpointer data)
{
  GtkSpinButton *epochs = GTK_SPIN_BUTTON (bp_test_window_find (fixture, "epochs_spin"));

  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 17);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (epochs), ==, 17);
  gtk_spin_button_set_value (epochs, 18);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_EPOCHS), ==, 18);
}

/* Invalid layers show a message while they are typed. */
static void
test_network_caption (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *caption = bp_test_window_find (fixture, "network_caption");

  g_assert_false (gtk_widget_has_css_class (caption, "error"));
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "a few");
  g_assert_true (gtk_widget_has_css_class (caption, "error"));
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "16");
  g_assert_false (gtk_widget_has_css_class (caption, "error"));
}

/* With only the built-in digits, the download of a larger data set is offered. */
static void
test_download_is_offered (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *button = bp_test_window_find (fixture, "download_button");

  bp_test_window_load_data (fixture);
  g_assert_false (gtk_widget_get_visible (button));
  bp_window_load_data (fixture->window, "builtin");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (gtk_widget_get_visible (button));
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
}

/* The only mirror cannot be reached, as on a computer that is offline. */
static void
test_download_offline (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "mirrors.json");
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a", 1);
  g_autofree char *text = g_strdup_printf (
      "{\"name\": \"A\", \"files\": [{\"name\": \"a\", \"size\": 1, \"sha256\": \"%s\"}], "
      "\"mirrors\": [\"http://127.0.0.1:1/\"]}",
      sha256);
  BpDataset *dataset;
  GtkWidget *button;

  bp_test_window_load_data (fixture);
  dataset = bp_window_get_dataset (fixture->window);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv (BP_MIRRORS_ENVIRONMENT, path, TRUE);
  bp_test_window_activate (fixture, "download-data");
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_test_window_get_message (fixture));
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "seems to be offline"));
  g_assert_true (bp_window_get_dataset (fixture->window) == dataset);

  g_assert_true (g_file_set_contents (path, "[]", -1, NULL));
  bp_test_window_activate (fixture, "download-data");
  g_assert_nonnull (
      strstr (bp_test_window_get_message (fixture), "cannot be read as a list of mirrors"));
  g_unsetenv (BP_MIRRORS_ENVIRONMENT);
  g_unlink (path);

  /* The built-in digits, which need no network connection, are offered as a button. */
  button = bp_test_window_find (fixture, "second_button");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Use _Built-in Digits");
  g_signal_emit_by_name (button, "clicked");
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpstr (bp_dataset_get_name (bp_window_get_dataset (fixture->window)), ==,
                   "Built-in digits");
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
}

/* The preset row sets the other rows, and shows "Custom" after a change. */
static void
test_preset_row (BpTestWindow *fixture, gconstpointer data)
{
  AdwComboRow *row = ADW_COMBO_ROW (bp_test_window_find (fixture, "preset_row"));
  g_autofree char *hidden_layers = NULL;

  g_assert_cmpstr (get_selected_name (row), ==, "Custom");
  adw_combo_row_set_selected (row, 0);
  g_assert_cmpstr (get_selected_name (row), ==, "Classroom");
  hidden_layers = g_settings_get_string (fixture->settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (hidden_layers, ==, "40");
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_TRAIN_LIMIT), ==, 10000);

  g_settings_set_int (fixture->settings, BP_KEY_BATCH_SIZE, 11);
  g_assert_cmpstr (get_selected_name (row), ==, "Custom");
  g_settings_set_int (fixture->settings, BP_KEY_BATCH_SIZE, 10);
  g_assert_cmpstr (get_selected_name (row), ==, "Classroom");
}

/* A row lists the choices of its table, and sets the setting. */
static void
test_choice_rows (BpTestWindow *fixture, gconstpointer data)
{
  const struct
  {
    const char *row;
    const char *key;
    const BpChoices *choices;
  } rows[] = {
    { "activation_row", BP_KEY_ACTIVATION, &bp_activations },
    { "optimizer_row", BP_KEY_OPTIMIZER, &bp_optimizers },
    { "schedule_row", BP_KEY_SCHEDULE, &bp_schedules },
    { "variation_row", BP_KEY_VARIATION, &bp_variations },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AdwComboRow *row =
          ADW_COMBO_ROW (bp_test_find_by_name (GTK_WIDGET (fixture->window), rows[i].row));

      g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==,
                        rows[i].choices->n_rows);
      for (guint position = 0; position < rows[i].choices->n_rows; position++)
        {
          g_autofree char *name = NULL;

          adw_combo_row_set_selected (row, position);
          g_assert_cmpstr (get_selected_name (row), ==,
                           bp_choices_get_title (rows[i].choices, position));
          name = g_settings_get_string (fixture->settings, rows[i].key);
          g_assert_cmpstr (name, ==, bp_choices_get_name (rows[i].choices, position));
        }
      g_settings_reset (fixture->settings, rows[i].key);
      g_assert_cmpuint (adw_combo_row_get_selected (row), <, rows[i].choices->n_rows);
    }
}

/* A preset has other epochs and augmentation for built-in digits. */
static void
test_preset_fits_data (BpTestWindow *fixture, gconstpointer data)
{
  AdwComboRow *row = ADW_COMBO_ROW (bp_test_window_find (fixture, "preset_row"));
  const BpPreset *quick = bp_preset_find ("quick", NULL);
  BpTrainingConfig for_builtin;

  bp_preset_get_config (quick, TRUE, &for_builtin);
  adw_combo_row_set_selected (row, 1);
  g_assert_cmpstr (get_selected_name (row), ==, "Quick");
  bp_window_load_data (fixture->window, "builtin");
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpstr (get_selected_name (row), ==, "Quick");
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_EPOCHS), ==,
                   (int) for_builtin.n_epochs);

  bp_test_window_load_data (fixture);
  g_assert_cmpstr (get_selected_name (row), ==, "Quick");
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_EPOCHS), ==,
                   (int) quick->config.n_epochs);

  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 7);
  bp_window_load_data (fixture->window, "builtin");
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_EPOCHS), ==, 7);
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);
}

/* The built-in digits are loaded again, and a data set that is found can be chosen. */
static void
test_other_data (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *row = bp_test_window_find (fixture, "data_row");
  GListModel *names = adw_combo_row_get_model (ADW_COMBO_ROW (row));

  g_setenv ("BACKPROP_DATA", fixture->folder, TRUE);
  g_settings_set_string (fixture->settings, BP_KEY_LAST_DATA, "builtin");
  bp_window_start (fixture->window);
  bp_test_window_wait_until_idle (fixture);
  g_unsetenv ("BACKPROP_DATA");
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);

  g_assert_cmpuint (g_list_model_get_n_items (names), ==, 2);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (names), 0), ==, "Built-in digits");
}

/* A loaded data set can be loaded again with built-in digits mixed in. */
static void
test_mixed_data (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "train-images-idx3-ubyte");
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *mixed = g_strconcat ("builtin+", path, NULL);
  g_autofree char *last_data = NULL;

  bp_test_window_load_data (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "load-data",
                                  g_variant_new_string (mixed));
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpuint (bp_dataset_get_samples (bp_window_get_dataset (fixture->window), BP_SPLIT_TRAIN)
                        .count,
                    >, 30000);
  last_data = g_settings_get_string (fixture->settings, BP_KEY_LAST_DATA);
  g_assert_cmpstr (last_data, ==, mixed);
}

static void
add_tests (void)
{
  bp_test_window_add ("/window-data/preset-row", test_preset_row);
  bp_test_window_add ("/window-data/choice-rows", test_choice_rows);
  bp_test_window_add ("/window-data/preset-fits-data", test_preset_fits_data);
  bp_test_window_add ("/window-data/bad-data", test_bad_data);
  bp_test_window_add ("/window-data/cancel-first", test_cancel_first);
  bp_test_window_add ("/window-data/newest-wins", test_newest_wins);
  bp_test_window_add ("/window-data/cancel-another", test_cancel_another);
  bp_test_window_add ("/window-data/download-is-loaded", test_download_is_loaded);
  bp_test_window_add ("/window-data/download-is-offered", test_download_is_offered);
  bp_test_window_add ("/window-data/learning-rate-steps", test_learning_rate_steps);
  bp_test_window_add ("/window-data/number-rows", test_number_rows);
  bp_test_window_add ("/window-data/network-caption", test_network_caption);
  bp_test_window_add ("/window-data/download-offline", test_download_offline);
  bp_test_window_add ("/window-data/mixed-data", test_mixed_data);
  bp_test_window_add ("/window-data/other-data", test_other_data);
}

static void
load_other_data (BpTestWindow *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "other", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  bp_test_write_data (folder, BP_TEST_WINDOW_SIDE);
  bp_window_load_data (fixture->window, folder);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpstr (bp_dataset_get_name (bp_window_get_dataset (fixture->window)), ==, "other");
}

/* A run that goes on with other data has a history of its own, and what is said of the network is
 * of the data that it was trained on, whenever it is saved. */
static void
test_continue_on_other_data (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *first_name = NULL;
  g_autoptr (BpDocument) first = NULL;
  BpDocument *document;
  double accuracy;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  first = bp_document_ref (bp_test_window_get_document (fixture));
  first_name = g_strdup (first->info.dataset_name);
  accuracy = first->info.held_out_accuracy;
  load_other_data (fixture);
  g_assert_true (bp_test_window_get_document (fixture) == first);
  g_assert_cmpstr (first->info.dataset_name, ==, first_name);

  /* Stopped before its first step: still the first data, with their figures. */
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_activate (fixture, "stop");
  document = bp_test_window_get_document (fixture);
  g_assert_true (document != first);
  bp_test_window_wait_until_idle (fixture);
  if (bp_history_get_n_steps (bp_training_run_get_history (document->run)) == 0)
    {
      g_assert_cmpstr (document->info.dataset_name, ==, first_name);
      g_assert_cmpfloat (document->info.held_out_accuracy, ==, accuracy);
      g_assert_cmpuint (document->info.n_epochs, ==, 2);
    }

  bp_test_window_activate (fixture, "restore-previous");
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 1);
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);
  document = bp_test_window_get_document (fixture);
  g_assert_true (document != first);
  g_assert_cmpstr (document->info.dataset_name, ==, "other");
  g_assert_cmpuint (document->info.n_epochs, ==, 1);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (document->run)), ==, 1);
  g_assert_cmpuint (
      bp_history_get_best_epoch (bp_training_run_get_history (document->run))->values.epoch, ==, 1);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (first->run)), ==, 2);
}

/* Data that are loaded during a run change nothing of it: neither its figures nor its settings. */
static void
test_other_data_during_a_run (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  BpDocument *document;
  double rate;

  bp_test_window_load_data (fixture);
  name = g_strdup (bp_dataset_get_name (bp_window_get_dataset (fixture->window)));
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_steps (fixture, 10);
  document = bp_test_window_get_document (fixture);
  rate = bp_training_run_get_figures (document->run)->learning_rate;
  bp_window_load_data (fixture->window, "builtin");
  while (g_strcmp0 (bp_dataset_get_name (bp_window_get_dataset (fixture->window)), name) == 0)
    g_main_context_iteration (NULL, TRUE);
  bp_test_window_wait_for_steps (fixture, 10);
  g_assert_true (bp_test_window_get_document (fixture) == document);
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_RUNNING);
  g_assert_cmpfloat (bp_training_run_get_figures (document->run)->learning_rate, ==, rate);
  g_assert_cmpstr (document->info.dataset_name, ==, name);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpstr (document->info.dataset_name, ==, name);
}

BP_TEST_FILE (window_data)
{
  bp_test_window_begin ();
  add_tests ();
  bp_test_window_add ("/window-data/continue-on-other-data", test_continue_on_other_data);
  bp_test_window_add ("/window-data/other-data-during-a-run", test_other_data_during_a_run);
}
