/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "rename-dialog.h"
#include "run-folder.h"
#include "run-item.h"
#include "run-networks.h"
#include "run-store.h"
#include "runs-page.h"
#include "settings.h"
#include "test-file.h"
#include "weights-check.h"
#include "weights.h"

#include <glib/gstdio.h>
#include <string.h>

/* Runs of the window as they are kept on disk. */

static GPtrArray *
list_runs (void)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *records = bp_run_store_list (store, &error);

  g_assert_no_error (error);
  return records;
}

static void
forget_runs (void)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  g_autoptr (GPtrArray) records = list_runs ();

  for (guint i = 0; i < records->len; i++)
    bp_run_store_delete (store, g_ptr_array_index (records, i), NULL);
  bp_run_store_empty_trash (store);
}

static void
test_kept (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *sha256 = NULL;
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "train-images-idx3-ubyte");
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *record;

  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);

  records = list_runs ();
  g_assert_cmpuint (records->len, ==, 1);
  record = g_ptr_array_index (records, 0);
  sha256 = bp_weights_sha256 (bp_test_window_get_document (fixture)->network);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_FINISHED);
  g_assert_cmpuint (record->figures.n_epochs, ==, 2);
  g_assert_cmpuint (record->settings.config.n_epochs, ==, 2);
  g_assert_cmpstr (record->settings.dataset_paths[0], ==, g_file_peek_path (file));
  g_assert_cmpuint (record->settings.layers.sizes[1], ==, 16);
  g_assert_cmpuint (record->result.n_tested, ==, BP_TEST_WINDOW_N_TEST);
  g_assert_cmpstr (record->result.weights_sha256, ==, sha256);
}

/* A run after a run, and one that goes on from its network, are further runs. */
static void
test_each_is_another (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *newest;

  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);

  records = list_runs ();
  g_assert_cmpuint (records->len, ==, 3);
  newest = g_ptr_array_index (records, 0);
  g_assert_true (newest->settings.starts_from_network);
  g_assert_cmpuint (newest->settings.config.n_epochs_before, ==, 1);
}

static void
test_stopped (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *record;

  forget_runs ();
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_steps (fixture, 100);
  bp_test_window_close (fixture);

  records = list_runs ();
  record = g_ptr_array_index (records, 0);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_STOPPED);
  g_assert_true (bp_run_record_can_continue (record));
}

static void
test_cannot_be_kept (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  const char *folder = bp_run_store_get_folder (store);

  forget_runs ();
  bp_test_remove_folder (folder);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  g_unlink (folder);

  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "The training goes on"));
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_true (g_str_has_prefix (bp_test_window_get_status (fixture), "Test accuracy "));
}

static GListModel *
get_list (BpTestWindow *fixture)
{
  GtkWidget *view = bp_test_find_by_name (bp_test_window_find (fixture, "runs_page"), "view");

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
}

static void
select_run (BpTestWindow *fixture, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_list (fixture)), position, TRUE);
}

static void
wait_for_list (BpTestWindow *fixture, guint n_runs)
{
  while (g_list_model_get_n_items (get_list (fixture)) != n_runs)
    g_main_context_iteration (NULL, TRUE);
}

/* The run at a position of the list. */
static const BpRunRecord *
get_run (BpTestWindow *fixture, guint position)
{
  g_autoptr (BpRunItem) item = g_list_model_get_item (get_list (fixture), position);

  return bp_run_item_get_record (item);
}

static void
show_page (BpTestWindow *fixture, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                  g_variant_new_string (name));
}

static void
train_runs_of_two_shapes (BpTestWindow *fixture)
{
  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "8");
  bp_test_window_train_to_the_end (fixture, 2);
  show_page (fixture, "runs");
  wait_for_list (fixture, 2);
}

static void
test_list (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");
  GtkWidget *search;

  train_runs_of_two_shapes (fixture);
  search = bp_test_find_by_name (page, "search_entry");
  g_assert_true (gtk_widget_get_mapped (page));
  g_assert_false (gtk_widget_get_mapped (bp_test_window_find (fixture, "train_page")));
  g_assert_cmpuint (get_run (fixture, 0)->settings.layers.sizes[1], ==, 8);

  gtk_editable_set_text (GTK_EDITABLE (search), "784-16 FINISHED");
  wait_for_list (fixture, 1);
  gtk_editable_set_text (GTK_EDITABLE (search), "784-17");
  wait_for_list (fixture, 0);
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  wait_for_list (fixture, 2);

  show_page (fixture, "train");
  g_assert_true (gtk_widget_get_mapped (bp_test_window_find (fixture, "train_page")));
  g_assert_false (gtk_widget_get_mapped (page));
}

