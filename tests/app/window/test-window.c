/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "preferences.h"
#include "settings.h"
#include "test-file.h"

#include <string.h>

/* All steps in one process: data from a file, a run, the pad, saving and loading weights. */

static void
test_empty (BpTestWindow *fixture, gconstpointer data)
{
  g_assert_false (bp_test_window_is_enabled (fixture, "train"));
  g_assert_false (bp_test_window_is_enabled (fixture, "continue-run"));
  g_assert_false (bp_test_window_is_enabled (fixture, "pause"));
  g_assert_false (bp_test_window_is_enabled (fixture, "stop"));
  g_assert_false (bp_test_window_is_enabled (fixture, "save-weights"));
  g_assert_false (bp_test_window_is_enabled (fixture, "undo"));
  g_assert_false (bp_test_window_is_enabled (fixture, "redo"));
  g_assert_true (bp_test_window_is_enabled (fixture, "open-weights"));
  g_assert_true (bp_test_window_is_enabled (fixture, "open-data"));
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Train");
  gtk_test_accessible_assert_role (bp_test_find_by_name (bp_test_window_find (fixture,
                                                                              "train_button"),
                                                         "button"),
                                   GTK_ACCESSIBLE_ROLE_BUTTON);
}

/* The tooltip of a button does not cover the first entry of its open menu. */
static void
test_tooltip_of_a_menu (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *button =
      bp_test_find_by_name (bp_test_window_find (fixture, "train_button"), "menu_button");

  g_assert_true (gtk_widget_get_has_tooltip (button));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  g_assert_false (gtk_widget_get_has_tooltip (button));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  while (!gtk_widget_get_has_tooltip (button))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_whole_path (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "saved.safetensors");
  g_autofree char *answer = NULL;
  BpNetwork *saved;

  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Pause");
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (
          bp_test_find_by_name (bp_test_window_find (fixture, "train_button"), "button")),
      GTK_ACCESSIBLE_PROPERTY_LABEL, "Pause");
  g_assert_false (bp_test_window_is_enabled (fixture, "train"));
  bp_test_window_wait_for_steps (fixture, 100);

  bp_test_window_draw (fixture);
  bp_test_window_wait_for_network (fixture);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
  g_assert_true (bp_test_window_is_enabled (fixture, "undo"));

  bp_test_window_activate (fixture, "pause");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Resume");
  g_assert_true (g_str_has_prefix (bp_test_window_get_status (fixture), "Paused in epoch "));
  bp_test_window_activate (fixture, "pause");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Pause");

  bp_test_window_activate (fixture, "stop");
  g_assert_false (bp_test_window_is_enabled (fixture, "stop"));
  g_assert_cmpstr (bp_test_window_get_status (fixture), ==, "Stopping…");
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Train");
  g_assert_false (bp_test_window_is_enabled (fixture, "continue-run"));
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Train");
  g_assert_true (g_str_has_prefix (bp_test_window_get_status (fixture), "Stopped in epoch "));
  g_assert_null (bp_test_window_get_message (fixture));

  answer = g_strdup (bp_test_window_get_answer (fixture));
  saved = bp_network_ref (bp_test_window_get_document (fixture)->network);
  bp_window_save_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpstr (bp_test_window_get_subtitle (fixture), ==, "784-16-10 · from saved.safetensors");

  bp_test_window_train_to_the_end (fixture, 1);
  g_assert_true (bp_test_window_get_document (fixture)->network != saved);
  g_assert_true (g_str_has_prefix (bp_test_window_get_status (fixture), "Test accuracy "));

  bp_window_open_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpmem (bp_test_window_get_document (fixture)->network->parameters,
                   saved->n_parameters * sizeof (float), saved->parameters,
                   saved->n_parameters * sizeof (float));
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, answer);
  bp_network_unref (saved);
}

/* The file has the network at the time of saving, not a later one of the run. */
static void
test_saved_network_has_the_file (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "saved.safetensors");
  g_autoptr (BpNetwork) newer = NULL;
  BpDocument *document;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  document = bp_test_window_get_document (fixture);
  newer = bp_network_copy (document->network, NULL);
  bp_window_save_weights (fixture->window, file);
  bp_document_set_network (document, newer);
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (g_file_query_exists (file, NULL));
  g_assert_false (document->is_from_file);
  g_assert_null (document->file);
}

