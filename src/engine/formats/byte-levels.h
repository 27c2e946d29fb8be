/* SPDX-License-Identifier: MIT */
#pragma once

#include "number-type.h"

/**
 * BpLevelScale:
 * @BP_LEVEL_BINARY: nothing but 0 and 1 so far, which could be part of any of the others
 * @BP_LEVEL_256THS: a level L stands for L / 256, exactly; 1 does not occur
 * @BP_LEVEL_255THS: a level L stands for L / 255, or for a number that is nearest to it
 * @BP_LEVEL_UP_TO_2: a level L stands for L * 2 / 255, or for a number that is nearest to it; the
 *   numbers are fractions, and so on up to 128
 * @BP_LEVEL_WHOLE: a level L stands for L itself, or for a number that is nearest to it
 *
 * What the levels mean. Numbers that turn out not to fit a scale move it to a later one, and whole
 * ones that turn out to have fractions among them to one that holds these.
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
} BpLevelScale;

/**
 * BpByteLevels:
 * @levels: (count): one byte for each number, from g_malloc() or its kin
 * @count: how many there are
 * @capacity: how many there is room for
 * @scale: what they mean
 * @has_fractions: a number of %BP_LEVEL_WHOLE was not whole, or one of another scale was neither 0
 *   nor 1
 * @has_bad: a number was NaN, under 0 or over 255; its level is 0
 * @bad_index: the first such number's place
 * @bad_value: and its value
 *
 * Numbers of any spelling, held as one byte each while they are read: pixels written as bytes, as
 * byte / 255 or as byte / 256 come out as the very bytes, and labels as themselves. The scale is
 * found on the way, so that no array of wider numbers is ever needed. Begins as zeroed memory.
 */
typedef struct
{
  guint8 *levels;
  gsize count;
  gsize capacity;
  BpLevelScale scale;
  gboolean has_fractions;
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