/* The best is first at first; the same column again turns the order around. */
static void
test_sort (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *list;

  train_runs_of_two_shapes (fixture);
  list = bp_test_find_by_name (bp_test_window_find (fixture, "runs_page"), "list");
  gtk_widget_activate_action (list, "runs.sort", "s", "epochs");
  g_assert_cmpuint (get_run (fixture, 0)->figures.n_epochs, ==, 2);
  gtk_widget_activate_action (list, "runs.sort", "s", "epochs");
  g_assert_cmpuint (get_run (fixture, 0)->figures.n_epochs, ==, 1);
}

/* Gives the networks at the end of a run another temperature. */
static void
set_temperature (const BpRunRecord *record, float temperature)
{
  static const char *const NAMES[] = { BP_RUN_FILE_BEST, BP_RUN_FILE_FINAL };

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *path = g_build_filename (record->folder, NAMES[i], NULL);
      g_auto (BpWeightsInfo) info = { 0 };
      g_autoptr (BpNetwork) network = bp_weights_load (path, &info, NULL);

      network->temperature = temperature;
      g_assert_true (bp_weights_save (network, &info, path, NULL));
    }
}

/* A run's network is opened, and its file is none that the window would save to. */
static void
test_open (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");
  BpDocument *document;

  train_runs_of_two_shapes (fixture);
  set_temperature (get_run (fixture, 1), 1.5f);
  g_signal_emit_by_name (bp_test_find_by_name (page, "view"), "activate", 1);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      document = bp_test_window_get_document (fixture);
    }
  while (document->network->layers[0].n_outputs != 16);
  g_assert_null (document->file);
  g_assert_cmpfloat (document->network->temperature, ==, 1.5f);
}

static void
test_delete (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) restored = NULL;

  train_runs_of_two_shapes (fixture);
  gtk_widget_activate_action (page, "runs.delete", NULL);
  select_run (fixture, 0);
  gtk_widget_activate_action (page, "runs.delete", NULL);
  wait_for_list (fixture, 1);
  left = list_runs ();
  g_assert_cmpuint (left->len, ==, 1);

  bp_test_window_activate (fixture, "restore-run");
  wait_for_list (fixture, 2);
  restored = list_runs ();
  g_assert_cmpuint (restored->len, ==, 2);
}

/* The selected runs are those of the list, in its order; both are deleted, and both come back. */
static void
test_select (BpTestWindow *fixture, gconstpointer data)
{
  BpRunsPage *page = BP_RUNS_PAGE (bp_test_window_find (fixture, "runs_page"));
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) both = NULL;
  const BpRunRecord *first;

  train_runs_of_two_shapes (fixture);
  none = bp_runs_page_get_selected (page);
  g_assert_cmpuint (none->len, ==, 0);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (get_list (fixture)));
  both = bp_runs_page_get_selected (page);
  g_assert_cmpuint (both->len, ==, 2);
  first = g_ptr_array_index (both, 0);
  g_assert_cmpuint (first->settings.layers.sizes[1], ==, 8);

  gtk_widget_activate_action (GTK_WIDGET (page), "runs.delete", NULL);
  wait_for_list (fixture, 0);
  bp_test_window_activate (fixture, "restore-run");
  wait_for_list (fixture, 2);
}

