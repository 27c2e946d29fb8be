/* SPDX-License-Identifier: MIT */
#include "run-columns.h"

#include "test-file.h"

#include <math.h>

/* As wide as a character of the usual font is. */
#define LETTER_WIDTH 8.0

static BpRunRecord *
create_record (const char *name, double best)
{
  BpRunRecord *record = bp_run_record_new ("/nowhere");

  record->name = g_strdup (name);
  record->state = BP_RUN_STATE_STOPPED;
  record->settings.dataset_name = g_strdup ("MNIST");
  record->settings.layers = (BpFieldSizes){ .sizes = { 784, 32, 10 }, .n_sizes = 3 };
  record->settings.config.n_hidden = 1;
  record->settings.config.hidden[0] = 32;
  record->figures.best_held_out_accuracy = best;
  return record;
}

/* In a list of any width, the columns stand in their order and leave nothing out at its right. */
static void
test_layout (void)
{
  guint n_shown_before = 0;

  for (double width = 200.0; width < 2000.0; width += 7.0)
    {
      double end = 0.0;
      guint n_shown = 0;
      BpRunLayout layout;

      bp_run_layout_init (&layout, width, LETTER_WIDTH);
      for (guint i = 0; i < BP_RUN_N_COLUMNS; i++)
        if (layout.places[i].width > 0.0)
          {
            g_assert_cmpfloat (layout.places[i].x, >=, end);
            end = layout.places[i].x + layout.places[i].width;
            n_shown++;
          }
      g_assert_cmpfloat (end, <, width);
      g_assert_cmpfloat (layout.places[BP_RUN_COLUMN_NAME].width, >, 0.0);
      g_assert_cmpuint (n_shown, >=, n_shown_before);
      g_assert_true (layout.has_details == (layout.places[BP_RUN_COLUMN_DATA].width == 0.0));
      n_shown_before = n_shown;
    }
  g_assert_cmpuint (n_shown_before, ==, BP_RUN_N_COLUMNS);
}

static void
test_narrow (void)
{
  BpRunLayout layout;

  bp_run_layout_init (&layout, 360.0, LETTER_WIDTH);
  g_assert_true (layout.has_details);
  g_assert_cmpfloat (layout.places[BP_RUN_COLUMN_BEST].width, >, 0.0);
  bp_run_layout_init (&layout, 360.0, 2.0 * LETTER_WIDTH);
  g_assert_cmpfloat (layout.places[BP_RUN_COLUMN_NAME].width, >, 100.0);
}

static void
assert_text (const BpRunRecord *record, BpRunColumn column, const char *expected)
{
  g_autofree char *text = bp_run_column_describe (column, record);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_describe (void)
{
  g_autoptr (BpRunRecord) record = create_record ("Trial", 0.9815);
  g_autofree char *details = bp_run_describe_details (record);

  assert_text (record, BP_RUN_COLUMN_NAME, "Trial");
  assert_text (record, BP_RUN_COLUMN_NETWORK, "784-32-10");
  assert_text (record, BP_RUN_COLUMN_STATE, "Stopped");
  assert_text (record, BP_RUN_COLUMN_FINAL, "–");
  assert_text (record, BP_RUN_COLUMN_CURVE, "");
  g_assert_cmpstr (details, ==, "MNIST · \u2066784-32-10\u2069 · Stopped");
}

/* A run that nobody has named is called after its start. */
static void
test_describe_start (void)
{
  g_autoptr (BpRunRecord) record = create_record (NULL, 0.5);
  g_autoptr (GDateTime) begin = g_date_time_new_local (2026, 11, 27, 15, 12, 0.0);

  record->created = g_date_time_to_unix (begin) * G_USEC_PER_SEC;
  assert_text (record, BP_RUN_COLUMN_NAME, "2026-11-27 15:12");
}

static void
test_compare (void)
{
  g_autoptr (BpRunRecord) low = create_record ("beta", 0.09);
  g_autoptr (BpRunRecord) high = create_record ("Alpha", 0.1);
  g_autoptr (BpRunRecord) none = create_record ("gamma", (double) NAN);

  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_BEST, low, high), <, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_BEST, high, low), >, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_BEST, low, low), ==, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_CURVE, low, high), <, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_BEST, none, low), <, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_BEST, low, none), >, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_BEST, none, none), ==, 0);
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_DATA, low, high), ==, 0);
  low->figures.seconds = 60.0;
  high->figures.seconds = 9.0;
  g_assert_cmpint (bp_run_column_compare (BP_RUN_COLUMN_TIME, low, high), >, 0);
}

BP_TEST_FILE (run_columns)
{
  g_test_add_func ("/run-columns/layout", test_layout);
  g_test_add_func ("/run-columns/narrow", test_narrow);
  g_test_add_func ("/run-columns/describe", test_describe);
  g_test_add_func ("/run-columns/describe-start", test_describe_start);
  g_test_add_func ("/run-columns/compare", test_compare);
}
