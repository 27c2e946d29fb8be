/* SPDX-License-Identifier: MIT */
#include "chart-values.h"

#include <math.h>

static BpChartRange
range_of_value (float value)
{
  if (!isfinite (value))
    return BP_CHART_RANGE_EMPTY;
  return (BpChartRange){ .min = value, .max = value };
}

/* Level 0 is the values themselves. */
static BpChartRange
get_block (const BpChartValues *values, guint level, gsize index)
{
  if (level == 0)
    return range_of_value (bp_chart_values_get (values, index));
  return g_array_index (values->levels[level - 1], BpChartRange, index);
}

/**
 * bp_chart_values_init:
 * @values: (out caller-allocates): an empty array
 */
void
bp_chart_values_init (BpChartValues *values)
{
  values->values = g_array_new (FALSE, FALSE, sizeof (float));
  for (guint i = 0; i < BP_CHART_N_LEVELS; i++)
    values->levels[i] = g_array_new (FALSE, FALSE, sizeof (BpChartRange));
}

/**
 * bp_chart_values_clear:
 * @values: the array
 *
 * Frees its contents.
 */
void
bp_chart_values_clear (BpChartValues *values)
{
  g_clear_pointer (&values->values, g_array_unref);
  for (guint i = 0; i < BP_CHART_N_LEVELS; i++)
    g_clear_pointer (&values->levels[i], g_array_unref);
}

/**
 * bp_chart_values_truncate:
 * @values: the array
 *
 * Makes it empty.
 */
void
bp_chart_values_truncate (BpChartValues *values)
{
  g_array_set_size (values->values, 0);
  for (guint i = 0; i < BP_CHART_N_LEVELS; i++)
    g_array_set_size (values->levels[i], 0);
}

/**
 * bp_chart_values_append:
 * @values: the array
 * @value: a number, or NaN for a gap
 *
 * Appends in constant time on average: the range of a block is computed once, when the block is
 * full.
 */
void
bp_chart_values_append (BpChartValues *values, float value)
{
  gsize n_blocks;

  g_array_append_val (values->values, value);
  n_blocks = values->values->len;
  for (guint level = 0; level < BP_CHART_N_LEVELS && n_blocks % BP_CHART_BLOCK == 0; level++)
    {
      BpChartRange range = BP_CHART_RANGE_EMPTY;

      for (gsize i = n_blocks - BP_CHART_BLOCK; i < n_blocks; i++)
        range = bp_chart_range_union (range, get_block (values, level, i));
      g_array_append_val (values->levels[level], range);
      n_blocks /= BP_CHART_BLOCK;
    }
}

/**
 * bp_chart_values_get_range:
 * @values: the array
 * @first: index of the first value to look at
 * @end: index after the last; may be beyond the end of the array
 *
 * Returns: the smallest and largest finite value of that range
 */
BpChartRange
bp_chart_values_get_range (const BpChartValues *values, gsize first, gsize end)
{
  BpChartRange range = BP_CHART_RANGE_EMPTY;

  end = MIN (end, values->values->len);
  while (first < end)
    {
      guint level = 0;
      gsize block = 1;

      /* The largest block that begins here and fits into the range. */
      while (level < BP_CHART_N_LEVELS && first % (block * BP_CHART_BLOCK) == 0 &&
             first + block * BP_CHART_BLOCK <= end)
        {
          block *= BP_CHART_BLOCK;
          level++;
        }
      range = bp_chart_range_union (range, get_block (values, level, first / block));
      first += block;
    }

  return range;
}
