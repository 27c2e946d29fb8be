/* SPDX-License-Identifier: MIT */
#include "chart-view.h"
#include "chart.h"
#include "run-charts.h"
#include "settings.h"
#include "test-file.h"

#include <adwaita.h>
#include <math.h>

#define STEPS_PER_EPOCH 20

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpRunCharts *charts;
  BpChart *loss_chart;
  BpChart *accuracy_chart;
  BpHistory *history; /* owned */
} Fixture;

/* The charts in the order of the tree: loss, then accuracy. */
static void
find_charts (GtkWidget *widget, GPtrArray *found)
{
  if (BP_IS_CHART (widget))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_charts (child, found);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->charts = BP_RUN_CHARTS (g_object_new (BP_TYPE_RUN_CHARTS, NULL));
  find_charts (GTK_WIDGET (fixture->charts), found);
  g_assert_cmpuint (found->len, ==, 3); /* the third is that of the layers */
  fixture->loss_chart = g_ptr_array_index (found, 0);
  fixture->accuracy_chart = g_ptr_array_index (found, 1);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->charts));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->charts));

  fixture->history = bp_history_new ();
  bp_history_begin_run (fixture->history, STEPS_PER_EPOCH);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->history);
}

/* Appends an epoch: its steps, and its figures with the last of them. */
static void
append_epoch (Fixture *fixture, guint64 n_steps_of_run, double held_out_accuracy)
{
  float losses[STEPS_PER_EPOCH];
  BpHistoryEpoch epoch = {
    .values = { .train_loss = 0.2,
                .train_accuracy = 0.95,
                .held_out_loss = isnan (held_out_accuracy) ? held_out_accuracy : 0.0653,
                .held_out_accuracy = held_out_accuracy },
    .n_steps = n_steps_of_run,
  };

  for (guint i = 0; i < STEPS_PER_EPOCH; i++)
    losses[i] = 0.5F;
  bp_history_append (fixture->history, losses, STEPS_PER_EPOCH, &epoch, 1, NULL);
}

static BpChartSeries *
get_series (BpChart *chart, guint index)
{
  return bp_chart_model_get_series (bp_chart_get_model (chart), index);
}

static void
assert_description (BpChart *chart, const char *expected)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       expected);
}

static void
test_names_and_figures (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->loss_chart), GTK_ACCESSIBLE_ROLE_IMG);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  for (guint i = 1; i <= 7; i++)
    append_epoch (fixture, i * STEPS_PER_EPOCH, 0.98 + 0.001 / 7.0 * i);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->loss_chart),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Loss chart");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->accuracy_chart),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Accuracy chart");
  assert_description (fixture->loss_chart, "Held-out loss 0.0653, epoch 7");
  assert_description (fixture->accuracy_chart, "Held-out accuracy 98.1 %, epoch 7");
}

static void
test_before_the_first_epoch_is_over (Fixture *fixture, gconstpointer data)
{
  const float losses[] = { 2.0F, 2.0F, 2.0F };

  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, losses, G_N_ELEMENTS (losses), NULL, 0, NULL);
  assert_description (fixture->loss_chart, "Training loss 2");
  g_assert_cmpuint (bp_chart_series_get_length (get_series (fixture->loss_chart, 0)), ==, 3);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->charts));
}

/* In the first epoch, the text shows the newest smoothed loss. */
static void
test_newest_loss (Fixture *fixture, gconstpointer data)
{
  const float first[] = { 3.0F };
  float others[150];

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    others[i] = 1.0F;
  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, first, G_N_ELEMENTS (first), NULL, 0, NULL);
  assert_description (fixture->loss_chart, "Training loss 3");
  bp_history_append (fixture->history, others, G_N_ELEMENTS (others), NULL, 0, NULL);
  assert_description (fixture->loss_chart, "Training loss 1");
}

/* The time constant of the smoothed curve is a twentieth of an epoch: 50 steps after a jump, 1/e of
 * it is left. */
