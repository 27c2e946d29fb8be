/* SPDX-License-Identifier: MIT */
#include "chart-rows.h"
#include "test-file.h"

#include <math.h>

#define STEPS_PER_EPOCH 10

typedef struct
{
  BpChartModel model;
  BpChartSeries *steps;  /* owned */
  BpChartSeries *epochs; /* owned */
  BpChartRows rows;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_init (&fixture->model, BP_CHART_UNIT_NUMBER);
  fixture->steps = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  fixture->epochs = bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS);
  bp_chart_series_set_spacing (fixture->steps, 1.0 / STEPS_PER_EPOCH);
  bp_chart_model_add_series (&fixture->model, fixture->steps);
  bp_chart_model_add_series (&fixture->model, fixture->epochs);
  bp_chart_rows_init (&fixture->rows);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_unref (fixture->steps);
  bp_chart_series_unref (fixture->epochs);
  bp_chart_model_clear (&fixture->model);
  bp_chart_rows_clear (&fixture->rows);
}

/* The step with the number i of an epoch has the loss epoch + i / 10. */
static void
append_steps (Fixture *fixture, guint epoch)
{
  for (guint i = 0; i < STEPS_PER_EPOCH; i++)
    bp_chart_series_append (fixture->steps, (float) epoch + (float) i / 10.0F);
}

static void
append_epoch (Fixture *fixture, guint epoch)
{
  append_steps (fixture, epoch);
  bp_chart_series_append_at (fixture->epochs, epoch, 1.0F / (float) epoch);
}

static BpChartRowsChange
update (Fixture *fixture)
{
  bp_chart_model_fit (&fixture->model);
  return bp_chart_rows_update (&fixture->rows, &fixture->model);
}

static void
assert_cell (Fixture *fixture, guint row, guint column, const char *expected)
{
  g_autofree char *text = bp_chart_rows_format (&fixture->rows, &fixture->model, row, column);

  g_assert_cmpstr (text, ==, expected);
}

/* The epochs are the rows; the loss of the steps is that of the last step of each. */
static void
test_epochs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *description = NULL;

  append_epoch (fixture, 1);
  append_epoch (fixture, 2);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_NEW_COLUMNS);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 2);
  g_assert_cmpuint (bp_chart_rows_get_n_columns (&fixture->rows), ==, 3);
  g_assert_cmpstr (bp_chart_rows_get_title (&fixture->rows, 0), ==, "Epoch");
  g_assert_cmpstr (bp_chart_rows_get_title (&fixture->rows, 1), ==, "Training");
  g_assert_cmpstr (bp_chart_rows_get_title (&fixture->rows, 2), ==, "Held-out");
  assert_cell (fixture, 0, 0, "1");
  assert_cell (fixture, 0, 1, "1.9");
  assert_cell (fixture, 0, 2, "1");
  assert_cell (fixture, 1, 0, "2");
  assert_cell (fixture, 1, 1, "2.9");
  assert_cell (fixture, 1, 2, "0.5");

  description = bp_chart_rows_describe (&fixture->rows, &fixture->model, 1);
  g_assert_cmpstr (description, ==, "Epoch 2: Training 2.9, Held-out 0.5");
}

/* A row stays as it is when more steps and epochs follow. */
static void
test_grows (Fixture *fixture, gconstpointer data)
{
  append_epoch (fixture, 1);
  update (fixture);
  append_steps (fixture, 2);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_APPENDED);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 1);
  assert_cell (fixture, 0, 1, "1.9");

  bp_chart_series_append_at (fixture->epochs, 2.0, 0.5F);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_APPENDED);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 2);
  assert_cell (fixture, 1, 2, "0.5");
}