static void
test_empty (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");
  GtkStack *stack;

  train_runs_of_two_shapes (fixture);
  stack = GTK_STACK (bp_test_find_by_name (page, "stack"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "runs");
  for (guint n_left = 2; n_left-- > 0;)
    {
      select_run (fixture, 0);
      gtk_widget_activate_action (page, "runs.delete", NULL);
      wait_for_list (fixture, n_left);
    }
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
}

/* Comes back to the page of runs with its only run selected. */
static void
select_only_run (BpTestWindow *fixture)
{
  show_page (fixture, "runs");
  wait_for_list (fixture, 1);
  select_run (fixture, 0);
}

static void
activate (BpTestWindow *fixture, const char *action_name)
{
  gtk_widget_activate_action (bp_test_window_find (fixture, "runs_page"), action_name, NULL);
}

static void
wait_for_runs (BpTestWindow *fixture, guint n_runs)
{
  guint n_found = 0;

  while (n_found != n_runs)
    {
      g_autoptr (GPtrArray) records = list_runs ();

      n_found = records->len;
      g_main_context_iteration (NULL, FALSE);
    }
  bp_test_window_wait_until_idle (fixture);
}

/* A run is trained again by its own settings, and not by those of the page of training. */
static void
test_repeat (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *again;
  const BpRunRecord *before;

  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "8");
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 1);
  select_only_run (fixture);
  activate (fixture, "runs.repeat");
  wait_for_runs (fixture, 2);

  records = list_runs ();
  again = g_ptr_array_index (records, 0);
  before = g_ptr_array_index (records, 1);
  g_assert_cmpuint (again->settings.layers.sizes[1], ==, 16);
  g_assert_cmpuint (again->settings.train_limit, ==, before->settings.train_limit);
  g_assert_cmpstr (again->result.weights_sha256, ==, before->result.weights_sha256);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "byte for byte"));
}

/* Writes other weights than it has into the record of the only run. */
static void
change_digest (void)
{
  g_autoptr (GPtrArray) records = list_runs ();
  BpRunRecord *record = g_ptr_array_index (records, 0);
  g_autoptr (GError) error = NULL;

  record->result.weights_sha256[0] = record->result.weights_sha256[0] == '0' ? '1' : '0';
  g_assert_true (bp_run_record_save (record, &error));
  g_assert_no_error (error);
}

static void
test_repeat_with_other_weights (BpTestWindow *fixture, gconstpointer data)
{
  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  change_digest ();
  select_only_run (fixture);
  activate (fixture, "runs.repeat");
  wait_for_runs (fixture, 2);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "The weights are not those of"));
}

/* Where the data has changed, the run would not be the same. */
static void
test_repeat_with_other_data (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) after = NULL;
  BpRunRecord *record;

  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  records = list_runs ();
  record = g_ptr_array_index (records, 0);
  record->settings.dataset_sha256[0] = record->settings.dataset_sha256[0] == '0' ? '1' : '0';
  g_assert_true (bp_run_record_save (record, NULL));
  select_only_run (fixture);
  activate (fixture, "runs.repeat");
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "is not the one of the run"));
  after = list_runs ();
  g_assert_cmpuint (after->len, ==, 1);
}

static void
stop_a_run (BpTestWindow *fixture)
{
  forget_runs ();
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_steps (fixture, 100);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
}

/* The next run can begin while the one before stops, is calibrated, tested and stored. */
static void
test_next_run_beside (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;

  forget_runs ();
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  for (guint i = 0; i < 2; i++)
    {
      bp_test_window_activate (fixture, "train");
      bp_test_window_wait_for_steps (fixture, 100);
      bp_test_window_activate (fixture, "stop");
      g_assert_true (bp_test_window_is_enabled (fixture, "train"));
    }
  bp_test_window_wait_until_idle (fixture);

  records = list_runs ();
  g_assert_cmpuint (records->len, ==, 2);
  for (guint i = 0; i < records->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (records, i);
      g_autofree char *path = g_build_filename (record->folder, BP_RUN_FILE_FINAL, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) network = bp_weights_load (path, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (record->state, ==, BP_RUN_STATE_STOPPED);
      g_assert_cmpuint (record->result.n_tested, >, 0);
      g_assert_cmpfloat (network->sure_threshold, >, 0.0f);
    }
}

/* The charts of the page of runs are exported where they are on the screen. */
static void
test_export_comparison (BpTestWindow *fixture, gconstpointer data)
{
  BpRunsPage *page = BP_RUNS_PAGE (bp_test_window_find (fixture, "runs_page"));
  g_autofree char *path = g_build_filename (fixture->folder, "runs.svg", NULL);
  g_autofree char *of_run = NULL;
  g_autofree char *of_runs = NULL;

  stop_a_run (fixture);
  show_page (fixture, "train");
  g_assert_null (bp_runs_page_get_charts (page));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-chart-as",
                                  g_variant_new ("(ss)", "loss", path));
  g_assert_true (g_file_get_contents (path, &of_run, NULL, NULL));

  select_only_run (fixture);
  while (bp_runs_page_get_charts (page) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-chart-as",
                                  g_variant_new ("(ss)", "loss", path));
  g_assert_true (g_file_get_contents (path, &of_runs, NULL, NULL));
  g_assert_cmpstr (of_run, !=, of_runs);
  g_assert_null (bp_test_window_get_message (fixture));
}