static void
test_smoothing (Fixture *fixture, gconstpointer data)
{
  const guint steps_per_epoch = 1000;
  g_autoptr (BpHistory) history = bp_history_new ();
  g_autofree float *losses = g_new0 (float, steps_per_epoch + 50);
  float smoothed;

  for (guint i = 0; i < steps_per_epoch; i++)
    losses[i] = 1.0F;
  bp_history_begin_run (history, steps_per_epoch);
  bp_history_append (history, losses, steps_per_epoch + 50, NULL, 0, NULL);
  bp_run_charts_set_history (fixture->charts, history);
  smoothed = bp_chart_series_get_y (get_series (fixture->loss_chart, 0), BP_CHART_LAYER_SMOOTHED,
                                    steps_per_epoch + 49);
  g_assert_cmpfloat_with_epsilon (smoothed, 0.364F, 0.01F);
}

/* Each curve has the figures of its name. */
static void
test_curves_and_figures (Fixture *fixture, gconstpointer data)
{
  BpHistoryEpoch epoch = {
    .values = { .train_loss = 0.2,
                .train_accuracy = 0.95,
                .held_out_loss = 0.4,
                .held_out_accuracy = 0.85 },
    .n_steps = 1,
  };
  const struct
  {
    BpChart *chart;
    guint index;
    const char *name;
    float value;
  } curves[] = {
    { fixture->loss_chart, 0, "Training, each step", 0.25F },
    { fixture->loss_chart, 1, "Held-out", 0.4F },
    { fixture->accuracy_chart, 0, "Training", 0.95F },
    { fixture->accuracy_chart, 1, "Held-out", 0.85F },
  };

  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, (const float[]){ 0.25F }, 1, &epoch, 1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      BpChartSeries *series = get_series (curves[i].chart, curves[i].index);

      g_assert_cmpuint (bp_chart_get_model (curves[i].chart)->series->len, >, curves[i].index);
      g_assert_cmpstr (bp_chart_series_get_name (series), ==, curves[i].name);
      g_assert_cmpfloat (bp_chart_series_get_y (series, BP_CHART_LAYER_RAW, 0), ==,
                         curves[i].value);
    }
}

/* The accuracy on varied images is a curve of its own; the legend leaves it out while it is empty.
 */
static void
test_varied_images (Fixture *fixture, gconstpointer data)
{
  BpHistoryEpoch epoch = {
    .values = { .train_accuracy = 0.95, .varied_accuracy = 0.75, .is_varied = TRUE },
    .n_steps = 1,
  };
  BpChartSeries *series;

  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, (const float[]){ 0.25F }, 1, &epoch, 1, NULL);
  series = get_series (fixture->accuracy_chart, 2);
  g_assert_cmpstr (bp_chart_series_get_name (series), ==, "Training, varied images");
  g_assert_cmpfloat (bp_chart_series_get_y (series, BP_CHART_LAYER_RAW, 0), ==, 0.75F);

  bp_run_charts_set_history (fixture->charts, NULL);
  g_assert_cmpuint (bp_chart_series_get_length (series), ==, 0);
}

static void
test_without_held_out_samples (Fixture *fixture, gconstpointer data)
{
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, NAN);
  assert_description (fixture->loss_chart, "Training loss 0.2, epoch 1");
  assert_description (fixture->accuracy_chart, "Training accuracy 95.0 %, epoch 1");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->charts));
}

static void
test_epochs_line_up_with_steps (Fixture *fixture, gconstpointer data)
{
  bp_run_charts_set_n_epochs (fixture->charts, 5);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  append_epoch (fixture, 2 * STEPS_PER_EPOCH, 0.95);

  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->loss_chart, 0),
                                                         STEPS_PER_EPOCH),
                                  1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->loss_chart, 1), 0),
                                  1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->accuracy_chart, 1),
                                                         1),
                                  2.0, 1e-9);
  g_assert_cmpfloat (bp_chart_get_model (fixture->loss_chart)->x.max, ==, 2.0);
  g_assert_cmpfloat (bp_chart_get_model (fixture->accuracy_chart)->x.max, ==, 2.0);
}

/* Epochs whose steps are not known stand where their steps would end. */
static void
test_epochs_without_steps (Fixture *fixture, gconstpointer data)
{
  BpHistoryEpoch epochs[] = {
    { .values = { .held_out_accuracy = 0.9 }, .n_steps = STEPS_PER_EPOCH },
    { .values = { .held_out_accuracy = 0.95 }, .n_steps = 2 * STEPS_PER_EPOCH },
  };

  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, NULL, 0, epochs, G_N_ELEMENTS (epochs), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->accuracy_chart, 1),
                                                           i),
                                    i + 1.0, 1e-9);
}

