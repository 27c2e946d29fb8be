/* SPDX-License-Identifier: MIT */
#include "run-comparison.h"

#include "chart.h"
#include "run-folder.h"
#include "run-settings-table.h"
#include "settings.h"
#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_RUNS  3
#define N_STEPS 8

typedef struct
{
  BpTestFolder *folders[N_RUNS];
  GPtrArray *items;  /* of BpRunItem, each with its slot */
  GtkWindow *window; /* borrowed: owned by GTK */
  BpRunComparison *comparison;
} Fixture;

/* A run of two epochs, whose losses and accuracies grow with its number. */
static BpRunItem *
create_item (Fixture *fixture, guint number)
{
  BpTestFolder *folder = bp_test_folder_new ();
  g_autoptr (BpRunRecord) record = bp_run_record_new (folder->path);
  g_autofree char *lines =
      g_strdup_printf ("{\"epoch\": 1, \"step\": 4, \"held_out_accuracy\": 0.%u}\n"
                       "{\"epoch\": 2, \"step\": 8, \"held_out_accuracy\": 0.%u5}\n",
                       number + 1, number + 1);
  float losses[N_STEPS];
  BpRunItem *item;

  fixture->folders[number] = folder;
  for (guint i = 0; i < N_STEPS; i++)
    losses[i] = (float) number + 1.0F;
  g_free (bp_test_folder_write (folder, BP_RUN_FILE_LOSSES, losses, sizeof losses));
  g_free (bp_test_folder_write (folder, BP_RUN_FILE_LOG, lines, strlen (lines)));
  record->name = g_strdup_printf ("Run %u", number);
  record->settings.dataset_name = g_strdup ("MNIST");
  record->settings.dataset_sha256 = g_strdup ("00");
  record->settings.config.seed = number;
  record->settings.layers = (BpFieldSizes){ .sizes = { 784, 10 }, .n_sizes = 2 };
  record->figures.n_steps = N_STEPS;
  record->figures.best_held_out_accuracy = 0.1 * number;
  item = bp_run_item_new (record);
  bp_run_item_set_slot (item, number);
  return item;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < N_RUNS; i++)
    g_ptr_array_add (fixture->items, create_item (fixture, i));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->comparison = g_object_new (BP_TYPE_RUN_COMPARISON, NULL);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->comparison));
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_ptr_array_unref (fixture->items);
  for (guint i = 0; i < N_RUNS; i++)
    bp_test_folder_free (fixture->folders[i]);
}

static gpointer
find (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->comparison), BP_TYPE_RUN_COMPARISON,
                                        name);
}

static gpointer
find_in_table (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (find (fixture, "table"), BP_TYPE_RUN_SETTINGS_TABLE, name);
}

static BpChartModel *
get_model (Fixture *fixture, const char *name)
{
  return bp_chart_get_model (find (fixture, name));
}

/* Compares the first runs, and waits until their curves and their table are there. */
static void
compare (Fixture *fixture, guint n_runs)
{
  const BpChartModel *model = get_model (fixture, "loss_chart");
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_runs; i++)
    g_ptr_array_add (items, g_object_ref (g_ptr_array_index (fixture->items, i)));
  bp_run_comparison_set_items (fixture->comparison, items, 0);
  while (model->series->len != n_runs)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_curves (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *losses = get_model (fixture, "loss_chart");
  const BpChartModel *accuracies = get_model (fixture, "accuracy_chart");

  compare (fixture, N_RUNS);
  for (guint i = 0; i < N_RUNS; i++)
    {
      const BpChartSeries *loss = bp_chart_model_get_series (losses, i);
      const BpChartSeries *accuracy = bp_chart_model_get_series (accuracies, i);
      g_autofree char *name = g_strdup_printf ("Run %u", i);

      g_assert_cmpstr (bp_chart_series_get_name (loss), ==, name);
      g_assert_cmpuint (bp_chart_series_get_length (loss), ==, N_STEPS);
      g_assert_cmpfloat (bp_chart_series_get_y (loss, BP_CHART_LAYER_RAW, 0), ==, (float) i + 1.0F);
      g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (loss, N_STEPS - 1), 2.0, 1e-9);
      g_assert_cmpuint (bp_chart_series_get_length (accuracy), ==, 2);
    }
  g_assert_cmpstr (bp_chart_get_summary (find (fixture, "loss_chart")), ==, "3 runs");
  g_assert_cmpstr (bp_chart_get_summary (find (fixture, "accuracy_chart")), ==,
                   "Best 20.0 %: Run 2");
}

