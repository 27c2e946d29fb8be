/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Blocks of one level that a block of the next level combines. */
#define BP_CHART_BLOCK 16

/* Levels: blocks of 16, 256, … 16^6 values. For longer ranges, a query merges blocks of the last
 * level. */
#define BP_CHART_N_LEVELS 6

/**
 * BpChartRange:
 * @min: the smallest of some values
 * @max: the largest; less than @min where there were none
 */
typedef struct
{
  float min;
  float max;
} BpChartRange;

#define BP_CHART_RANGE_EMPTY ((BpChartRange){ .min = G_MAXFLOAT, .max = -G_MAXFLOAT })

/**
 * BpChartBlock:
 * @range: of its values
 * @n_finite: how many of them are numbers
 *
 * A block of %BP_CHART_BLOCK values, or of as many blocks of the level below.
 */
typedef struct
{
  BpChartRange range;
  guint32 n_finite;
} BpChartBlock;

/**
 * BpChartValues:
 *
 * A growing array of numbers, all of which are kept, with the minimum and maximum of every block of
 * 16, of 256 and so on, so that a query for any part takes a time that hardly depends on its
 * length. Values that are not finite are stored, but left out of every range.
 */
typedef struct
{
  GArray *values;                    /* owned, of float */
  GArray *levels[BP_CHART_N_LEVELS]; /* owned, of BpChartBlock; full blocks only */
} BpChartValues;

void bp_chart_values_init (BpChartValues *values);
void bp_chart_values_clear (BpChartValues *values);
void bp_chart_values_truncate (BpChartValues *values);
void bp_chart_values_append (BpChartValues *values, float value);
BpChartRange bp_chart_values_get_range (const BpChartValues *values, gsize first, gsize end);
gsize bp_chart_values_count_within (const BpChartValues *values,
                                    gsize first,
                                    gsize end,
                                    BpChartRange range);
gsize bp_chart_values_count_finite (const BpChartValues *values, gsize first, gsize end);

static inline float
bp_chart_values_get (const BpChartValues *values, gsize index)
{
  return g_array_index (values->values, float, index);
}

static inline gboolean
bp_chart_range_is_empty (BpChartRange range)
{
  return range.min > range.max;
}

static inline BpChartRange
bp_chart_range_union (BpChartRange a, BpChartRange b)
{
  return (BpChartRange){ .min = MIN (a.min, b.min), .max = MAX (a.max, b.max) };
}

static inline BpChartRange
bp_chart_range_add (BpChartRange range, float value)
{
  return (BpChartRange){ .min = MIN (range.min, value), .max = MAX (range.max, value) };
}