/* A second run with steps twice as large; the first was stopped in the middle of its epoch, which
 * is the epoch 1 of both. */
static void
test_a_run_that_goes_on (Fixture *fixture, gconstpointer data)
{
  float losses[STEPS_PER_EPOCH / 2] = { 1.0F };
  BpHistoryEpoch epoch = { .values = { .held_out_accuracy = 0.9 }, .n_steps = 10 };
  BpChartSeries *steps = get_series (fixture->loss_chart, 0);

  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, losses, G_N_ELEMENTS (losses), NULL, 0, NULL);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (steps, 9), 0.45, 1e-9);
  bp_history_begin_run (fixture->history, STEPS_PER_EPOCH / 2);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (steps, 9), 0.45, 1e-9);
  bp_history_append (fixture->history, losses, G_N_ELEMENTS (losses), &epoch, 1, NULL);

  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->accuracy_chart, 1),
                                                         0),
                                  1.0, 1e-9);

  bp_history_append (fixture->history, losses, 5, NULL, 0, NULL);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (steps, 20), 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (steps, 24), 1.4, 1e-9);
  bp_history_begin_run (fixture->history, STEPS_PER_EPOCH);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (steps, 24), 1.0 + 4.0 / 25.0, 1e-9);
}

static void
test_another_history (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpHistory) other = bp_history_new ();

  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  bp_run_charts_set_history (fixture->charts, other);
  g_assert_cmpuint (bp_chart_series_get_length (get_series (fixture->loss_chart, 0)), ==, 0);
  g_assert_null (bp_chart_get_summary (fixture->accuracy_chart));

  /* The old history is not followed any more. */
  append_epoch (fixture, 2 * STEPS_PER_EPOCH, 0.95);
  g_assert_cmpuint (bp_chart_series_get_length (get_series (fixture->loss_chart, 0)), ==, 0);

  /* It is shown completely when it is set again. */
  bp_run_charts_set_history (fixture->charts, fixture->history);
  g_assert_cmpuint (bp_chart_series_get_length (get_series (fixture->loss_chart, 0)), ==,
                    2 * STEPS_PER_EPOCH);
  assert_description (fixture->accuracy_chart, "Held-out accuracy 95.0 %, epoch 2");
}

/* Settings as the schema has them; they live in memory, so that other tests find them so too. */
static GSettings *
create_settings (void)
{
  static const char *const KEYS[] = { BP_KEY_CHART_X_AXIS,     BP_KEY_CHART_X_IS_LOGARITHMIC,
                                      BP_KEY_CHART_LOSS_AXIS,  BP_KEY_CHART_ACCURACY_AXIS,
                                      BP_KEY_CHART_SHOWS_RATE, BP_KEY_CHART_SHOWS_TABLE,
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
      gtk_widget_activate_action_variant (GTK_WIDGET (fixture->charts), action,
                                          target != NULL ? g_variant_new_string (target) : NULL));
}

static GtkWidget *
find_by_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The cell of a table with this text. */
static GtkWidget *
find_cell (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A row of the table that is around a cell, in words. */
static void
assert_row (GtkWidget *view, const char *cell, const char *expected)
{
  GtkWidget *label = find_cell (view, cell);

  g_assert_nonnull (label);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (
                                           gtk_widget_get_parent (gtk_widget_get_parent (label))),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, expected);
}