/* The same places with other values are other rows: another run, or another smoothing. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  append_epoch (fixture, 1);
  update (fixture);
  bp_chart_series_set_smoothing (fixture->steps, 0.9);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_REPLACED);
  assert_cell (fixture, 0, 1, "1.54");

  bp_chart_series_clear (fixture->steps);
  bp_chart_series_clear (fixture->epochs);
  append_steps (fixture, 3);
  bp_chart_series_append_at (fixture->epochs, 1.0, 0.125F);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_REPLACED);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 1);
  assert_cell (fixture, 0, 2, "0.125");

  bp_chart_model_set_y_kind (&fixture->model, BP_CHART_Y_LOG);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_REPLACED);
  bp_chart_model_set_x_axis (&fixture->model, "Seconds", BP_CHART_SCALE_LINEAR);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_NEW_COLUMNS);
  g_assert_cmpstr (bp_chart_rows_get_title (&fixture->rows, 0), ==, "Seconds");

  bp_chart_series_clear (fixture->steps);
  bp_chart_series_clear (fixture->epochs);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_NEW_COLUMNS);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 0);
  g_assert_cmpuint (bp_chart_rows_get_n_columns (&fixture->rows), ==, 1);
}

/* A curve without a point at a place has no value there, and neither has one that has ended. */
static void
test_several_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpChartSeries) other = bp_chart_series_new ("Other", BP_CHART_SERIES_POINTS);

  append_epoch (fixture, 1);
  bp_chart_series_append_at (other, 0.5, 4.0F);
  bp_chart_series_append_at (other, 1.0, NAN);
  bp_chart_series_append_at (other, 5.0, 2.0F);
  bp_chart_model_add_series (&fixture->model, other);
  update (fixture);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 3);
  assert_cell (fixture, 0, 0, "0.5");
  assert_cell (fixture, 0, 1, "1.4");
  assert_cell (fixture, 0, 2, "–");
  assert_cell (fixture, 0, 3, "4");
  assert_cell (fixture, 1, 2, "1");
  assert_cell (fixture, 1, 3, "–");
  assert_cell (fixture, 2, 1, "–");
  assert_cell (fixture, 2, 3, "2");

  /* A point among the others is no reason to lose the others. */
  bp_chart_series_append_at (fixture->epochs, 2.0, 0.5F);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_REPLACED);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 4);
  assert_cell (fixture, 2, 0, "2");
  assert_cell (fixture, 2, 2, "0.5");
  assert_cell (fixture, 3, 3, "2");
}

/* The edges of a band are no columns; its middle has a value for each epoch. */
static void
test_band (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpChartSeries) lower = bp_chart_series_new ("Lower", BP_CHART_SERIES_LINE);
  g_autoptr (BpChartSeries) upper = bp_chart_series_new ("Upper", BP_CHART_SERIES_LINE);
  g_autoptr (BpChartSeries) band = bp_chart_series_new ("Held-out, 3 seeds", BP_CHART_SERIES_LINE);

  bp_chart_series_set_band (band, lower, upper);
  bp_chart_series_append_at (band, 1.0, 3.0F);
  bp_chart_series_append_at (band, 2.0, 2.0F);
  bp_chart_model_add_series (&fixture->model, band);
  append_epoch (fixture, 1);
  update (fixture);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 2);
  assert_cell (fixture, 0, 3, "3");
  assert_cell (fixture, 1, 3, "2");
}

/* A million steps without an epoch are some fifty rows. */
static void
test_steps_alone (Fixture *fixture, gconstpointer data)
{
  const guint n_steps = 1000001;

  bp_chart_series_set_spacing (fixture->steps, 1.0);
  for (guint i = 0; i < n_steps; i++)
    bp_chart_series_append (fixture->steps, (float) i);
  update (fixture);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 51);
  g_assert_cmpuint (bp_chart_rows_get_n_columns (&fixture->rows), ==, 2);
  assert_cell (fixture, 0, 0, "0");
  assert_cell (fixture, 0, 1, "0");
  assert_cell (fixture, 1, 0, "20,000");
  assert_cell (fixture, 1, 1, "20,000");
  assert_cell (fixture, 50, 0, "1,000,000");
  assert_cell (fixture, 50, 1, "1,000,000");

  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_APPENDED);
  bp_chart_series_append (fixture->steps, 1.0F);
  g_assert_cmpint (update (fixture), ==, BP_CHART_ROWS_REPLACED);
  g_assert_cmpuint (bp_chart_rows_get_n_rows (&fixture->rows), ==, 21);
}

/* Shares are in percent, as errors too, and do not depend on the part that is shown. */
static void
test_percent (void)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS);
  g_autofree char *accuracy = NULL;
  g_autofree char *error = NULL;
  BpChartModel model;
  BpChartRows rows;

  bp_chart_model_init (&model, BP_CHART_UNIT_PERCENT);
  bp_chart_rows_init (&rows);
  bp_chart_series_append_at (series, 1.0, 0.981F);
  bp_chart_model_add_series (&model, series);
  bp_chart_model_fit (&model);
  bp_chart_rows_update (&rows, &model);
  accuracy = bp_chart_rows_format (&rows, &model, 0, 1);
  g_assert_cmpstr (accuracy, ==, "98.1 %");

  bp_chart_model_set_y_kind (&model, BP_CHART_Y_ERROR);
  bp_chart_rows_update (&rows, &model);
  error = bp_chart_rows_format (&rows, &model, 0, 1);
  g_assert_cmpstr (error, ==, "1.9 % error");
  bp_chart_rows_clear (&rows);
  bp_chart_model_clear (&model);
}

BP_TEST_FILE (chart_rows)
{
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/chart-rows/epochs", test_epochs);
  ADD ("/chart-rows/grows", test_grows);
  ADD ("/chart-rows/replaced", test_replaced);
  ADD ("/chart-rows/several-runs", test_several_runs);
  ADD ("/chart-rows/band", test_band);
  ADD ("/chart-rows/steps-alone", test_steps_alone);
#undef ADD
  g_test_add_func ("/chart-rows/percent", test_percent);
}