/* No two curves look the same, with colours or without. */
static void
test_looks (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *model = get_model (fixture, "loss_chart");

  compare (fixture, N_RUNS);
  for (guint i = 0; i < N_RUNS; i++)
    for (guint k = 0; k < i; k++)
      {
        const BpChartSeries *first = bp_chart_model_get_series (model, i);
        const BpChartSeries *second = bp_chart_model_get_series (model, k);

        g_assert_cmpint (bp_chart_series_get_flags (first), !=, bp_chart_series_get_flags (second));
        g_assert_cmpint (memcmp (bp_chart_series_get_color (first),
                                 bp_chart_series_get_color (second), sizeof (BpChartColor)),
                         !=, 0);
      }
}

static void
test_pinned_is_thick (Fixture *fixture, gconstpointer data)
{
  BpRunItem *item = g_ptr_array_index (fixture->items, 1);
  const BpChartModel *model = get_model (fixture, "loss_chart");

  bp_run_item_get_record (item)->is_pinned = TRUE;
  compare (fixture, 2);
  g_assert_cmpint (bp_chart_series_get_flags (bp_chart_model_get_series (model, 0)) &
                       BP_CHART_SERIES_THICK,
                   ==, 0);
  g_assert_cmpint (bp_chart_series_get_flags (bp_chart_model_get_series (model, 1)) &
                       BP_CHART_SERIES_THICK,
                   !=, 0);
}

/* The accuracy of training is not taken for that on held-out images. */
static void
test_without_held_out (Fixture *fixture, gconstpointer data)
{
  const char lines[] = "{\"epoch\": 1, \"step\": 4, \"train_accuracy\": 0.5}\n";
  const BpChartModel *model = get_model (fixture, "accuracy_chart");

  g_free (bp_test_folder_write (fixture->folders[1], BP_RUN_FILE_LOG, lines, strlen (lines)));
  compare (fixture, 2);
  g_assert_cmpstr (bp_chart_series_get_name (bp_chart_model_get_series (model, 0)), ==, "Run 0");
  g_assert_cmpstr (bp_chart_series_get_name (bp_chart_model_get_series (model, 1)), ==,
                   "Run 1 (training)");
}

/* Fewer runs than before; the curves of those that stay are not read again. */
static void
test_fewer (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *model = get_model (fixture, "loss_chart");
  g_autoptr (GPtrArray) only = g_ptr_array_new ();

  compare (fixture, N_RUNS);
  g_ptr_array_add (only, g_ptr_array_index (fixture->items, 2));
  bp_run_comparison_set_items (fixture->comparison, only, 7);
  g_assert_cmpstr (gtk_label_get_text (find (fixture, "left_out")), ==,
                   "The first 1 of 8 runs are compared.");
  g_assert_true (gtk_widget_get_visible (find (fixture, "left_out")));
  g_assert_cmpuint (model->series->len, ==, 1);
  g_assert_cmpstr (bp_chart_series_get_name (bp_chart_model_get_series (model, 0)), ==, "Run 2");
}

/* A run that has grown is read again. */
static void
test_grown (Fixture *fixture, gconstpointer data)
{
  BpRunItem *item = g_ptr_array_index (fixture->items, 0);
  const BpChartModel *model = get_model (fixture, "loss_chart");
  const float losses[N_STEPS + 1] = { 0.0F };

  compare (fixture, 1);
  g_free (bp_test_folder_write (fixture->folders[0], BP_RUN_FILE_LOSSES, losses, sizeof losses));
  bp_run_item_get_record (item)->figures.n_steps++;
  compare (fixture, 1);
  while (bp_chart_series_get_length (bp_chart_model_get_series (model, 0)) != N_STEPS + 1)
    g_main_context_iteration (NULL, TRUE);
}

