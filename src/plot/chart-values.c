/* SPDX-License-Identifier: MIT */
#include "chart-values.h"

#include <math.h>

static BpChartBlock
get_block_of_value (float value)
{
  if (!isfinite (value))
    return (BpChartBlock){ BP_CHART_RANGE_EMPTY, 0 };
  return (BpChartBlock){ { .min = value, .max = value }, 1 };
}

/* Level 0 is the values themselves. */
static BpChartBlock
get_block (const BpChartValues *values, guint level, gsize index)
{
  if (level == 0)
    return get_block_of_value (bp_chart_values_get (values, index));
  return g_array_index (values->levels[level - 1], BpChartBlock, index);
}

/* Finds the largest block that begins at @first and ends at @end or before. Returns: its length */
static gsize
find_block (gsize first, gsize end, guint *level)
{
  gsize length = 1;

  *level = 0;
  while (*level < BP_CHART_N_LEVELS && first % (length * BP_CHART_BLOCK) == 0 &&
         first + length * BP_CHART_BLOCK <= end)
    {
      length *= BP_CHART_BLOCK;
      (*level)++;
    }
  return length;
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
    values->levels[i] = g_array_new (FALSE, FALSE, sizeof (BpChartBlock));
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
      BpChartBlock block = { BP_CHART_RANGE_EMPTY, 0 };

      for (gsize i = n_blocks - BP_CHART_BLOCK; i < n_blocks; i++)
        {
          BpChartBlock part = get_block (values, level, i);

          block.range = bp_chart_range_union (block.range, part.range);
          block.n_finite += part.n_finite;
        }
      g_array_append_val (values->levels[level], block);
      n_blocks /= BP_CHART_BLOCK;
    }
}

/* The range of neighbouring blocks of one level; level 0 is the values themselves. */
static BpChartRange
get_range_of_blocks (const BpChartValues *values, guint level, gsize first, gsize end)
{
  BpChartRange range = BP_CHART_RANGE_EMPTY;

  for (gsize i = first; i < end; i++)
    if (level > 0)
      range =
          bp_chart_range_union (range,
                                g_array_index (values->levels[level - 1], BpChartBlock, i).range);
    else if (isfinite (bp_chart_values_get (values, i)))
      range = bp_chart_range_add (range, bp_chart_values_get (values, i));
  return range;
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
  for (guint level = 0; first < end; level++)
    {
      gsize first_whole = (first + BP_CHART_BLOCK - 1) / BP_CHART_BLOCK;
      gsize end_whole = end / BP_CHART_BLOCK;

      /* Those before the first whole block of the next level, and those after the last. */
      if (level == BP_CHART_N_LEVELS || first_whole >= end_whole)
        return bp_chart_range_union (range, get_range_of_blocks (values, level, first, end));
      range = bp_chart_range_union (range, get_range_of_blocks (values, level, first,
                                                                first_whole * BP_CHART_BLOCK));
      range = bp_chart_range_union (range, get_range_of_blocks (values, level,
                                                                end_whole * BP_CHART_BLOCK, end));
      first = first_whole;
      end = end_whole;
    }

  return range;
}

/* Counts those of a block: from its parts where some are within and others are not. */
static gsize
count_in_block (const BpChartValues *values, guint level, gsize index, BpChartRange range)
{
  BpChartBlock block = get_block (values, level, index);
  gsize n_values = 0;

  if (block.n_finite == 0 || block.range.max < range.min || block.range.min > range.max)
    return 0;
  if (block.range.min >= range.min && block.range.max <= range.max)
    return block.n_finite;
  for (gsize i = index * BP_CHART_BLOCK; i < (index + 1) * BP_CHART_BLOCK; i++)
    n_values += count_in_block (values, level - 1, i, range);
  return n_values;
}

/**
 * bp_chart_values_count_within:
 * @values: the array
 * @first: index of the first value to look at
 * @end: index after the last; may be beyond the end of the array
 * @range: what to look for, its ends included
 *
 * Returns: how many of those values are within @range
 */
gsize
bp_chart_values_count_within (const BpChartValues *values,
                              gsize first,
                              gsize end,
                              BpChartRange range)
{
  gsize n_values = 0;

  end = MIN (end, values->values->len);
  while (first < end)
    {
      guint level;
      gsize length = find_block (first, end, &level);

      n_values += count_in_block (values, level, first / length, range);
      first += length;
    }

  return n_values;
}

/**
 * bp_chart_values_count_finite:
 * @values: the array
 * @first: index of the first value to look at
 * @end: index after the last; may be beyond the end of the array
 *
 * Returns: how many of those values are numbers
 */
gsize
bp_chart_values_count_finite (const BpChartValues *values, gsize first, gsize end)
{
  BpChartRange all = { .min = -G_MAXFLOAT, .max = G_MAXFLOAT };

  return bp_chart_values_count_within (values, first, end, all);
}
