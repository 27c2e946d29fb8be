/* SPDX-License-Identifier: MIT */
#include "chart-keys.h"
#include "chart-model.h"
#include "test-file.h"

#include <gdk/gdk.h>
#include <math.h>

typedef struct
{
  BpChartModel model;
  BpChartSeries *steps;
  BpChartSeries *epochs;
} Fixture;

/* Ten steps in each of three epochs, with one outlier, and a point after each epoch. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_init (&fixture->model, BP_CHART_UNIT_NUMBER);
  fixture->steps = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  fixture->epochs = bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS);
  bp_chart_series_set_spacing (fixture->steps, 0.1);
  bp_chart_series_set_smoothing (fixture->steps, 0.9);
  for (guint i = 0; i < 30; i++)
    bp_chart_series_append (fixture->steps, i == 20 ? 50.0F : 2.0F);
  for (guint epoch = 1; epoch <= 3; epoch++)
    bp_chart_series_append_at (fixture->epochs, epoch, 1.0F / (float) epoch);
  bp_chart_model_add_series (&fixture->model, fixture->steps);
  bp_chart_model_add_series (&fixture->model, fixture->epochs);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_unref (fixture->steps);
  bp_chart_series_unref (fixture->epochs);
  bp_chart_model_clear (&fixture->model);
}

static void
test_fit (Fixture *fixture, gconstpointer data)
{
  g_assert_true (bp_chart_model_fit (&fixture->model));
  g_assert_cmpfloat (fixture->model.x.min, ==, 0.0);
  g_assert_cmpfloat (fixture->model.x.max, >=, 3.0);
  /* The range is from 0 to above the smoothed curve, without the outlier. */
  g_assert_cmpfloat (fixture->model.y.min, ==, 0.0);
  g_assert_cmpfloat (fixture->model.y.max, >=, 2.0);
  g_assert_cmpfloat (fixture->model.y.max, <, 20.0);
  g_assert_false (bp_chart_model_fit (&fixture->model));
}

static void
test_fit_keeps_room (Fixture *fixture, gconstpointer data)
{
  fixture->model.x_end = 20.0;
  bp_chart_model_fit (&fixture->model);
  g_assert_cmpfloat (fixture->model.x.max, ==, 20.0);

  /* A run that continues beyond its planned end. */
  bp_chart_series_append_at (fixture->epochs, 21.0, 0.1F);
  bp_chart_model_fit (&fixture->model);
  g_assert_cmpfloat (fixture->model.x.max, >=, 21.0);
}

static void
test_fit_log (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_append_at (fixture->epochs, 4.0, 0.0F);
  bp_chart_series_append_at (fixture->epochs, 5.0, 0.003F);
  bp_chart_model_set_y_kind (&fixture->model, BP_CHART_SCALE_LOG);
  g_assert_cmpfloat (fixture->model.y.min, >, 0.0005);
  g_assert_cmpfloat (fixture->model.y.min, <=, 0.003);
}

static void
test_is_empty (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  BpChartModel model;

  bp_chart_model_init (&model, BP_CHART_UNIT_PERCENT);
  g_assert_true (bp_chart_model_is_empty (&model));
  bp_chart_model_add_series (&model, series);
  bp_chart_series_append (series, NAN);
  g_assert_true (bp_chart_model_is_empty (&model));
  bp_chart_model_fit (&model);
  bp_chart_series_append (series, 0.5F);
  g_assert_false (bp_chart_model_is_empty (&model));
  bp_chart_model_clear (&model);
}

static void
test_describe (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = bp_chart_model_describe_at (&fixture->model, 1.1);

  g_assert_cmpstr (text, ==, "Epoch 1.1: Training 2, Held-out 1");
}

static void
test_describe_percent (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS);
  g_autofree char *text = NULL;
  BpChartModel model;

  bp_chart_model_init (&model, BP_CHART_UNIT_PERCENT);
  bp_chart_model_add_series (&model, series);
  bp_chart_series_append_at (series, 7.0, 0.98123F);
  text = bp_chart_model_describe_at (&model, 7.0);
  g_assert_cmpstr (text, ==, "Epoch 7: Held-out 98.1 %");
  bp_chart_model_clear (&model);
}

static void
test_nearest_place (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat_with_epsilon (bp_chart_model_find_nearest_x (&fixture->model, 1.23), 1.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_model_find_nearest_x (&fixture->model, 9.0), 3.0, 1e-9);
  bp_chart_series_clear (fixture->steps);
  g_assert_cmpfloat (bp_chart_model_find_nearest_x (&fixture->model, 1.23), ==, 1.0);
}

static void
test_steps_over_places (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *model = &fixture->model;

  g_assert_cmpfloat_with_epsilon (bp_chart_model_step_x (model, 1.0, 0.3), 1.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_model_step_x (model, 1.0, -0.3), 0.7, 1e-9);

  /* A step shorter than the distance between points moves to the next point. */
  bp_chart_series_clear (fixture->steps);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 1.0, 0.1), ==, 2.0);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 2.0, 0.1), ==, 3.0);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 3.0, 0.1), ==, 3.0);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 2.0, -0.1), ==, 1.0);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 1.0, -0.1), ==, 1.0);
}

/* With points of several curves, it goes to the nearest of them. */
static void
test_steps_over_places_of_both (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *model = &fixture->model;

  bp_chart_series_clear (fixture->steps);
  bp_chart_series_set_spacing (fixture->steps, 0.75);
  for (guint i = 0; i < 4; i++)
    bp_chart_series_append (fixture->steps, 2.0F);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 3.0, -0.1), ==, 2.25);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 2.25, -0.1), ==, 2.0);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 2.0, -0.1), ==, 1.5);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 1.5, 0.1), ==, 2.0);
  g_assert_cmpfloat (bp_chart_model_step_x (model, 2.0, 0.1), ==, 2.25);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const BpChartModel *model = &fixture->model;
  double x = 2.0;

  bp_chart_series_clear (fixture->steps);
  bp_chart_model_fit (&fixture->model);
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

BP_TEST_FILE (chart_model)
{
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/chart-model/fit", test_fit);
  ADD ("/chart-model/fit-keeps-room", test_fit_keeps_room);
  ADD ("/chart-model/fit-log", test_fit_log);
  ADD ("/chart-model/describe", test_describe);
  ADD ("/chart-model/nearest-place", test_nearest_place);
  ADD ("/chart-model/steps-over-places", test_steps_over_places);
  ADD ("/chart-model/steps-over-places-of-both", test_steps_over_places_of_both);
  ADD ("/chart-model/keys", test_keys);
#undef ADD
  g_test_add_func ("/chart-model/is-empty", test_is_empty);
  g_test_add_func ("/chart-model/describe-percent", test_describe_percent);
}
