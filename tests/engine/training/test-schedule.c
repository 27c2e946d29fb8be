/* SPDX-License-Identifier: MIT */
#include "schedule.h"

#include "error.h"
#include "test-file.h"

static void
test_constant (void)
{
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_CONSTANT, 0, 100, 0), ==, 1.0);
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_CONSTANT, 99, 100, 0), ==, 1.0);
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_CONSTANT, 500, 100, 0), ==, 1.0);
}

static void
test_linear (void)
{
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_LINEAR, 0, 100, 0), ==, 1.0);
  g_assert_cmpfloat_with_epsilon (bp_schedule_get_factor (BP_SCHEDULE_LINEAR, 25, 100, 0), 0.75,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (bp_schedule_get_factor (BP_SCHEDULE_LINEAR, 99, 100, 0), 0.01,
                                  1e-12);
}

static void
test_cosine (void)
{
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_COSINE, 0, 100, 0), ==, 1.0);
  g_assert_cmpfloat_with_epsilon (bp_schedule_get_factor (BP_SCHEDULE_COSINE, 50, 100, 0), 0.5,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (bp_schedule_get_factor (BP_SCHEDULE_COSINE, 25, 100, 0), 0.853553,
                                  1e-6);
}

/* A run that continues beyond its planned end still learns. */
static void
test_beyond_the_end (void)
{
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_LINEAR, 1000, 100, 0), >, 0.0);
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_COSINE, 1000, 100, 0), >, 0.0);
}

static void
test_warm_up (void)
{
  double before = 0.0;

  for (guint64 step = 0; step < 10; step++)
    {
      double factor = bp_schedule_get_factor (BP_SCHEDULE_LINEAR, step, 100, 10);

      g_assert_cmpfloat (factor, >, before);
      g_assert_cmpfloat (factor, <, 1.0);
      before = factor;
    }
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_LINEAR, 10, 100, 10), ==, 1.0);
  g_assert_cmpfloat_with_epsilon (bp_schedule_get_factor (BP_SCHEDULE_LINEAR, 55, 100, 10), 0.5,
                                  1e-12);
  g_assert_cmpfloat (bp_schedule_get_factor (BP_SCHEDULE_COSINE, 100, 100, 100), ==, 1.0);
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  BpSchedule parsed;

  for (guint i = 0; i < bp_schedules.n_rows; i++)
    {
      g_assert_true (bp_schedule_parse (&parsed, bp_schedule_get_name (i), NULL));
      g_assert_cmpint (parsed, ==, i);
    }
  g_assert_false (bp_schedule_parse (&parsed, "step", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "“step” is not a valid schedule: choose constant, linear or cosine");
}

BP_TEST_FILE (schedule)
{
  g_test_add_func ("/schedule/constant", test_constant);
  g_test_add_func ("/schedule/linear", test_linear);
  g_test_add_func ("/schedule/cosine", test_cosine);
  g_test_add_func ("/schedule/beyond-the-end", test_beyond_the_end);
  g_test_add_func ("/schedule/warm-up", test_warm_up);
  g_test_add_func ("/schedule/names", test_names);
}