/* A continued run equals a single longer run. */
static void
test_continue_is_one_run (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) whole = NULL;
  const BpNetwork *pieces;

  bp_test_window_load_data (fixture);
  g_assert_false (bp_test_window_is_enabled (fixture, "continue-run"));
  bp_test_window_train_to_the_end (fixture, 2);
  whole = bp_network_ref (bp_test_window_get_document (fixture)->network);

  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);
  pieces = bp_test_window_get_document (fixture)->network;
  g_assert_true (pieces != whole);
  g_assert_cmpmem (pieces->parameters, pieces->n_parameters * sizeof (float), whole->parameters,
                   whole->n_parameters * sizeof (float));
}

static void
test_learns (BpTestWindow *fixture, gconstpointer data)
{
  const BpMetrics *metrics;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 5);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (
                         GTK_PROGRESS_BAR (bp_test_window_find (fixture, "progress_bar"))),
                     ==, 1.0);
  metrics = bp_training_run_get_figures (bp_test_window_get_document (fixture)->run)->test_metrics;
  g_assert_nonnull (metrics);
  g_assert_cmpuint (metrics->count, ==, BP_TEST_WINDOW_N_TEST);
  g_assert_cmpfloat (metrics->accuracy, >, 0.9);
  g_assert_cmpuint (bp_test_window_get_document (fixture)->info.n_epochs, ==, 5);
}

/* After a run, the pad can be unsure, with the newest network and with the best one. */
static void
test_is_calibrated (BpTestWindow *fixture, gconstpointer data)
{
  BpNetwork *best;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 3);
  best = bp_history_get_best_network (
      bp_training_run_get_history (bp_test_window_get_document (fixture)->run));
  g_assert_cmpfloat (bp_test_window_get_document (fixture)->network->sure_threshold, >, 0.0f);
  g_assert_cmpfloat (best->sure_threshold, >, 0.0f);
}

static void
test_continue (BpTestWindow *fixture, gconstpointer data)
{
  BpHistory *history;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  history = bp_training_run_get_history (bp_test_window_get_document (fixture)->run);

  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (bp_training_run_get_history (bp_test_window_get_document (fixture)->run) ==
                 history);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, 4);
  g_assert_cmpuint (bp_test_window_get_document (fixture)->info.n_epochs, ==, 4);
}

/* Checks that going back is offered at the rate that was found to work. */
static void
assert_offers_to_go_back (BpTestWindow *fixture, double rate)
{
  const BpDiagnosis *diagnosis =
      bp_training_run_get_figures (bp_test_window_get_document (fixture)->run)->diagnosis;
  g_autofree char *label = NULL;

  g_assert_nonnull (diagnosis);
  g_assert_cmpfloat (diagnosis->learning_rate, ==, (float) rate);
  g_assert_cmpfloat (diagnosis->found_rate, >, 0.0f);
  label = g_strdup_printf ("_Go Back at %g", (double) diagnosis->found_rate);
  g_assert_cmpstr (gtk_button_get_label (
                       GTK_BUTTON (bp_test_window_find (fixture, "first_button"))),
                   ==, label);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "likely cause"));
  g_assert_true (bp_test_window_is_enabled (fixture, "go-back"));
}

static void
test_undo_of_training (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) first = NULL;
  GtkWidget *undo;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  first = bp_network_ref (bp_test_window_get_document (fixture)->network);
  g_assert_false (bp_test_window_is_enabled (fixture, "restore-previous"));

  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_steps (fixture, 10);
  g_assert_true (bp_test_window_get_document (fixture)->network != first);
  undo = bp_test_find_button (bp_test_window_find (fixture, "toast_overlay"), "_Undo");
  g_assert_nonnull (undo);
  g_assert_true (bp_test_window_is_enabled (fixture, "restore-previous"));
  g_signal_emit_by_name (undo, "clicked");
  g_assert_true (bp_test_window_get_document (fixture)->network == first);
  g_assert_cmpstr (bp_test_window_get_train_label (fixture), ==, "Train");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (bp_test_window_get_document (fixture)->network == first);
}

static void
test_learning_rate_while_running (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_steps (fixture, 10);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.05);
  g_assert_cmpfloat (bp_training_run_get_figures (bp_test_window_get_document (fixture)->run)
                         ->learning_rate,
                     ==, 0.05);
}

static void
test_divergence (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "64, 64, 64");
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 100);
  bp_test_window_train_to_the_end (fixture, 100);
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_FAILED);
  g_assert_nonnull (bp_test_window_get_message (fixture));
  assert_offers_to_go_back (fixture, 100);

  bp_test_window_activate (fixture, "go-back");
  g_assert_cmpfloat (g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE), <, 100);
  g_assert_null (bp_test_window_get_message (fixture));
}