/* The numbers of each chart are a table, which the keyboard reaches: in place of the chart where
 * the window is narrow, and beside it where it is wide. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  GtkWidget *chart = GTK_WIDGET (fixture->accuracy_chart);
  GtkWidget *panel = gtk_widget_get_parent (chart);
  GtkWidget *view = find_by_type (panel, GTK_TYPE_COLUMN_VIEW);
  GListModel *rows = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));

  bp_run_charts_set_settings (fixture->charts, settings);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  gtk_test_widget_wait_for_draw (panel);
  g_assert_false (gtk_widget_get_mapped (view));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 0);

  g_settings_set_boolean (settings, BP_KEY_CHART_SHOWS_TABLE, TRUE);
  gtk_test_widget_wait_for_draw (panel);
  g_assert_true (gtk_widget_get_mapped (view));
  g_assert_false (gtk_widget_get_mapped (chart));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Accuracy");
  assert_row (view, "90.0 %", "Epoch 1: Training 95.0 %, Held-out 90.0 %");

  append_epoch (fixture, STEPS_PER_EPOCH * 2, 0.95);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  gtk_test_widget_wait_for_draw (panel);
  assert_row (view, "2", "Epoch 2: Training 95.0 %, Held-out 95.0 %");
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));

  gtk_window_set_default_size (fixture->window, 900, 700);
  while (!gtk_widget_get_mapped (chart))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_mapped (view));
}

/* Other runs have other columns and rows, none of which stay. */
static void
test_table_of_another_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  g_autoptr (BpHistory) other = bp_history_new ();
  GtkWidget *panel = gtk_widget_get_parent (GTK_WIDGET (fixture->accuracy_chart));
  GtkWidget *view = find_by_type (panel, GTK_TYPE_COLUMN_VIEW);

  g_settings_set_boolean (settings, BP_KEY_CHART_SHOWS_TABLE, TRUE);
  bp_run_charts_set_settings (fixture->charts, settings);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, NAN);
  gtk_test_widget_wait_for_draw (panel);
  assert_row (view, "1", "Epoch 1: Training 95.0 %");

  g_set_object (&fixture->history, other);
  bp_history_begin_run (other, STEPS_PER_EPOCH);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.5);
  bp_run_charts_set_history (fixture->charts, other);
  gtk_test_widget_wait_for_draw (panel);
  assert_row (view, "1", "Epoch 1: Training 95.0 %, Held-out 50.0 %");
}

/* The menus change the axes, and the settings keep that. */
static void
test_vertical_axes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();

  bp_run_charts_set_settings (fixture->charts, settings);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  g_assert_cmpint (bp_chart_get_model (fixture->loss_chart)->y_kind, ==, BP_CHART_Y_FROM_ZERO);
  g_assert_cmpint (bp_chart_get_model (fixture->accuracy_chart)->y_kind, ==, BP_CHART_Y_LINEAR);

  activate (fixture, "charts.chart-loss-axis", "logarithmic");
  g_assert_cmpint (bp_chart_get_model (fixture->loss_chart)->y_kind, ==, BP_CHART_Y_LOG);
  g_assert_cmpint (bp_chart_get_model (fixture->accuracy_chart)->y_kind, ==, BP_CHART_Y_LINEAR);
  activate (fixture, "charts.chart-accuracy-axis", "error");
  g_assert_cmpint (bp_chart_get_model (fixture->accuracy_chart)->y_kind, ==, BP_CHART_Y_ERROR);
  g_assert_cmpint (g_settings_get_enum (settings, BP_KEY_CHART_ACCURACY_AXIS), ==,
                   BP_CHART_Y_ERROR);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->charts));
}

/* Two epochs of 20 steps in 4 and in 8 seconds, over each of the axes. */
static void
test_horizontal_axis (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  const struct
  {
    const char *axis;
    const char *name;
    double tenth_step;
    double second_epoch;
  } axes[] = {
    { "step", "Step", 10.0, 40.0 },
    { "seconds", "Seconds", 2.0, 12.0 },
    { "epoch", "Epoch", 0.5, 2.0 },
  };

  bp_run_charts_set_settings (fixture->charts, settings);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_set_seconds (fixture->history, STEPS_PER_EPOCH, 4.0);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  bp_history_set_seconds (fixture->history, 2 * STEPS_PER_EPOCH, 12.0);
  append_epoch (fixture, 2 * STEPS_PER_EPOCH, 0.95);
  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      const BpChartModel *model = bp_chart_get_model (fixture->accuracy_chart);

      activate (fixture, "charts.chart-x-axis", axes[i].axis);
      g_assert_cmpstr (model->x_name, ==, axes[i].name);
      g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->loss_chart, 0),
                                                             10),
                                      axes[i].tenth_step, 1e-9);
      g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (get_series (fixture->accuracy_chart,
                                                                         1),
                                                             1),
                                      axes[i].second_epoch, 1e-9);
      g_assert_cmpuint (bp_chart_series_get_length (get_series (fixture->loss_chart, 0)), ==,
                        2 * STEPS_PER_EPOCH);
    }
  activate (fixture, "charts.chart-x-is-logarithmic", NULL);
  g_assert_cmpint (bp_chart_get_model (fixture->loss_chart)->x.kind, ==, BP_CHART_SCALE_LOG);
  g_assert_cmpint (bp_chart_get_model (fixture->accuracy_chart)->x.kind, ==, BP_CHART_SCALE_LOG);
}

