/* SPDX-License-Identifier: MIT */
#include "health-chart.h"

#include "chart.h"
#include "test-file.h"

#define STEPS_PER_EPOCH 4

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpHealthChart *health_chart;
  BpHistory *history; /* owned */
} Fixture;

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

static void
append_epoch (Fixture *fixture, guint number)
{
  const float losses[STEPS_PER_EPOCH] = { 0.5F, 0.5F, 0.5F, 0.5F };
  const BpHistoryEpoch epoch = {
    .values = { .epoch = number,
                .health = { .gradient_norms = { 2, { 0.5 / number, 0.25 } },
                            .update_ratios = { 2, { 0.001, 0.002 } },
                            .dead_shares = { 1, { 0.125 } } } },
    .n_steps = (guint64) number * STEPS_PER_EPOCH,
  };

  bp_history_append (fixture->history, losses, STEPS_PER_EPOCH, &epoch, 1, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->health_chart = BP_HEALTH_CHART (g_object_new (BP_TYPE_HEALTH_CHART, NULL));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->health_chart));
  fixture->history = bp_history_new ();
  bp_history_begin_run (fixture->history, STEPS_PER_EPOCH);
  append_epoch (fixture, 1);
  bp_health_chart_set_history (fixture->health_chart, fixture->history);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->history);
}

static BpChartModel *
get_model (Fixture *fixture)
{
  return bp_chart_get_model (
      BP_CHART (find_by_type (GTK_WIDGET (fixture->health_chart), BP_TYPE_CHART)));
}

static void
assert_point (Fixture *fixture, guint layer, gsize index, double expected)
{
  BpChartSeries *series = bp_chart_model_get_series (get_model (fixture), layer);

  g_assert_cmpuint (bp_chart_series_get_length (series), >, index);
  g_assert_cmpfloat_with_epsilon ((double) bp_chart_series_get_y (series, BP_CHART_LAYER_RAW,
                                                                  index),
                                  expected, 1e-6);
}

/* Out of sight, nothing is done; then all epochs are there, and new ones come in. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  append_epoch (fixture, 2);
  g_assert_cmpuint (get_model (fixture)->series->len, ==, 0);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->health_chart));
  g_assert_cmpuint (get_model (fixture)->series->len, ==, 2);
  assert_point (fixture, 0, 1, 0.25);
  assert_point (fixture, 1, 1, 0.25);

  append_epoch (fixture, 5);
  assert_point (fixture, 0, 2, 0.1);
  bp_health_chart_set_history (fixture->health_chart, NULL);
  g_assert_cmpuint (get_model (fixture)->series->len, ==, 0);
}

static void
test_figures (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *choice =
      GTK_DROP_DOWN (find_by_type (GTK_WIDGET (fixture->health_chart), GTK_TYPE_DROP_DOWN));

  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->health_chart));
  g_assert_cmpint (get_model (fixture)->y_kind, ==, BP_CHART_Y_LOG);
  gtk_drop_down_set_selected (choice, 1);
  assert_point (fixture, 1, 0, 0.002);
  gtk_drop_down_set_selected (choice, 2);
  g_assert_cmpuint (get_model (fixture)->series->len, ==, 1);
  assert_point (fixture, 0, 0, 12.5);
  g_assert_cmpint (get_model (fixture)->y_kind, ==, BP_CHART_Y_FROM_ZERO);
}

BP_TEST_FILE (health_chart)
{
  gtk_init ();
  g_test_add ("/health-chart/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/health-chart/figures", Fixture, NULL, set_up, test_figures, tear_down);
}