/* A run that was stopped can be continued, but its weights are not those of a whole run. */
static void
test_continue (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  guint64 n_steps = 0;

  stop_a_run (fixture);
  select_only_run (fixture);
  n_steps = get_run (fixture, 0)->figures.n_steps;
  activate (fixture, "runs.repeat");
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_FINISHED);

  activate (fixture, "runs.continue");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  bp_test_window_wait_for_steps (fixture, n_steps + 100);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
  records = list_runs ();
  g_assert_cmpuint (records->len, ==, 1);
}

/* A person who chooses other data while those of the run are loaded gets these, and the run does
 * not go on. */
static void
test_other_data_instead (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "other", NULL);
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *record;
  guint64 n_steps;

  stop_a_run (fixture);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  bp_test_write_data (folder, BP_TEST_WINDOW_SIDE);
  bp_window_load_data (fixture->window, folder);
  bp_test_window_wait_until_idle (fixture);
  select_only_run (fixture);
  n_steps = get_run (fixture, 0)->figures.n_steps;
  activate (fixture, "runs.continue");
  g_assert_true (
      gtk_revealer_get_reveal_child (GTK_REVEALER (bp_test_window_find (fixture, "loading"))));
  bp_window_load_data (fixture->window, folder);
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  records = list_runs ();
  record = g_ptr_array_index (records, 0);
  g_assert_cmpuint (record->figures.n_steps, ==, n_steps);
  g_assert_cmpstr (bp_dataset_get_name (bp_window_get_dataset (fixture->window)), ==, "other");
}

/* The number of epochs of the only run whose networks are stored. */
static guint
count_networks (void)
{
  g_autoptr (GPtrArray) records = list_runs ();
  const BpRunRecord *record = g_ptr_array_index (records, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) epochs = bp_run_networks_list (record->folder, &error);

  g_assert_no_error (error);
  return epochs->len;
}

/* Trains, or goes on, for so many epochs at least. */
static void
wait_for_epochs (BpTestWindow *fixture, guint n_more)
{
  BpHistory *history = bp_training_run_get_history (bp_test_window_get_document (fixture)->run);
  guint n_epochs = (guint) bp_history_get_n_epochs (history) + n_more;

  while (bp_history_get_n_epochs (history) < n_epochs)
    g_main_context_iteration (NULL, TRUE);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
}

/* The text of a report that the window exports. */
static char *
export_report (BpTestWindow *fixture)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "report.html");
  char *text;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-report-as",
                                  g_variant_new_string (g_file_peek_path (file)));
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &text, NULL, NULL));
  return text;
}

/* A report is on the run of the window, or on the one that is selected in the list. */
static void
test_report (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *of_window = NULL;
  g_autofree char *of_selected = NULL;
  g_autofree char *sha256 = NULL;

  g_assert_false (bp_test_window_is_enabled (fixture, "export-report"));
  train_runs_of_two_shapes (fixture);
  g_assert_true (bp_test_window_is_enabled (fixture, "export-report"));
  sha256 = bp_weights_sha256 (bp_test_window_get_document (fixture)->network);
  of_window = export_report (fixture);
  g_assert_nonnull (strstr (of_window, sha256));
  g_assert_nonnull (strstr (of_window, "<svg"));
  g_assert_nonnull (
      strstr (of_window, "<h2>Confusion on the test images</h2>\n<div class=\"wide\">\n<table>"));

  select_run (fixture, 1);
  of_selected = export_report (fixture);
  g_assert_null (strstr (of_selected, sha256));
  g_assert_nonnull (strstr (of_selected, get_run (fixture, 1)->result.weights_sha256));
}

/* A report that cannot be written says so. */
static void
test_report_in_no_folder (BpTestWindow *fixture, gconstpointer data)
{
  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-report-as",
                                  g_variant_new_string ("/nowhere/report.html"));
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_test_window_get_message (fixture));
}