/* A run whose loss was twice as high, over a longer axis, leaves no trace in the charts of
 * the next one. */
static void
test_ranges_of_another_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpHistory) other = bp_history_new ();
  const BpChartModel *model = bp_chart_get_model (fixture->loss_chart);
  const float high[] = { 4.0F, 4.0F };
  const float low = 2.0F;

  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  bp_history_append (fixture->history, high, G_N_ELEMENTS (high), NULL, 0, NULL);
  bp_chart_series_set_smoothing (get_series (fixture->loss_chart, 0), 0.0);
  bp_chart_update (fixture->loss_chart);
  g_assert_cmpfloat (model->y.max, ==, 4.0);
  g_assert_cmpfloat (model->x.max, >, 1.0);

  bp_history_begin_run (other, STEPS_PER_EPOCH);
  bp_history_append (other, &low, 1, NULL, 0, NULL);
  bp_run_charts_set_history (fixture->charts, other);
  g_assert_cmpfloat (model->y.max, ==, 2.0);
  g_assert_cmpfloat (model->x.max, ==, 1.0);
}

/* The summary over the accuracy is one of accuracy, whatever the axis shows. */
static void
test_summary_beside_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();

  g_settings_set_enum (settings, BP_KEY_CHART_ACCURACY_AXIS, BP_CHART_Y_ERROR);
  bp_run_charts_set_settings (fixture->charts, settings);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  g_assert_cmpstr (bp_chart_get_summary (fixture->accuracy_chart), ==,
                   "Held-out accuracy 90.0 %, epoch 1");
}

/* The loss of the steps is a plain number, also where it is large. */
static void
test_summary_of_large_loss (Fixture *fixture, gconstpointer data)
{
  const float loss = 13240.0F;

  bp_run_charts_set_history (fixture->charts, fixture->history);
  bp_history_append (fixture->history, &loss, 1, NULL, 0, NULL);
  g_assert_cmpstr (bp_chart_get_summary (fixture->loss_chart), ==, "Training loss 13,000");
}

/* On demand: the rate as its schedule had it, and no longer. The other curves keep their colours,
 * which follow their order. */
static void
test_learning_rate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  const BpHistoryRate rate = { .is_run = TRUE,
                               .learning_rate = 0.2,
                               .schedule = BP_SCHEDULE_LINEAR,
                               .n_run_steps = STEPS_PER_EPOCH };
  BpChartSeries *series;

  bp_history_append_rate (fixture->history, &rate);
  bp_run_charts_set_settings (fixture->charts, settings);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  g_assert_cmpuint (bp_chart_get_model (fixture->loss_chart)->series->len, ==, 2);
  activate (fixture, "charts.chart-shows-rate", NULL);
  g_assert_cmpuint (bp_chart_get_model (fixture->loss_chart)->series->len, ==, 3);
  g_assert_cmpstr (bp_chart_series_get_name (get_series (fixture->loss_chart, 0)), ==,
                   "Training, each step");
  series = get_series (fixture->loss_chart, 2);
  g_assert_cmpstr (bp_chart_series_get_name (series), ==, "Learning rate");
  g_assert_cmpuint (bp_chart_series_get_length (series), ==, STEPS_PER_EPOCH);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_y (series, BP_CHART_LAYER_RAW,
                                                         STEPS_PER_EPOCH / 2),
                                  0.1F, 1e-6F);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->charts));
  activate (fixture, "charts.chart-shows-rate", NULL);
  g_assert_cmpuint (bp_chart_get_model (fixture->loss_chart)->series->len, ==, 2);
}

