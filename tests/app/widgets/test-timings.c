/* SPDX-License-Identifier: MIT */
#include "test-file.h"
#include "timings.h"

#include <string.h>

static void
test_off (void)
{
  g_unsetenv (BP_TIMINGS_ENVIRONMENT);
  bp_timings_begin ();
  g_assert_false (bp_timings_is_on ());
  bp_timings_add (BP_TIMING_ANSWER, 1000);
  bp_timings_add_answer (0, 0);
  bp_timings_add_frame ();
  bp_timings_set_is_training (TRUE);
  g_assert_null (bp_timings_describe ());
  bp_timings_end ();
}

/* A hundred times from 1 to 100 ms, unordered. */
static void
test_quantiles (void)
{
  g_autofree char *text = NULL;

  g_setenv (BP_TIMINGS_ENVIRONMENT, "1", TRUE);
  bp_timings_begin ();
  g_assert_true (bp_timings_is_on ());
  for (guint i = 0; i < 100; i++)
    bp_timings_add (BP_TIMING_FRAME_WORK, (gint64) (i * 37 % 100 + 1) * 1000);
  text = bp_timings_describe ();
  g_assert_cmpstr (text, ==,
                   "work of a frame, training: median 51.000 ms, 99 % 100.000 ms, worst 100.000 ms "
                   "(100)\n");
  bp_timings_end ();
  g_assert_false (bp_timings_is_on ());
}

/* The processor time of a thread is less than the time since the machine was started, from which
 * the other clock counts. */
static void
test_processor (void)
{
  gint64 now = g_get_monotonic_time ();

  g_setenv (BP_TIMINGS_ENVIRONMENT, "1", TRUE);
  bp_timings_begin ();
  g_assert_cmpint (bp_timings_get_time (), >=, now);
  bp_timings_end ();

  g_setenv (BP_TIMINGS_ENVIRONMENT, BP_TIMINGS_PROCESSOR, TRUE);
  bp_timings_begin ();
  g_assert_cmpint (bp_timings_get_time (), >, 0);
  g_assert_cmpint (bp_timings_get_time (), <, now);
  bp_timings_end ();
  g_assert_cmpint (bp_timings_get_time (), ==, 0);
}

static void
test_answers (void)
{
  g_autofree char *text = NULL;
  gint64 now = g_get_monotonic_time ();

  g_setenv (BP_TIMINGS_ENVIRONMENT, "1", TRUE);
  bp_timings_begin ();
  bp_timings_add_answer (now, (guint32) (now / 1000));
  bp_timings_set_is_training (TRUE);
  /* Times of another clock are ignored. */
  bp_timings_add_answer (now, (guint32) (now / 1000) + 100000);
  bp_timings_add_frame ();
  bp_timings_add_frame ();
  text = bp_timings_describe ();
  g_assert_nonnull (strstr (text, "motion handled to answer, idle"));
  g_assert_nonnull (strstr (text, "motion made to answer, idle"));
  g_assert_nonnull (strstr (text, "motion handled to answer, training"));
  g_assert_null (strstr (text, "motion made to answer, training"));
  g_assert_nonnull (strstr (text, "motion handled to drawn, training"));
  g_assert_null (strstr (text, "motion handled to drawn, idle"));
  g_assert_null (strstr (text, "(2)"));
  bp_timings_end ();
}

BP_TEST_FILE (timings)
{
  g_test_add_func ("/timings/off", test_off);
  g_test_add_func ("/timings/quantiles", test_quantiles);
  g_test_add_func ("/timings/processor", test_processor);
  g_test_add_func ("/timings/answers", test_answers);
}
