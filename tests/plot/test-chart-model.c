/* SPDX-License-Identifier: MIT */
#include "chart-model.h"
#include "test-file.h"

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

/* The axis grows in steps with the points, and not beyond the end of the run while that is known.
 */
static void
test_axis_grows (void)
{
  const double ends[][2] = { { 0.1, 1.0 }, { 1.0, 1.0 }, { 1.01, 1.2 },  { 4.1, 5.0 },
                             { 5.0, 5.0 }, { 5.1, 6.0 }, { 74.0, 75.0 }, { 75.0, 75.0 } };
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  BpChartModel model;

  bp_chart_model_init (&model, BP_CHART_UNIT_NUMBER);
  bp_chart_model_add_series (&model, series);
  model.x_end = 75.0;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      bp_chart_series_append_at (series, ends[i][0], 1.0F);
      bp_chart_model_fit (&model);
      g_assert_cmpfloat_with_epsilon (model.x.max, ends[i][1], 1e-9);
    }

  /* The end of the run is no reason to change anything, a run that goes on is. */
  model.x_end = 0.0;
  g_assert_false (bp_chart_model_fit (&model));
  bp_chart_series_append_at (series, 76.0, 1.0F);
  g_assert_true (bp_chart_model_fit (&model));
  g_assert_cmpfloat_with_epsilon (model.x.max, 80.0, 1e-9);
  bp_chart_model_clear (&model);
}

static void
test_logarithmic_x (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_set_x_axis (&fixture->model, "Step", BP_CHART_SCALE_LOG);
  g_assert_cmpint (fixture->model.x.kind, ==, BP_CHART_SCALE_LOG);
  g_assert_cmpfloat_with_epsilon (fixture->model.x.min, 0.1, 1e-9);
  g_assert_cmpfloat (fixture->model.x.max, >=, 3.0);
  /* The first step is at 0, which is on no logarithmic axis. */
  g_assert_cmpuint (bp_chart_model_count_outside (&fixture->model), ==, 2);
}

/* A loss that explodes is cut off: what came before keeps its room. */
static void
test_divergence (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_set_smoothing (fixture->steps, 0.0);
  for (guint i = 0; i < 5; i++)
    bp_chart_series_append (fixture->steps, 1e5F * powf (1e6F, (float) i));
  bp_chart_model_fit (&fixture->model);
  g_assert_cmpfloat (fixture->model.y.max, >=, 2.0);
  g_assert_cmpfloat (fixture->model.y.max, <=, 10.0);
  /* Those five, and the step that went astray before. */
  g_assert_cmpuint (bp_chart_model_count_outside (&fixture->model), ==, 6);

  bp_chart_model_set_y_kind (&fixture->model, BP_CHART_Y_LOG);
  g_assert_cmpfloat (fixture->model.y.max, <=, 1000.0);
}

/* What a curve has for most of its course is no divergence, and neither is a loss that falls. */
static void
test_no_divergence (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  BpChartModel model;

  bp_chart_model_init (&model, BP_CHART_UNIT_NUMBER);
  bp_chart_model_add_series (&model, series);
  for (guint i = 0; i < 1000; i++)
    bp_chart_series_append (series, 100.0F * expf (-0.02F * (float) i));
  bp_chart_model_fit (&model);
  g_assert_cmpfloat (model.y.max, >=, 100.0);

  bp_chart_series_clear (series);
  for (guint i = 0; i < 1000; i++)
    bp_chart_series_append (series, i < 200 ? 0.01F : 1.0F);
  bp_chart_model_fit (&model);
  g_assert_cmpfloat (model.y.max, >=, 1.0);
  bp_chart_model_clear (&model);
}

static void
test_y_kinds (Fixture *fixture, gconstpointer data)
{
  BpChartModel *model = &fixture->model;

  bp_chart_series_clear (fixture->steps);
  bp_chart_model_set_y_kind (model, BP_CHART_Y_LINEAR);
  g_assert_cmpfloat (model->y.min, >, 0.19);
  bp_chart_model_set_y_kind (model, BP_CHART_Y_FROM_ZERO);
  g_assert_cmpfloat (model->y.min, ==, 0.0);
  bp_chart_model_set_y_kind (model, BP_CHART_Y_LOG);
  g_assert_cmpint (model->y.kind, ==, BP_CHART_SCALE_LOG);
}

/* Accuracies of 90 %, 99 % and all: errors of 10 %, 1 % and none. */
static void
test_error (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS);
  g_autofree char *text = NULL;
  BpChartModel model;

  bp_chart_model_init (&model, BP_CHART_UNIT_PERCENT);
  bp_chart_model_add_series (&model, series);
  bp_chart_series_append_at (series, 1.0, 0.9F);
  bp_chart_series_append_at (series, 2.0, 0.99F);
  bp_chart_series_append_at (series, 3.0, 1.0F);
  bp_chart_model_fit (&model);
  bp_chart_model_set_y_kind (&model, BP_CHART_Y_ERROR);
  g_assert_cmpfloat_with_epsilon (bp_chart_model_to_axis (&model, 0.75), 0.25, 1e-12);
  g_assert_cmpfloat (model.y.min, >, 0.0);
  g_assert_cmpfloat (model.y.min, <=, 0.01);
  g_assert_cmpfloat (model.y.max, >=, 0.1);
  /* No error at all is on no logarithmic axis. */
  g_assert_cmpuint (bp_chart_model_count_outside (&model), ==, 1);
  text = bp_chart_model_describe_at (&model, 2.0);
  g_assert_cmpstr (text, ==, "Epoch 2: Held-out 1 % error");
  bp_chart_model_clear (&model);
}