/* A continued run goes by the space that the preferences allow now. */
static void
test_continue_in_less_space (BpTestWindow *fixture, gconstpointer data)
{
  forget_runs ();
  bp_test_window_load_data (fixture);
  /* A megabyte holds no network of this size, so that three stay. */
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "400");
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  wait_for_epochs (fixture, 6);
  g_assert_cmpuint (count_networks (), >=, 6);

  select_only_run (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_RUNS_MEGABYTES, 1);
  activate (fixture, "runs.continue");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  wait_for_epochs (fixture, 2);
  /* The first, the best and the last; those of epochs after the last time may wait. */
  g_assert_cmpuint (count_networks (), <, 6);
  g_settings_reset (fixture->settings, BP_KEY_RUNS_MEGABYTES);
}

static void
test_copy_settings (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *hidden = NULL;
  int seed = g_settings_get_int (fixture->settings, BP_KEY_SEED);

  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 3);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "8");
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 7);
  g_settings_set_int (fixture->settings, BP_KEY_SEED, seed + 1);
  select_only_run (fixture);
  activate (fixture, "runs.copy-settings");

  hidden = g_settings_get_string (fixture->settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (hidden, ==, "16");
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_EPOCHS), ==, 3);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_SEED), ==, seed);
  g_assert_true (gtk_widget_get_mapped (bp_test_window_find (fixture, "train_page")));
}

/* The learning rate is that of the run also where choosing its optimiser changes the rate. */
static void
test_copy_rate (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *optimizer = NULL;
  const double rate = g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE);

  forget_runs ();
  bp_test_window_load_data (fixture);
  g_settings_set_string (fixture->settings, BP_KEY_OPTIMIZER, "adam");
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, rate);
  bp_test_window_train_to_the_end (fixture, 1);
  g_settings_set_string (fixture->settings, BP_KEY_OPTIMIZER, "sgd");
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, rate);
  select_only_run (fixture);
  activate (fixture, "runs.copy-settings");

  optimizer = g_settings_get_string (fixture->settings, BP_KEY_OPTIMIZER);
  g_assert_cmpstr (optimizer, ==, "adam");
  g_assert_cmpfloat (g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE), ==, rate);
}

/* What the settings cannot have is named. */
static void
test_copy_odd_settings (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  BpRunRecord *record;
  const char *message;

  forget_runs ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  records = list_runs ();
  record = g_ptr_array_index (records, 0);
  record->settings.config.seed = G_MAXUINT64;
  record->settings.config.augmentation.rotation = 0.123F;
  record->settings.n_held_out++;
  g_assert_true (bp_run_record_save (record, NULL));
  select_only_run (fixture);
  activate (fixture, "runs.copy-settings");
  message = bp_test_window_get_message (fixture);
  g_assert_nonnull (strstr (message, "the seed"));
  g_assert_nonnull (strstr (message, "held-out"));
  g_assert_nonnull (strstr (message, "does not offer"));
}

/* A pinned run is the first, and is compared with any other. */
static void
test_pin (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");
  g_autoptr (GListModel) entries = NULL;

  train_runs_of_two_shapes (fixture);
  entries = gtk_widget_observe_children (bp_test_find_by_name (page, "legend"));
  select_run (fixture, 1);
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 1);
  activate (fixture, "runs.pin");
  g_assert_true (get_run (fixture, 0)->is_pinned);
  g_assert_cmpuint (get_run (fixture, 0)->settings.layers.sizes[1], ==, 16);
  select_run (fixture, 1);
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 2);

  select_run (fixture, 0);
  activate (fixture, "runs.unpin");
  g_assert_cmpuint (get_run (fixture, 0)->settings.layers.sizes[1], ==, 8);
}

static BpRenameDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (BP_IS_RENAME_DIALOG (window))
        return BP_RENAME_DIALOG (window);
    }
  g_assert_not_reached ();
}

static void
rename_to (BpTestWindow *fixture, const char *name)
{
  BpRenameDialog *dialog;

  activate (fixture, "runs.rename");
  dialog = find_dialog ();
  gtk_editable_set_text (GTK_EDITABLE (bp_test_find_by_name (GTK_WIDGET (dialog), "entry")), name);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_rename (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *newest;

  train_runs_of_two_shapes (fixture);
  select_run (fixture, 0);
  rename_to (fixture, "  Small one ");
  records = list_runs ();
  newest = g_ptr_array_index (records, 0);
  g_assert_cmpstr (newest->name, ==, "Small one");
  g_assert_cmpstr (get_run (fixture, 0)->name, ==, "Small one");
  rename_to (fixture, " ");
  g_assert_null (get_run (fixture, 0)->name);
}

static GtkDialog *
find_color_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_COLOR_CHOOSER_DIALOG (window))
        return GTK_DIALOG (window);
    }
  g_assert_not_reached ();
}

