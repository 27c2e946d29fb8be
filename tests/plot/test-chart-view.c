/* SPDX-License-Identifier: MIT */
#include "chart-view.h"
#include "test-file.h"

typedef struct
{
  BpChartModel model;
  BpChartSeries *series;
} Fixture;

/* Values from 0 to 10 over 0 to 100. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_init (&fixture->model, BP_CHART_UNIT_NUMBER);
  fixture->series = bp_chart_series_new ("Loss", BP_CHART_SERIES_LINE);
  for (guint i = 0; i <= 100; i++)
    bp_chart_series_append (fixture->series, (float) i / 10.0F);
  bp_chart_model_add_series (&fixture->model, fixture->series);
  bp_chart_model_fit (&fixture->model);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_unref (fixture->series);
  bp_chart_model_clear (&fixture->model);
}

static void
assert_axis (const BpChartScale *axis, double min, double max)
{
  g_assert_cmpfloat_with_epsilon (axis->min, min, 1e-6);
  g_assert_cmpfloat_with_epsilon (axis->max, max, 1e-6);
}

/* The vertical axis follows what is shown. */
static void
test_select_x (Fixture *fixture, gconstpointer data)
{
  g_assert_false (bp_chart_view_is_zoomed (&fixture->model));
  bp_chart_model_set_y_kind (&fixture->model, BP_CHART_Y_LINEAR);
  bp_chart_view_select_x (&fixture->model, 0.6, 0.4);
  assert_axis (&fixture->model.x, 40.0, 60.0);
  assert_axis (&fixture->model.y, 4.0, 6.0);
  g_assert_true (bp_chart_view_is_zoomed (&fixture->model));
  g_assert_cmpuint (bp_chart_model_count_outside (&fixture->model), ==, 80);
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  bp_chart_view_select (&fixture->model, 0.0, 1.0, 0.5, 1.0);
  assert_axis (&fixture->model.x, 0.0, 100.0);
  assert_axis (&fixture->model.y, 5.0, 10.0);
  g_assert_cmpuint (bp_chart_model_count_outside (&fixture->model), ==, 50);
  bp_chart_view_select (&fixture->model, 0.5, 0.75, 0.5, 1.0);
  assert_axis (&fixture->model.x, 50.0, 75.0);
  assert_axis (&fixture->model.y, 7.5, 10.0);
}

/* The view is kept while points arrive, and all are there when it is reset. */
static void
test_points_arrive (Fixture *fixture, gconstpointer data)
{
  bp_chart_view_select (&fixture->model, 0.2, 0.4, 0.1, 0.5);
  for (guint i = 0; i < 300; i++)
    bp_chart_series_append (fixture->series, 20.0F);
  g_assert_false (bp_chart_model_fit (&fixture->model));
  assert_axis (&fixture->model.x, 20.0, 40.0);
  assert_axis (&fixture->model.y, 1.0, 5.0);

  bp_chart_view_reset (&fixture->model);
  g_assert_false (bp_chart_view_is_zoomed (&fixture->model));
  g_assert_cmpfloat (fixture->model.x.max, >=, 400.0);
  g_assert_cmpfloat (fixture->model.y.max, >=, 20.0);
  g_assert_cmpuint (bp_chart_model_count_outside (&fixture->model), ==, 0);
}

/* The place under the pointer stays where it is, and zooming out ends at all points. */
static void
test_zoom_x (Fixture *fixture, gconstpointer data)
{
  bp_chart_view_zoom_x (&fixture->model, 0.25, 2.0);
  assert_axis (&fixture->model.x, 12.5, 62.5);
  bp_chart_view_zoom_x (&fixture->model, 0.25, 0.5);
  g_assert_false (bp_chart_view_is_zoomed (&fixture->model));
  assert_axis (&fixture->model.x, 0.0, 100.0);
  bp_chart_view_zoom_x (&fixture->model, 0.0, 4.0);
  bp_chart_view_zoom_x (&fixture->model, 1.0, 0.5);
  assert_axis (&fixture->model.x, 0.0, 50.0);
}

