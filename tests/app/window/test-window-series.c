/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "chart.h"
#include "compare-window.h"
#include "run-item.h"
#include "run-store.h"
#include "seeds-dialog.h"
#include "settings.h"
#include "test-file.h"

#include <string.h>

/* Runs with several seeds, one after the other. */

static void
repeat (BpTestWindow *fixture, guint n_seeds, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "repeat-seeds-as",
                                  g_variant_new ("(us)", n_seeds, name));
}

/* The runs of a group, the newest first. */
static GPtrArray *
list_group (const char *name)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  g_autoptr (GPtrArray) records = bp_run_store_list (store, NULL);
  GPtrArray *group = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);

  for (guint i = 0; i < records->len; i++)
    {
      BpRunRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->settings.group, name) == 0)
        g_ptr_array_add (group, bp_run_record_ref (record));
    }
  return group;
}

static const BpChartModel *
get_model (BpTestWindow *fixture, const char *chart)
{
  GtkWidget *page = bp_test_window_find (fixture, "train_page");

  return bp_chart_get_model (BP_CHART (bp_test_find_by_name (page, chart)));
}

/* Each seed is a run of the group, and its results lie in the band. */
static void
test_group_and_band (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) group = NULL;
  const char *group_name = fixture->folder; /* of no other test */
  const BpChartModel *model = get_model (fixture, "accuracy_chart");
  gboolean has_run[3] = { FALSE }; /* by seed - 40 */
  BpChartSeries *band;
  BpChartSeries *lower;
  BpChartSeries *upper;

  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 2);
  g_settings_set_int (fixture->settings, BP_KEY_SEED, 40);
  repeat (fixture, 3, group_name);
  bp_test_window_wait_until_idle (fixture);

  group = list_group (group_name);
  g_assert_cmpuint (group->len, ==, 3);
  for (guint i = 0; i < group->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (group, i);
      guint64 seed = record->settings.config.seed;
      g_autofree char *name = g_strdup_printf ("%s · %" G_GUINT64_FORMAT, group_name, seed);

      g_assert_cmpint (record->state, ==, BP_RUN_STATE_FINISHED);
      g_assert_true (seed >= 40 && seed <= 42);
      g_assert_false (has_run[seed - 40]);
      has_run[seed - 40] = TRUE;
      g_assert_cmpstr (record->name, ==, name);
    }
  band = bp_chart_model_get_series (model, model->series->len - 1);
  g_assert_cmpstr (bp_chart_series_get_name (band), ==, "Held-out, 3 seeds");
  g_assert_true (bp_chart_series_get_band (band, &lower, &upper));
  g_assert_cmpuint (bp_chart_series_get_length (band), ==, 2);
  for (guint i = 0; i < group->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (group, i);
      float accuracy = (float) record->figures.held_out_accuracy;

      g_assert_cmpfloat (accuracy, >=, bp_chart_series_get_y (lower, BP_CHART_LAYER_RAW, 1));
      g_assert_cmpfloat (accuracy, <=, bp_chart_series_get_y (upper, BP_CHART_LAYER_RAW, 1));
    }
  g_settings_reset (fixture->settings, BP_KEY_SEED);
}

/* Stop ends the series. */
static void
test_stop (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) group = NULL;

  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  repeat (fixture, 3, fixture->folder);
  bp_test_window_wait_for_steps (fixture, 50);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
  group = list_group (fixture->folder);
  g_assert_cmpuint (group->len, ==, 1);
}

/* The network before the series is one step back, whatever the number of runs. */
static void
test_undo (BpTestWindow *fixture, gconstpointer data)
{
  BpDocument *before;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  before = bp_test_window_get_document (fixture);
  repeat (fixture, 2, "two");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (bp_test_window_get_document (fixture) != before);
  bp_test_window_activate (fixture, "restore-previous");
  g_assert_true (bp_test_window_get_document (fixture) == before);
  g_assert_cmpuint (get_model (fixture, "loss_chart")->series->len, ==, 2);
  bp_test_window_activate (fixture, "restore-next");
  g_assert_cmpuint (get_model (fixture, "loss_chart")->series->len, ==, 3);
}

/* A window of a type, or NULL. */
static GtkWidget *
find_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (toplevel, type))
        return toplevel;
    }
  return NULL;
}

static const char *
get_stack_page (GtkWidget *window)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (bp_test_find_by_name (window, "stack")));
}

/* The dialog asks for the number and the name; without its response, nothing begins. */
static void
test_dialog (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "repeat-seeds");
  dialog = find_toplevel (BP_TYPE_SEEDS_DIALOG);
  g_assert_nonnull (dialog);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (bp_test_find_by_name (dialog, "n_seeds")), 1.0);
  g_assert_cmpuint (bp_seeds_dialog_get_n_seeds (BP_SEEDS_DIALOG (dialog)), ==, BP_SEEDS_MIN);
  gtk_editable_set_text (GTK_EDITABLE (bp_test_find_by_name (dialog, "name")), "five");
  g_assert_cmpstr (bp_seeds_dialog_get_name (BP_SEEDS_DIALOG (dialog)), ==, "five");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_IDLE);
}

/* Finds the first two runs on the data of the test. Returns: how many there are, up to two */
static guint
find_own_runs (const BpTestWindow *fixture, GtkSelectionModel *runs, guint positions[2])
{
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (runs)) && n_found < 2; i++)
    {
      g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (runs), i);
      char *const *paths = bp_run_item_get_record (item)->settings.dataset_paths;

      if (paths != NULL && g_str_has_prefix (paths[0], fixture->folder))
        positions[n_found++] = i;
    }
  return n_found;
}

/* The images on which two runs disagree; a row draws its image on the pad. */
static void
test_compare_two (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");
  GtkSelectionModel *runs;
  GtkWidget *compare_window;
  guint positions[2];

  bp_test_window_load_data (fixture);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.0001);
  bp_test_window_train_to_the_end (fixture, 1);
  g_settings_reset (fixture->settings, BP_KEY_LEARNING_RATE);
  bp_test_window_train_to_the_end (fixture, 3);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                  g_variant_new_string ("runs"));
  runs = gtk_list_view_get_model (GTK_LIST_VIEW (bp_test_find_by_name (page, "view")));
  while (find_own_runs (fixture, runs, positions) < 2)
    g_main_context_iteration (NULL, TRUE);
  gtk_selection_model_select_item (runs, positions[0], TRUE);
  g_assert_false (bp_test_window_is_enabled (fixture, "compare-two"));
  gtk_selection_model_select_item (runs, positions[1], FALSE);
  bp_test_window_activate (fixture, "compare-two");

  compare_window = find_toplevel (BP_TYPE_COMPARE_WINDOW);
  g_assert_nonnull (compare_window);
  while (g_str_equal (get_stack_page (compare_window), "waiting"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (get_stack_page (compare_window), ==, "images");
  g_assert_false (bp_test_window_is_enabled (fixture, "clear-pad"));
  g_signal_emit_by_name (bp_test_find_by_name (compare_window, "list"), "activate", 0);
  g_assert_true (bp_test_window_is_enabled (fixture, "clear-pad"));
}

BP_TEST_FILE (window_series)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window-series/group-and-band", test_group_and_band);
  bp_test_window_add ("/window-series/stop", test_stop);
  bp_test_window_add ("/window-series/undo", test_undo);
  bp_test_window_add ("/window-series/dialog", test_dialog);
  bp_test_window_add ("/window-series/compare-two", test_compare_two);
}