/* Where the rate was changed, where the run goes on, and the best epoch, in both charts. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  BpHistoryRate rate = { .is_run = TRUE, .learning_rate = 0.2 };
  const BpChartModel *model = bp_chart_get_model (fixture->accuracy_chart);

  bp_history_append_rate (fixture->history, &rate);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  g_assert_cmpuint (model->marks->len, ==, 0);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  g_assert_cmpuint (model->marks->len, ==, 1);
  g_assert_cmpstr (bp_chart_model_get_mark (model, 0)->text, ==, "Best epoch: 1");

  rate = (BpHistoryRate){ .first_step = STEPS_PER_EPOCH, .learning_rate = 0.05 };
  bp_history_append_rate (fixture->history, &rate);
  append_epoch (fixture, 2 * STEPS_PER_EPOCH, 0.95);
  rate.is_run = TRUE;
  rate.first_step = 2 * STEPS_PER_EPOCH;
  bp_history_append_rate (fixture->history, &rate);
  bp_history_begin_run (fixture->history, STEPS_PER_EPOCH);
  g_assert_cmpuint (model->marks->len, ==, 3);
  g_assert_cmpstr (bp_chart_model_get_mark (model, 0)->text, ==, "Learning rate 0.05 from here");
  g_assert_cmpfloat (bp_chart_model_get_mark (model, 0)->x, ==, 1.0);
  g_assert_cmpstr (bp_chart_model_get_mark (model, 1)->text, ==,
                   "Continued at the learning rate 0.05");
  g_assert_cmpfloat_with_epsilon (bp_chart_model_get_mark (model, 1)->x, 2.0, 1e-9);
  g_assert_cmpstr (bp_chart_model_get_mark (model, 2)->text, ==, "Best epoch: 2");
  g_assert_cmpuint (bp_chart_get_model (fixture->loss_chart)->marks->len, ==, 3);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->charts));
}

/* What is read in one chart is read in the other one too. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  bp_chart_set_cursor (fixture->loss_chart, 0.5);
  g_assert_cmpfloat (bp_chart_get_cursor (fixture->accuracy_chart), ==, 0.5);
  bp_chart_set_cursor (fixture->accuracy_chart, -1.0);
  g_assert_cmpfloat (bp_chart_get_cursor (fixture->loss_chart), ==, -1.0);
}

static GtkWidget *
find_scale (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SCALE (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_scale (child);
  return found;
}

/* From no smoothing to one over half an epoch. */
static void
test_smoothing_slider (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = create_settings ();
  g_autoptr (BpHistory) history = bp_history_new ();
  GtkWidget *scale = find_scale (GTK_WIDGET (fixture->charts));

  bp_run_charts_set_settings (fixture->charts, settings);
  bp_history_begin_run (history, 1000);
  bp_history_append (history, (const float[]){ 3.0F, 1.0F }, 2, NULL, 0, NULL);
  bp_run_charts_set_history (fixture->charts, history);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Smoothing");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "Average of 50 steps");
  gtk_range_set_value (GTK_RANGE (scale), 0.0);
  g_assert_false (bp_chart_series_is_smoothed (get_series (fixture->loss_chart, 0)));
  g_assert_cmpfloat (g_settings_get_double (settings, BP_KEY_CHART_SMOOTHING), ==, 0.0);
  gtk_range_set_value (GTK_RANGE (scale), 1.0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "Average of 500 steps");
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_y (get_series (fixture->loss_chart, 0),
                                                         BP_CHART_LAYER_SMOOTHED, 1),
                                  2.0F, 0.01F);
}

static void
zoom (BpChart *chart)
{
  bp_chart_view_select_x (bp_chart_get_model (chart), 0.25, 0.5);
  g_object_notify (G_OBJECT (chart), "is-zoomed");
}