/* A run that does not learn shows a message, and offers a smaller learning rate. */
static void
test_nothing_learnt (BpTestWindow *fixture, gconstpointer data)
{
  BpDocument *document;

  bp_test_window_load_data (fixture);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 4);
  bp_test_window_train_to_the_end (fixture, 1);
  document = bp_test_window_get_document (fixture);
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_false (bp_document_has_learnt (document));
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "no better than guesses"));
  assert_offers_to_go_back (fixture, 4);

  /* A run that did not learn is not continued. */
  bp_test_window_activate (fixture, "go-back");
  g_assert_true (bp_test_window_get_document (fixture) != document);
}

/* After a run that ends with a worse network, the best epoch can be restored, also at the next
 * start.
 */
static void
test_restore_best (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) best = NULL;
  BpDocument *document;
  BpHistory *history;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 3);
  document = bp_test_window_get_document (fixture);
  history = bp_training_run_get_history (document->run);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 4);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 1);
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);
  best = bp_network_ref (bp_history_get_best_network (history));
  g_assert_true (document->network != best);
  g_assert_nonnull (strstr (bp_test_window_get_status (fixture), "Test accuracy"));
  bp_test_window_activate (fixture, "restore-best");
  g_assert_true (document->network == best);
  g_assert_false (bp_test_window_is_enabled (fixture, "restore-best"));
  /* The accuracy on the test images is that of the last epoch. */
  g_assert_null (strstr (bp_test_window_get_status (fixture), "Test accuracy"));
  g_assert_nonnull (strstr (bp_test_window_get_status (fixture), "best held-out"));

  bp_test_window_wait_until_idle (fixture);
  bp_test_window_close (fixture);
  bp_test_window_open (fixture);
  bp_window_start (fixture->window);
  bp_test_window_wait_for_network (fixture);
  g_assert_cmpmem (bp_test_window_get_document (fixture)->network->parameters,
                   best->n_parameters * sizeof (float), best->parameters,
                   best->n_parameters * sizeof (float));
}

/* A run that diverges after it learnt keeps the network of its best epoch. */
static void
test_divergence_restores_best (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) restored = NULL;
  BpDocument *document;
  BpHistory *history;

  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  document = bp_test_window_get_document (fixture);
  history = bp_training_run_get_history (document->run);
  while (bp_history_get_n_epochs (history) < 3)
    g_main_context_iteration (NULL, TRUE);
  bp_training_run_set_learning_rate (document->run, 1e36);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_FAILED);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "the best one, are restored"));
  g_assert_true (document->network == bp_history_get_best_network (history));
  g_assert_cmpuint (document->info.n_epochs, ==, bp_history_get_best_epoch (history)->values.epoch);
  g_assert_cmpfloat (document->network->sure_threshold, >, 0.0f);

  /* Another try begins with these weights. */
  restored = bp_network_ref (document->network);
  bp_test_window_activate (fixture, "go-back");
  g_assert_true (bp_test_window_get_document (fixture)->initial == restored);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
}

/* A run continues to its end in its document, although the window shows another document. */
static void
test_document_set_aside (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "other.safetensors");
  g_autoptr (BpTrainingRun) run = NULL;

  bp_test_write_network (file, (const guint[]){ BP_TEST_WINDOW_SIDE * BP_TEST_WINDOW_SIDE, 8, 10 });
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_network (fixture);
  bp_test_window_wait_for_steps (fixture, 100);
  run = g_object_ref (bp_test_window_get_document (fixture)->run);

  bp_window_open_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpstr (bp_test_window_get_subtitle (fixture), ==, "784-8-10 · from other.safetensors");
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FINISHED);

  bp_test_window_activate (fixture, "restore-previous");
  g_assert_true (bp_test_window_get_document (fixture)->run == run);
  g_assert_true (bp_test_window_get_document (fixture)->network ==
                 bp_training_run_get_network (run));
}

static void
test_settings_that_make_no_sense (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "a few");
  bp_test_window_activate (fixture, "train");
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_IDLE);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "a few"));
}

static void
test_remembers_size (BpTestWindow *fixture, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 640);
  bp_test_window_close (fixture);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_WINDOW_WIDTH), ==, 900);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_WINDOW_HEIGHT), ==, 640);
}

