/* SPDX-License-Identifier: MIT */
#include "chart-values.h"
#include "test-file.h"

#include <math.h>

/* Enough for three levels of blocks and a ragged end. */
#define N_VALUES 9000

static float
value_at (gsize index)
{
  /* Multiplying by a large odd number scatters the values over 0 … 999 without repeating a pattern
   * at any block size. */
  return (float) (((guint64) index * G_GUINT64_CONSTANT (2654435761)) % 1000);
}

static void
fill (BpChartValues *values)
{
  bp_chart_values_init (values);
  for (gsize i = 0; i < N_VALUES; i++)
    bp_chart_values_append (values, i % 1000 == 500 ? NAN : value_at (i));
}

static BpChartRange
get_range_plainly (const BpChartValues *values, gsize first, gsize end)
{
  BpChartRange range = BP_CHART_RANGE_EMPTY;

  for (gsize i = first; i < end; i++)
    {
      float value = bp_chart_values_get (values, i);

      if (isfinite (value))
        range = bp_chart_range_union (range, (BpChartRange){ value, value });
    }
  return range;
}

static void
test_ranges_equal_a_plain_loop (void)
{
  static const gsize ends[] = { 0, 1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 8999, N_VALUES };
  BpChartValues values;

  fill (&values);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint j = i; j < G_N_ELEMENTS (ends); j++)
      {
        BpChartRange range = bp_chart_values_get_range (&values, ends[i], ends[j]);
        BpChartRange expected = get_range_plainly (&values, ends[i], ends[j]);

        g_assert_cmpfloat (range.min, ==, expected.min);
        g_assert_cmpfloat (range.max, ==, expected.max);
      }
  bp_chart_values_clear (&values);
}

static void
test_one_spike_is_never_lost (void)
{
  BpChartValues values;

  bp_chart_values_init (&values);
  for (gsize i = 0; i < N_VALUES; i++)
    bp_chart_values_append (&values, i == 4321 ? 1e6F : 0.0F);
  g_assert_cmpfloat (bp_chart_values_get_range (&values, 0, N_VALUES).max, ==, 1e6);
  g_assert_cmpfloat (bp_chart_values_get_range (&values, 4321, 4322).max, ==, 1e6);
  g_assert_cmpfloat (bp_chart_values_get_range (&values, 0, 4321).max, ==, 0.0);
  g_assert_cmpfloat (bp_chart_values_get_range (&values, 4322, N_VALUES).max, ==, 0.0);
  bp_chart_values_clear (&values);
}

static void
test_nothing_finite_is_empty (void)
{
  BpChartValues values;

  bp_chart_values_init (&values);
  for (gsize i = 0; i < 300; i++)
    bp_chart_values_append (&values, i % 2 == 0 ? NAN : INFINITY);
  g_assert_true (bp_chart_range_is_empty (bp_chart_values_get_range (&values, 0, 300)));
  g_assert_true (bp_chart_range_is_empty (bp_chart_values_get_range (&values, 7, 7)));
  bp_chart_values_clear (&values);
}

static void
test_beyond_the_end (void)
{
  BpChartValues values;

  bp_chart_values_init (&values);
  bp_chart_values_append (&values, 3.0F);
  g_assert_cmpfloat (bp_chart_values_get_range (&values, 0, 1000).max, ==, 3.0);
  g_assert_true (bp_chart_range_is_empty (bp_chart_values_get_range (&values, 1, 1000)));
  bp_chart_values_truncate (&values);
  g_assert_true (bp_chart_range_is_empty (bp_chart_values_get_range (&values, 0, 1000)));
  bp_chart_values_clear (&values);
}

BP_TEST_FILE (chart_values)
{
  g_test_add_func ("/chart-values/ranges-equal-a-plain-loop", test_ranges_equal_a_plain_loop);
  g_test_add_func ("/chart-values/one-spike-is-never-lost", test_one_spike_is_never_lost);
  g_test_add_func ("/chart-values/nothing-finite-is-empty", test_nothing_finite_is_empty);
  g_test_add_func ("/chart-values/beyond-the-end", test_beyond_the_end);
}