/* Zooming out vertically shows what the fitted axis cuts off. */
static void
test_zoom_y (Fixture *fixture, gconstpointer data)
{
  bp_chart_view_zoom_y (&fixture->model, 0.5, 2.0);
  assert_axis (&fixture->model.y, 2.5, 7.5);
  bp_chart_view_zoom_y (&fixture->model, 0.0, 0.25);
  assert_axis (&fixture->model.y, 2.5, 22.5);
}

/* There is nothing over 100 %. */
static void
test_zoom_of_shares (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Accuracy", BP_CHART_SERIES_POINTS);
  BpChartModel model;

  bp_chart_model_init (&model, BP_CHART_UNIT_PERCENT);
  bp_chart_series_append_at (series, 1.0, 0.5F);
  bp_chart_series_append_at (series, 2.0, 0.9F);
  bp_chart_model_add_series (&model, series);
  bp_chart_model_fit (&model);
  bp_chart_view_zoom_y (&model, 0.5, 0.1);
  assert_axis (&model.y, 0.0, 1.0);
  bp_chart_view_pan (&model, 0.0, 0.5);
  assert_axis (&model.y, 0.0, 1.0);
  bp_chart_model_clear (&model);
}

static void
test_pan (Fixture *fixture, gconstpointer data)
{
  /* All is shown: there is nowhere to go. */
  bp_chart_view_pan (&fixture->model, 0.5, 0.0);
  g_assert_false (bp_chart_view_is_zoomed (&fixture->model));

  bp_chart_view_select_x (&fixture->model, 0.4, 0.6);
  bp_chart_view_pan (&fixture->model, 0.5, 0.0);
  assert_axis (&fixture->model.x, 50.0, 70.0);
  bp_chart_view_pan (&fixture->model, 5.0, 0.0);
  assert_axis (&fixture->model.x, 80.0, 100.0);
  bp_chart_view_pan (&fixture->model, -9.0, 0.0);
  assert_axis (&fixture->model.x, 0.0, 20.0);
  bp_chart_view_pan (&fixture->model, 0.0, 0.25);
  g_assert_true (fixture->model.is_y_zoomed);
}

/* Fractions of a logarithmic axis are ratios. */
static void
test_logarithmic (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_set_x_axis (&fixture->model, "Step", BP_CHART_SCALE_LOG);
  assert_axis (&fixture->model.x, 1.0, 100.0);
  bp_chart_view_select_x (&fixture->model, 0.5, 1.0);
  assert_axis (&fixture->model.x, 10.0, 100.0);
  bp_chart_model_set_y_kind (&fixture->model, BP_CHART_Y_LOG);
  for (guint i = 0; i < 50; i++)
    bp_chart_view_zoom_y (&fixture->model, 0.0, 0.01);
  g_assert_cmpfloat (fixture->model.y.min, >, 0.0);
}

/* No part is so small that rounding would show. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 100; i++)
    bp_chart_view_zoom_x (&fixture->model, 0.5, 10.0);
  g_assert_cmpfloat (fixture->model.x.max, >, fixture->model.x.min);
  g_assert_cmpfloat (fixture->model.x.max - fixture->model.x.min, >=, 1e-6);
  bp_chart_view_select (&fixture->model, 0.5, 0.5, 0.3, 0.3);
  g_assert_cmpfloat (fixture->model.x.max, >, fixture->model.x.min);
}

BP_TEST_FILE (chart_view)
{
#define ADD(path, test) g_test_add ("/chart-view/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("select-x", test_select_x);
  ADD ("select", test_select);
  ADD ("points-arrive", test_points_arrive);
  ADD ("zoom-x", test_zoom_x);
  ADD ("zoom-y", test_zoom_y);
  ADD ("pan", test_pan);
  ADD ("logarithmic", test_logarithmic);
  ADD ("limit", test_limit);
#undef ADD
  g_test_add_func ("/chart-view/zoom-of-shares", test_zoom_of_shares);
}