/* The switcher of a narrow window has each page with the name, title and icon of its template. */
static void
test_pages (BpTestWindow *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *title;
  } PAGES[] = { { "settings", "Settings" }, { "train", "Training" }, { "inspect", "Inspect" },
                { "explain", "Explain" },   { "runs", "Runs" },      { "draw", "Drawing" } };
  g_autoptr (AdwViewStack) stack = NULL;
  g_autoptr (GtkSelectionModel) pages = NULL;

  g_object_get (bp_test_window_find (fixture, "pages"), "stack", &stack, NULL);
  pages = adw_view_stack_get_pages (stack);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pages)), ==, G_N_ELEMENTS (PAGES));
  for (guint i = 0; i < G_N_ELEMENTS (PAGES); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      g_assert_cmpstr (adw_view_stack_page_get_name (page), ==, PAGES[i].name);
      g_assert_cmpstr (adw_view_stack_page_get_title (page), ==, PAGES[i].title);
      g_assert_nonnull (adw_view_stack_page_get_icon_name (page));
    }

  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "train");
  bp_test_window_activate (fixture, "load-sample");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "draw");
  adw_view_stack_set_visible_child_name (stack, "settings");
  bp_window_show_pad (fixture->window);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "draw");
}

/* The window of keys is made when it is first asked for, and can be shown again. */
static void
test_shortcuts (BpTestWindow *fixture, gconstpointer data)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (fixture->window);

  g_assert_null (gtk_application_window_get_help_overlay (window));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *keys;

      g_action_group_activate_action (G_ACTION_GROUP (window), "show-help-overlay", NULL);
      keys = GTK_WIDGET (gtk_application_window_get_help_overlay (window));
      g_assert_true (gtk_widget_is_visible (keys));
      gtk_window_close (GTK_WINDOW (keys));
      g_assert_false (gtk_widget_is_visible (keys));
    }
}

static void
test_preferences (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *preferences = bp_preferences_new (fixture->settings);
  GtkSpinButton *threads;

  gtk_window_present (GTK_WINDOW (preferences));
  threads = GTK_SPIN_BUTTON (bp_test_find_by_name (preferences, "threads_spin"));
  g_settings_set_int (fixture->settings, BP_KEY_THREADS, 2);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (threads), ==, 2);
  gtk_spin_button_set_value (threads, 1);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_THREADS), ==, 1);
  g_settings_reset (fixture->settings, BP_KEY_THREADS);
  gtk_window_destroy (GTK_WINDOW (preferences));
}

/* With text of twice the size, a window as wide as a telephone has room for all buttons. */
static void
test_large_text (BpTestWindow *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *header_bar = gtk_widget_get_ancestor (bp_test_window_find (fixture, "button_content"),
                                                   ADW_TYPE_HEADER_BAR);
  int dpi;
  int width;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  gtk_widget_measure (header_bar, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 360);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
add_tests (void)
{
  bp_test_window_add ("/window/empty", test_empty);
  bp_test_window_add ("/window/whole-path", test_whole_path);
  bp_test_window_add ("/window/saved-network-has-the-file", test_saved_network_has_the_file);
  bp_test_window_add ("/window/continue-is-one-run", test_continue_is_one_run);
  bp_test_window_add ("/window/nothing-learnt", test_nothing_learnt);
  bp_test_window_add ("/window/restore-best", test_restore_best);
  bp_test_window_add ("/window/tooltip-of-a-menu", test_tooltip_of_a_menu);
  bp_test_window_add ("/window/learns", test_learns);
  bp_test_window_add ("/window/is-calibrated", test_is_calibrated);
  bp_test_window_add ("/window/continue", test_continue);
  bp_test_window_add ("/window/undo-of-training", test_undo_of_training);
  bp_test_window_add ("/window/learning-rate-while-running", test_learning_rate_while_running);
  bp_test_window_add ("/window/divergence", test_divergence);
  bp_test_window_add ("/window/divergence-restores-best", test_divergence_restores_best);
  bp_test_window_add ("/window/document-set-aside", test_document_set_aside);
  bp_test_window_add ("/window/settings-that-make-no-sense", test_settings_that_make_no_sense);
  bp_test_window_add ("/window/remembers-size", test_remembers_size);
  bp_test_window_add ("/window/large-text", test_large_text);
  bp_test_window_add ("/window/pages", test_pages);
  bp_test_window_add ("/window/shortcuts", test_shortcuts);
  bp_test_window_add ("/window/preferences", test_preferences);
}

BP_TEST_FILE (window)
{
  bp_test_window_begin ();
  add_tests ();
}