static void
choose_color (BpTestWindow *fixture, const GdkRGBA *color, int response)
{
  GtkWidget *legend = bp_test_find_by_name (bp_test_window_find (fixture, "runs_page"), "legend");
  GtkDialog *dialog;

  g_signal_emit_by_name (bp_test_find_by_name (legend, "button"), "clicked");
  dialog = find_color_dialog ();
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog), color);
  gtk_dialog_response (dialog, response);
}

static void
test_color (BpTestWindow *fixture, gconstpointer data)
{
  const GdkRGBA red = { 1.0F, 0.0F, 0.5F, 1.0F };

  train_runs_of_two_shapes (fixture);
  select_run (fixture, 0);
  choose_color (fixture, &red, GTK_RESPONSE_CANCEL);
  g_assert_null (get_run (fixture, 0)->color);
  choose_color (fixture, &red, GTK_RESPONSE_OK);
  g_assert_cmpstr (get_run (fixture, 0)->color, ==, "#ff0080");
}

/* The height that a person gives the list is the same in the next window. */
static void
test_list_height (BpTestWindow *fixture, gconstpointer data)
{
  GtkPaned *paned;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  show_page (fixture, "runs");
  wait_for_list (fixture, 1);
  paned = GTK_PANED (bp_test_window_find (fixture, "paned"));
  gtk_paned_set_position (paned, 150);
  bp_test_window_close (fixture);

  bp_test_window_open (fixture);
  show_page (fixture, "runs");
  wait_for_list (fixture, 1);
  paned = GTK_PANED (bp_test_window_find (fixture, "paned"));
  g_assert_cmpint (gtk_paned_get_position (paned), ==, 150);
  g_settings_reset (fixture->settings, BP_KEY_RUNS_LIST_HEIGHT);
}

BP_TEST_FILE (window_runs)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window-runs/kept", test_kept);
  bp_test_window_add ("/window-runs/each-is-another", test_each_is_another);
  bp_test_window_add ("/window-runs/stopped", test_stopped);
  bp_test_window_add ("/window-runs/cannot-be-kept", test_cannot_be_kept);
  bp_test_window_add ("/window-runs/list", test_list);
  bp_test_window_add ("/window-runs/sort", test_sort);
  bp_test_window_add ("/window-runs/open", test_open);
  bp_test_window_add ("/window-runs/list-height", test_list_height);
  bp_test_window_add ("/window-runs/delete", test_delete);
  bp_test_window_add ("/window-runs/select", test_select);
  bp_test_window_add ("/window-runs/repeat", test_repeat);
  bp_test_window_add ("/window-runs/repeat-with-other-weights", test_repeat_with_other_weights);
  bp_test_window_add ("/window-runs/repeat-with-other-data", test_repeat_with_other_data);
  bp_test_window_add ("/window-runs/next-run-beside", test_next_run_beside);
  bp_test_window_add ("/window-runs/export-comparison", test_export_comparison);
  bp_test_window_add ("/window-runs/report", test_report);
  bp_test_window_add ("/window-runs/report-in-no-folder", test_report_in_no_folder);
  bp_test_window_add ("/window-runs/continue", test_continue);
  bp_test_window_add ("/window-runs/other-data-instead", test_other_data_instead);
  bp_test_window_add ("/window-runs/continue-in-less-space", test_continue_in_less_space);
  bp_test_window_add ("/window-runs/copy-settings", test_copy_settings);
  bp_test_window_add ("/window-runs/copy-rate", test_copy_rate);
  bp_test_window_add ("/window-runs/copy-odd-settings", test_copy_odd_settings);
  bp_test_window_add ("/window-runs/pin", test_pin);
  bp_test_window_add ("/window-runs/rename", test_rename);
  bp_test_window_add ("/window-runs/color", test_color);
  bp_test_window_add ("/window-runs/empty", test_empty);
}