/* Only what is zoomed can be reset; a new run is shown whole. */
static void
test_reset_view (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpHistory) other = bp_history_new ();

  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  g_assert_false (bp_chart_get_is_zoomed (fixture->loss_chart));
  zoom (fixture->loss_chart);
  append_epoch (fixture, 2 * STEPS_PER_EPOCH, 0.95);
  g_assert_true (bp_chart_get_is_zoomed (fixture->loss_chart));
  activate (fixture, "charts.reset-loss-view", NULL);
  g_assert_false (bp_chart_get_is_zoomed (fixture->loss_chart));

  zoom (fixture->loss_chart);
  bp_run_charts_set_history (fixture->charts, other);
  g_assert_false (bp_chart_get_is_zoomed (fixture->loss_chart));
}

/* A run that goes on with larger batches keeps its places when it is shown again. */
static void
test_places_of_several_runs (Fixture *fixture, gconstpointer data)
{
  float losses[STEPS_PER_EPOCH] = { 1.0F };
  BpHistoryEpoch epoch = { .values = { .held_out_accuracy = 0.9 }, .n_steps = STEPS_PER_EPOCH };
  BpChartSeries *series = get_series (fixture->loss_chart, 0);

  bp_history_append (fixture->history, losses, STEPS_PER_EPOCH, &epoch, 1, NULL);
  bp_history_begin_run (fixture->history, STEPS_PER_EPOCH / 2);
  bp_history_append (fixture->history, losses, STEPS_PER_EPOCH / 2, NULL, 0, NULL);
  bp_run_charts_set_history (fixture->charts, fixture->history);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (series, STEPS_PER_EPOCH / 2), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_series_get_x (series,
                                                         STEPS_PER_EPOCH + STEPS_PER_EPOCH / 2 - 1),
                                  1.9, 1e-9);
}

static void
test_copy_picture (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->charts));

  bp_run_charts_set_history (fixture->charts, fixture->history);
  append_epoch (fixture, STEPS_PER_EPOCH, 0.9);
  activate (fixture, "charts.copy-accuracy-picture", NULL);
  g_assert_true (
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
}

static void
test_is_freed (void)
{
  BpRunCharts *charts = BP_RUN_CHARTS (g_object_ref_sink (g_object_new (BP_TYPE_RUN_CHARTS, NULL)));
  BpHistory *history = bp_history_new ();

  bp_run_charts_set_history (charts, history);
  g_assert_finalize_object (charts);
  g_assert_finalize_object (history);
}

/* The panel of a chart takes the room that the chart wants: the charts fill a large window. */
static void
test_fill (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel = gtk_widget_get_parent (GTK_WIDGET (fixture->loss_chart));

  g_assert_true (gtk_widget_compute_expand (panel, GTK_ORIENTATION_VERTICAL));
}

BP_TEST_FILE (run_charts)
{
  adw_init ();

#define ADD(path, test) g_test_add ("/run-charts/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("fill", test_fill);
  ADD ("names-and-figures", test_names_and_figures);
  ADD ("before-the-first-epoch-is-over", test_before_the_first_epoch_is_over);
  ADD ("newest-loss", test_newest_loss);
  ADD ("smoothing", test_smoothing);
  ADD ("curves-and-figures", test_curves_and_figures);
  ADD ("varied-images", test_varied_images);
  ADD ("without-held-out-samples", test_without_held_out_samples);
  ADD ("epochs-line-up-with-steps", test_epochs_line_up_with_steps);
  ADD ("epochs-without-steps", test_epochs_without_steps);
  ADD ("a-run-that-goes-on", test_a_run_that_goes_on);
  ADD ("another-history", test_another_history);
  ADD ("vertical-axes", test_vertical_axes);
  ADD ("horizontal-axis", test_horizontal_axis);
  ADD ("ranges-of-another-run", test_ranges_of_another_run);
  ADD ("summary-beside-errors", test_summary_beside_errors);
  ADD ("summary-of-large-loss", test_summary_of_large_loss);
  ADD ("learning-rate", test_learning_rate);
  ADD ("marks", test_marks);
  ADD ("cursor", test_cursor);
  ADD ("smoothing-slider", test_smoothing_slider);
  ADD ("reset-view", test_reset_view);
  ADD ("places-of-several-runs", test_places_of_several_runs);
  ADD ("copy-picture", test_copy_picture);
  ADD ("table", test_table);
  ADD ("table-of-another-run", test_table_of_another_run);
#undef ADD
  g_test_add_func ("/run-charts/is-freed", test_is_freed);
}
