/* SPDX-License-Identifier: MIT */
#pragma once

#include "number-type.h"

/**
 * BpLevelScale:
 * @BP_LEVEL_BINARY: only 0 and 1 so far, which fit all other scales
 * @BP_LEVEL_256THS: a level L means L / 256, exactly; 1 does not occur
 * @BP_LEVEL_255THS: a level L means L / 255, rounded
 * @BP_LEVEL_UP_TO_2: a level L means L * 2 / 255, rounded; the numbers are fractions, and so on up
 *   to 128
 * @BP_LEVEL_WHOLE: a level L means L itself, rounded
 * @BP_LEVEL_9_BITS: a level L means L * 511 / 255, rounded; a number is over 255, and so on up to
 *   16 bits
 *
 * The meaning of the levels. A number that does not fit the scale changes it to a later one; a
 * fraction among whole numbers changes it to a scale of fractions.
 */
typedef enum
{
  BP_LEVEL_BINARY,
  BP_LEVEL_256THS,
  BP_LEVEL_255THS,
  BP_LEVEL_UP_TO_2,
  BP_LEVEL_UP_TO_4,
  BP_LEVEL_UP_TO_8,
  BP_LEVEL_UP_TO_16,
  BP_LEVEL_UP_TO_32,
  BP_LEVEL_UP_TO_64,
  BP_LEVEL_UP_TO_128,
  BP_LEVEL_WHOLE,
  BP_LEVEL_9_BITS,
  BP_LEVEL_10_BITS,
  BP_LEVEL_11_BITS,
  BP_LEVEL_12_BITS,
  BP_LEVEL_13_BITS,
  BP_LEVEL_14_BITS,
  BP_LEVEL_15_BITS,
  BP_LEVEL_16_BITS,
} BpLevelScale;

/**
 * BpByteLevels:
 * @levels: (count): one byte for each number, from g_malloc() or its kin
 * @count: the number of levels
 * @capacity: of @levels
 * @scale: their meaning
 * @has_fractions: whether a number of %BP_LEVEL_WHOLE was not whole, or a number of another scale
 *   was neither 0 nor 1
 * @has_wide: whether a number was over 255, which no label is
 * @wide_index: the index of the first number over 255
 * @wide_value: the value of the first number over 255
 * @has_bad: whether a number was NaN, under 0 or over 65535; its level is 0
 * @bad_index: the index of the first bad number
 * @bad_value: the value of the first bad number
 *
 * Numbers of any type, stored as one byte each while they are read. Pixels written as bytes, as
 * byte / 255 or as byte / 256 give exactly the original bytes, and labels give themselves. The
 * scale is found while reading, so that no array of wider numbers is needed. Begins as zeroed
 * memory.
 */
typedef struct
{
  guint8 *levels;
  gsize count;
  gsize capacity;
  BpLevelScale scale;
  gboolean has_fractions;
  gboolean has_wide;
  gsize wide_index;
  double wide_value;
  gboolean has_bad;
  gsize bad_index;
  double bad_value;
} BpByteLevels;

void bp_byte_levels_clear (BpByteLevels *levels);
gboolean bp_byte_levels_reserve (BpByteLevels *levels, gsize capacity);
void bp_byte_levels_append_numbers (BpByteLevels *levels, const double *numbers, gsize count);
void bp_byte_levels_append_bytes (BpByteLevels *levels,
                                  const BpNumberType *type,
                                  const guint8 *bytes,
                                  gsize count);
void bp_byte_levels_append_levels (BpByteLevels *levels, const BpByteLevels *other);
void bp_byte_levels_rescale (BpByteLevels *levels, BpLevelScale scale);
double bp_byte_levels_find_highest (const BpByteLevels *levels);
void bp_byte_levels_join (BpByteLevels *a, BpByteLevels *b);
void bp_byte_levels_to_pixels (BpByteLevels *levels, double full);
