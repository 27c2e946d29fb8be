/* SPDX-License-Identifier: MIT */
#include "pace.h"
#include "test-file.h"

static void
test_nothing_yet (void)
{
  BpPace pace = { 0 };

  g_assert_cmpfloat (bp_pace_get (&pace), ==, 0.0);
  bp_pace_update (&pace, 0.0, 0.0);
  g_assert_cmpfloat (bp_pace_get (&pace), ==, 0.0);
}

/* A steady pace is right from the first update on, and does not change in a pause. */
static void
test_steady (void)
{
  BpPace pace = { 0 };

  for (guint i = 1; i <= 100; i++)
    {
      bp_pace_update (&pace, 500.0 * 0.016 * i, 0.016 * i);
      g_assert_cmpfloat_with_epsilon (bp_pace_get (&pace), 500.0, 1e-6);
    }
  bp_pace_update (&pace, 500.0 * 0.016 * 100, 0.016 * 100);
  g_assert_cmpfloat_with_epsilon (bp_pace_get (&pace), 500.0, 1e-6);
}

/* After a change, it approaches the new pace: most of the difference is gone within a second, all
 * of it within five. */
static void
test_follows (void)
{
  BpPace pace = { 0 };
  double amount = 0.0;
  double seconds = 0.0;

  for (guint i = 0; i < 1000; i++)
    bp_pace_update (&pace, amount += 1.0, seconds += 0.01);
  g_assert_cmpfloat_with_epsilon (bp_pace_get (&pace), 100.0, 1e-6);

  for (guint i = 0; i < 100; i++)
    bp_pace_update (&pace, amount += 3.0, seconds += 0.01);
  g_assert_cmpfloat (bp_pace_get (&pace), >, 200.0);
  g_assert_cmpfloat (bp_pace_get (&pace), <, 250.0);

  for (guint i = 0; i < 400; i++)
    bp_pace_update (&pace, amount += 3.0, seconds += 0.01);
  g_assert_cmpfloat_with_epsilon (bp_pace_get (&pace), 300.0, 3.0);
}

BP_TEST_FILE (pace)
{
  g_test_add_func ("/pace/nothing-yet", test_nothing_yet);
  g_test_add_func ("/pace/steady", test_steady);
  g_test_add_func ("/pace/follows", test_follows);
}