static void
test_outside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;
  g_autofree char *many = NULL;

  bp_chart_model_fit (&fixture->model);
  one = bp_chart_model_describe_outside (&fixture->model);
  g_assert_cmpstr (one, ==, "1 point outside the view");
  bp_chart_series_clear (fixture->steps);
  bp_chart_model_fit (&fixture->model);
  none = bp_chart_model_describe_outside (&fixture->model);
  g_assert_null (none);
  for (guint i = 0; i < 2000; i++)
    bp_chart_series_append (fixture->steps, i % 2 == 0 ? 0.5F : NAN);
  bp_chart_model_fit (&fixture->model);
  bp_chart_scale_set_range (&fixture->model.y, 0.6, 0.7);
  many = bp_chart_model_describe_outside (&fixture->model);
  g_assert_cmpstr (many, ==, "1,003 points outside the view");
}

/* A curve with a scale of its own changes neither axis. */
static void
test_own_scale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpChartSeries) rate = bp_chart_series_new ("Rate", BP_CHART_SERIES_OWN_SCALE);
  g_autofree char *text = NULL;
  double before;

  bp_chart_model_fit (&fixture->model);
  before = fixture->model.y.max;
  bp_chart_series_append_at (rate, 1.0, 500.0F);
  bp_chart_model_add_series (&fixture->model, rate);
  bp_chart_model_fit (&fixture->model);
  g_assert_cmpfloat (fixture->model.y.max, ==, before);
  g_assert_cmpuint (bp_chart_model_count_outside (&fixture->model), ==, 1);
  text = bp_chart_model_describe_at (&fixture->model, 1.0);
  g_assert_cmpstr (text, ==, "Epoch 1: Training 2, Held-out 1, Rate 500");
}

static void
test_marks (Fixture *fixture, gconstpointer data)
{
  BpChartModel *model = &fixture->model;
  g_autofree char *text = NULL;

  bp_chart_model_fit (model);
  bp_chart_model_add_mark (model, 1.0, BP_CHART_MARK_TRIANGLE, "Rate 0.05");
  bp_chart_model_add_mark (model, 2.0, BP_CHART_MARK_STAR, "Best epoch");
  g_assert_null (bp_chart_model_find_mark (model, 1.5));
  g_assert_cmpstr (bp_chart_model_find_mark (model, 2.01)->text, ==, "Best epoch");
  text = bp_chart_model_describe_at (model, 1.0);
  g_assert_cmpstr (text, ==, "Epoch 1: Training 2, Held-out 1, Rate 0.05");
  bp_chart_model_clear_marks (model);
  g_assert_null (bp_chart_model_find_mark (model, 2.0));
}

/* Places to the unit where they are large: the steps of a run. */
static void
test_format_x (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    double x;
    const char *expected;
  } places[] = {
    { 3.456, "Step 3.46" },
    { 999.0, "Step 999" },
    { 1234.0, "Step 1234" },
    { 1234567.0, "Step 1,234,567" },
    { 123456789.0, "Step 123,456,789" },
  };

  bp_chart_model_set_x_axis (&fixture->model, "Step", BP_CHART_SCALE_LINEAR);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *text = bp_chart_model_format_x (&fixture->model, places[i].x);

      g_assert_cmpstr (text, ==, places[i].expected);
    }
}

/* On a logarithmic axis, small places are told apart. */
static void
test_format_small_x (Fixture *fixture, gconstpointer data)
{
  g_autofree char *small = NULL;
  g_autofree char *large = NULL;

  bp_chart_model_set_x_axis (&fixture->model, "Rate", BP_CHART_SCALE_LOG);
  small = bp_chart_model_format_x (&fixture->model, 0.002346);
  g_assert_cmpstr (small, ==, "Rate 0.00235");
  large = bp_chart_model_format_x (&fixture->model, 3.456);
  g_assert_cmpstr (large, ==, "Rate 3.46");
}

static void
test_fit_log (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_append_at (fixture->epochs, 4.0, 0.0F);
  bp_chart_series_append_at (fixture->epochs, 5.0, 0.003F);
  bp_chart_model_set_y_kind (&fixture->model, BP_CHART_Y_LOG);
  g_assert_cmpfloat (fixture->model.y.min, >, 0.0005);
  g_assert_cmpfloat (fixture->model.y.min, <=, 0.003);
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

BP_TEST_FILE (chart_model)
{
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/chart-model/fit", test_fit);
  ADD ("/chart-model/logarithmic-x", test_logarithmic_x);
  ADD ("/chart-model/divergence", test_divergence);
  ADD ("/chart-model/y-kinds", test_y_kinds);
  ADD ("/chart-model/outside", test_outside);
  ADD ("/chart-model/own-scale", test_own_scale);
  ADD ("/chart-model/marks", test_marks);
  ADD ("/chart-model/format-x", test_format_x);
  ADD ("/chart-model/format-small-x", test_format_small_x);
  ADD ("/chart-model/fit-log", test_fit_log);
  ADD ("/chart-model/describe", test_describe);
  ADD ("/chart-model/nearest-place", test_nearest_place);
  ADD ("/chart-model/steps-over-places", test_steps_over_places);
  ADD ("/chart-model/steps-over-places-of-both", test_steps_over_places_of_both);
#undef ADD
  g_test_add_func ("/chart-model/axis-grows", test_axis_grows);
  g_test_add_func ("/chart-model/no-divergence", test_no_divergence);
  g_test_add_func ("/chart-model/error", test_error);
  g_test_add_func ("/chart-model/is-empty", test_is_empty);
  g_test_add_func ("/chart-model/describe-percent", test_describe_percent);
}