/* Only the seeds differ, until all settings are asked for. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  GListModel *settings;
  guint n_all = bp_run_settings_get_n_rows ();

  compare (fixture, N_RUNS);
  settings = G_LIST_MODEL (find_in_table (fixture, "settings"));
  g_assert_cmpuint (g_list_model_get_n_items (settings), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (
                        gtk_column_view_get_columns (find_in_table (fixture, "view"))),
                    ==, N_RUNS + 1);
  gtk_switch_set_active (find_in_table (fixture, "all_switch"), TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (settings), ==, n_all);
  gtk_switch_set_active (find_in_table (fixture, "all_switch"), FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (settings), ==, 1);

  compare (fixture, 1);
  g_assert_cmpuint (g_list_model_get_n_items (settings), ==, n_all);
}

static void
test_same_settings (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_RUNS; i++)
    bp_run_item_get_record (g_ptr_array_index (fixture->items, i))->settings.config.seed = 1;
  compare (fixture, N_RUNS);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find_in_table (fixture, "stack")), ==, "same");
}

/* Settings as the schema has them; they live in memory, so that other tests find them so too. */
static GSettings *
create_settings (void)
{
  static const char *const KEYS[] = { BP_KEY_CHART_X_AXIS, BP_KEY_CHART_X_IS_LOGARITHMIC,
                                      BP_KEY_CHART_LOSS_AXIS, BP_KEY_CHART_ACCURACY_AXIS,
                                      BP_KEY_CHART_SMOOTHING };
  GSettings *settings = bp_settings_new ();

  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    g_settings_reset (settings, KEYS[i]);
  return settings;
}

static void
activate (Fixture *fixture, const char *action, const char *target)
{
  g_assert_true (
      gtk_widget_activate_action_variant (GTK_WIDGET (fixture->comparison), action,
                                          target != NULL ? g_variant_new_string (target) : NULL));
}

/* The menus change the axes of both charts, as with the charts of a single run. */
static void
test_axes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  const BpChartModel *losses = get_model (fixture, "loss_chart");
  const BpChartModel *accuracies = get_model (fixture, "accuracy_chart");

  bp_chart_pair_set_settings (bp_run_comparison_get_pair (fixture->comparison), settings);
  compare (fixture, 2);
  activate (fixture, "charts.chart-x-axis", "step");
  g_assert_cmpstr (losses->x_name, ==, "Step");
  g_assert_cmpstr (accuracies->x_name, ==, "Step");
  g_assert_cmpfloat (bp_chart_series_get_x (bp_chart_model_get_series (losses, 1), N_STEPS - 1), ==,
                     N_STEPS);
  g_assert_cmpfloat (bp_chart_series_get_x (bp_chart_model_get_series (accuracies, 1), 0), ==, 4.0);
  activate (fixture, "charts.chart-x-is-logarithmic", NULL);
  g_assert_cmpint (losses->x.kind, ==, BP_CHART_SCALE_LOG);

  activate (fixture, "charts.chart-loss-axis", "logarithmic");
  g_assert_cmpint (losses->y_kind, ==, BP_CHART_Y_LOG);
  activate (fixture, "charts.chart-accuracy-axis", "error");
  g_assert_cmpint (accuracies->y_kind, ==, BP_CHART_Y_ERROR);
  /* What only the charts of a single run have is not in the menus. */
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (fixture->comparison),
                                              "charts.chart-shows-rate", NULL));
  g_object_unref (create_settings ());
}

static void
test_smoothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  const BpChartModel *losses = get_model (fixture, "loss_chart");

  bp_chart_pair_set_settings (bp_run_comparison_get_pair (fixture->comparison), settings);
  compare (fixture, 2);
  g_assert_true (bp_chart_series_is_smoothed (bp_chart_model_get_series (losses, 0)));
  g_settings_set_double (settings, BP_KEY_CHART_SMOOTHING, 0.0);
  while (bp_chart_series_is_smoothed (bp_chart_model_get_series (losses, 0)))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (create_settings ());
}

/* A picture has the title and the legend of the runs,. */
static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  static const char *const NAMES[] = { "runs.png", "runs.svg", "runs.pdf" };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->comparison));

  compare (fixture, N_RUNS);
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folders[0]->path, NAMES[i], NULL);
      g_autofree char *content = NULL;
      g_autoptr (GError) error = NULL;
      gsize length = 0;

      g_assert_true (bp_chart_pair_save_picture (bp_run_comparison_get_pair (fixture->comparison),
                                                 BP_RUN_CHART_ACCURACY, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_assert_cmpuint (length, >, 1000);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  activate (fixture, "charts.copy-loss-picture", NULL);
  g_assert_true (
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (run_comparison)
{
  adw_init ();
  add ("/run-comparison/curves", test_curves);
  add ("/run-comparison/looks", test_looks);
  add ("/run-comparison/pinned-is-thick", test_pinned_is_thick);
  add ("/run-comparison/without-held-out", test_without_held_out);
  add ("/run-comparison/fewer", test_fewer);
  add ("/run-comparison/grown", test_grown);
  add ("/run-comparison/axes", test_axes);
  add ("/run-comparison/smoothing", test_smoothing);
  add ("/run-comparison/pictures", test_pictures);
  add ("/run-comparison/settings", test_settings);
  add ("/run-comparison/same-settings", test_same_settings);
}
