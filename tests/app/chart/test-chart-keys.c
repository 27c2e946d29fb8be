/* SPDX-License-Identifier: MIT */
#include "chart-keys.h"
#include "chart-view.h"
#include "test-file.h"

typedef struct
{
  BpChartModel model;
  BpChartSeries *epochs;
} Fixture;

/* A point after each of four epochs. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_init (&fixture->model, BP_CHART_UNIT_NUMBER);
  fixture->epochs = bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS);
  for (guint epoch = 1; epoch <= 4; epoch++)
    bp_chart_series_append_at (fixture->epochs, epoch, 1.0F / (float) epoch);
  bp_chart_model_add_series (&fixture->model, fixture->epochs);
  bp_chart_model_fit (&fixture->model);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_unref (fixture->epochs);
  bp_chart_model_clear (&fixture->model);
}

static void
test_places (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *model = &fixture->model;
  double x = 2.0;

  g_assert_true (bp_chart_find_place_of_key (model, GDK_KEY_Right, &x));
  g_assert_cmpfloat (x, ==, 3.0);
  g_assert_true (bp_chart_find_place_of_key (model, GDK_KEY_Left, &x));
  g_assert_cmpfloat (x, ==, 2.0);
  g_assert_true (bp_chart_find_place_of_key (model, GDK_KEY_Home, &x));
  g_assert_cmpfloat (x, ==, model->x.min);
  g_assert_true (bp_chart_find_place_of_key (model, GDK_KEY_End, &x));
  g_assert_cmpfloat (x, ==, model->x.max);
  g_assert_false (bp_chart_find_place_of_key (model, GDK_KEY_a, &x));
}

/* Plus and minus zoom around the read-out, and 0 shows all. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  BpChartModel *model = &fixture->model;
  double fraction = bp_chart_scale_to_fraction (&model->x, 1.0);

  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_plus, 0, 1.0));
  g_assert_true (model->is_x_zoomed);
  g_assert_false (model->is_y_zoomed);
  g_assert_cmpfloat (model->x.max - model->x.min, <, 4.0);
  g_assert_cmpfloat_with_epsilon (bp_chart_scale_to_fraction (&model->x, 1.0), fraction, 1e-9);
  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_minus, 0, 1.0));
  g_assert_false (bp_chart_view_is_zoomed (model));

  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_plus, GDK_CONTROL_MASK, 1.0));
  g_assert_false (model->is_x_zoomed);
  g_assert_true (model->is_y_zoomed);
  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_0, 0, 1.0));
  g_assert_false (bp_chart_view_is_zoomed (model));
  g_assert_false (bp_chart_zoom_by_key (model, GDK_KEY_Left, 0, 1.0));
}

static void
test_pan (Fixture *fixture, gconstpointer data)
{
  BpChartModel *model = &fixture->model;

  bp_chart_view_select (model, 0.25, 0.75, 0.25, 0.75);
  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_Right, GDK_SHIFT_MASK, 1.0));
  g_assert_cmpfloat_with_epsilon (model->x.min, 1.2, 1e-9);
  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_Left, GDK_SHIFT_MASK, 1.0));
  g_assert_cmpfloat_with_epsilon (model->x.min, 1.0, 1e-9);
  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_Up, GDK_SHIFT_MASK, 1.0));
  g_assert_cmpfloat_with_epsilon (model->y.min, 0.3, 1e-9);
  g_assert_true (bp_chart_zoom_by_key (model, GDK_KEY_Down, GDK_SHIFT_MASK, 1.0));
  g_assert_cmpfloat_with_epsilon (model->y.min, 0.25, 1e-9);
}

BP_TEST_FILE (chart_keys)
{
#define ADD(path, test) g_test_add ("/chart-keys/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("places", test_places);
  ADD ("zoom", test_zoom);
  ADD ("pan", test_pan);
#undef ADD
}
