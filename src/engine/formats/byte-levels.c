/* SPDX-License-Identifier: MIT */

/* Stores pixels and labels of any number type as one byte each.
 *
 * The scale of pixels is found while they are read. 0 and 1 fit every scale. The first number
 * between them decides: 256ths where it is a multiple of 1/256 (no multiple of 1/255 is one, except
 * 0 and 1), else 255ths. Later numbers can change 256ths to 255ths. Whole numbers over 1 are levels
 * themselves. Fractions over 1, and whole numbers among fractions, are stored in 255ths of the
 * power of two that they do not exceed; numbers over 255, in 255ths of the largest number of as
 * many bits. On a change of the scale, the levels so far are converted with a table; the error is
 * at most the rounding error of the new scale.
 */
#include "byte-levels.h"

#include "memory-block.h"

#include <math.h>
#include <string.h>

/* Numbers are processed in blocks that fit into the first-level cache. */
#define BLOCK_LENGTH 512

/* The tolerance for numbers that are outside their range because of rounding. */
#define TOLERANCE 1e-4

/* The largest pixel of 16 bits. */
#define HIGHEST 65535.0

static const double level_factors[] = {
  [BP_LEVEL_BINARY] = 1.0,
  [BP_LEVEL_256THS] = 256.0,
  [BP_LEVEL_255THS] = 255.0,
  [BP_LEVEL_UP_TO_2] = 255.0 / 2.0,
  [BP_LEVEL_UP_TO_4] = 255.0 / 4.0,
  [BP_LEVEL_UP_TO_8] = 255.0 / 8.0,
  [BP_LEVEL_UP_TO_16] = 255.0 / 16.0,
  [BP_LEVEL_UP_TO_32] = 255.0 / 32.0,
  [BP_LEVEL_UP_TO_64] = 255.0 / 64.0,
  [BP_LEVEL_UP_TO_128] = 255.0 / 128.0,
  [BP_LEVEL_WHOLE] = 1.0,
  [BP_LEVEL_9_BITS] = 255.0 / 511.0,
  [BP_LEVEL_10_BITS] = 255.0 / 1023.0,
  [BP_LEVEL_11_BITS] = 255.0 / 2047.0,
  [BP_LEVEL_12_BITS] = 255.0 / 4095.0,
  [BP_LEVEL_13_BITS] = 255.0 / 8191.0,
  [BP_LEVEL_14_BITS] = 255.0 / 16383.0,
  [BP_LEVEL_15_BITS] = 255.0 / 32767.0,
  [BP_LEVEL_16_BITS] = 255.0 / 65535.0,
};

static double
get_maximum (BpLevelScale scale)
{
  return scale == BP_LEVEL_BINARY ? 1.0 : 255.0;
}

/* Whether there are fractions among the levels; 0 and 1 are not. */
static gboolean
is_fractional (const BpByteLevels *levels)
{
  return levels->scale != BP_LEVEL_BINARY &&
         (levels->scale != BP_LEVEL_WHOLE || levels->has_fractions);
}

/* The smallest scale of fractions that includes a number, or the scale of whole levels. */
static BpLevelScale
find_fraction_scale (double highest)
{
  BpLevelScale scale = BP_LEVEL_255THS;

  while (scale < BP_LEVEL_WHOLE && highest * level_factors[scale] > 255.0)
    scale++;
  return scale;
}

static gboolean
is_256th (double number)
{
  double scaled = number * 256.0;

  return scaled == floor (scaled);
}

/* The first scale that reaches up to a number over 255. */
static BpLevelScale
find_wide_scale (double highest)
{
  BpLevelScale scale = BP_LEVEL_9_BITS;

  while (scale < BP_LEVEL_16_BITS && highest * level_factors[scale] > 255.0)
    scale++;
  return scale;
}

/* The scale that @levels needs for @number. */
static BpLevelScale
find_scale (const BpByteLevels *levels, double number)
{
  if (number > 255.0)
    return MAX (levels->scale, find_wide_scale (number));

  switch (levels->scale)
    {
    case BP_LEVEL_BINARY:
      if (number == 0.0 || number == 1.0)
        return BP_LEVEL_BINARY;
      if (number > 1.0 && number == rint (number))
        return BP_LEVEL_WHOLE;
      if (number < 1.0 && is_256th (number) && memchr (levels->levels, 1, levels->count) == NULL)
        return BP_LEVEL_256THS;
      return find_fraction_scale (number);

    case BP_LEVEL_256THS:
      return number < 1.0 && is_256th (number) ? BP_LEVEL_256THS : find_fraction_scale (number);

    case BP_LEVEL_WHOLE:
      if (levels->has_fractions || number == rint (number))
        return BP_LEVEL_WHOLE;
      return find_fraction_scale (MAX (number, bp_byte_levels_find_highest (levels)));

    default:
      return MAX (levels->scale, find_fraction_scale (number));
    }
}

static void
append_number (BpByteLevels *levels, double number)
{
  guint8 *level = &levels->levels[levels->count];

  if (!(number >= -TOLERANCE && number <= HIGHEST))
    {
      if (!levels->has_bad)
        {
          levels->has_bad = TRUE;
          levels->bad_index = levels->count;
          levels->bad_value = number;
        }
      *level = 0;
      levels->count++;
      return;
    }

  if (number > 255.0 && number <= 255.0 + TOLERANCE)
    number = 255.0;
  number = MAX (number, 0.0);
  if (number > 255.0 && !levels->has_wide)
    {
      levels->has_wide = TRUE;
      levels->wide_index = levels->count;
      levels->wide_value = number;
    }
  if (number > 1.0 && number <= 1.0 + TOLERANCE)
    number = 1.0;

  bp_byte_levels_rescale (levels, find_scale (levels, number));
  *level = (guint8) lrint (number * level_factors[levels->scale]);
  levels->has_fractions |= number != rint (number);
  levels->count++;
}

/* Appends a block in one branch-free loop, if all its numbers fit the present scale. */
static gboolean
append_fitting_block (BpByteLevels *levels, const double *numbers, gsize count)
{
  guint8 *next = levels->levels + levels->count;
  double factor = level_factors[levels->scale];
  double maximum = get_maximum (levels->scale);
  gboolean must_be_exact = levels->scale < BP_LEVEL_255THS || levels->scale == BP_LEVEL_WHOLE;
  guint n_inexact = 0;
  guint n_outside = 0;

  for (gsize i = 0; i < count; i++)
    {
      double scaled = numbers[i] * factor;
      gboolean is_inside = scaled >= 0.0 && scaled <= maximum;
      gint32 level = (gint32) ((is_inside ? scaled : 0.0) + 0.5);

      next[i] = (guint8) level;
      n_outside += !is_inside;
      n_inexact += (double) level != scaled;
    }

  if (n_outside > 0 || (must_be_exact && n_inexact > 0))
    return FALSE;

  levels->count += count;
  return TRUE;
}

/* The scale that can hold both: 256ths have no 1, and whole levels have no fractions. */
static BpLevelScale
join_scales (const BpByteLevels *a, const BpByteLevels *b)
{
  const BpByteLevels *earlier = a->scale < b->scale ? a : b;
  const BpByteLevels *later = a->scale < b->scale ? b : a;

  if (later->scale == BP_LEVEL_256THS && earlier->scale == BP_LEVEL_BINARY && earlier->count > 0 &&
      memchr (earlier->levels, 1, earlier->count) != NULL)
    return BP_LEVEL_255THS;
  if (later->scale == BP_LEVEL_WHOLE && !is_fractional (later) && is_fractional (earlier))
    return MAX (earlier->scale, find_fraction_scale (bp_byte_levels_find_highest (later)));
  return later->scale;
}

static guint8
convert_level (guint8 level, BpLevelScale from, BpLevelScale to)
{
  double number = level / level_factors[from];

  return (guint8) lrint (MIN (number * level_factors[to], get_maximum (to)));
}

/**
 * bp_byte_levels_clear:
 * @levels: levels
 *
 * Frees what @levels owns and zeroes it.
 */
void
bp_byte_levels_clear (BpByteLevels *levels)
{
  g_free (levels->levels);
  memset (levels, 0, sizeof *levels);
}

/**
 * bp_byte_levels_reserve:
 * @levels: levels
 * @capacity: the total capacity
 *
 * Returns: %FALSE when out of memory; @levels is then unchanged
 */
gboolean
bp_byte_levels_reserve (BpByteLevels *levels, gsize capacity)
{
  if (capacity <= levels->capacity)
    return TRUE;

  guint8 *grown = g_try_realloc (levels->levels, capacity);

  if (grown == NULL)
    return FALSE;
  bp_memory_block_use_huge_pages (grown, capacity);
  levels->levels = grown;
  levels->capacity = capacity;
  return TRUE;
}

/**
 * bp_byte_levels_append_numbers:
 * @levels: levels with capacity for @count more
 * @numbers: (count): any numbers
 * @count: the number of numbers
 */
void
bp_byte_levels_append_numbers (BpByteLevels *levels, const double *numbers, gsize count)
{
  g_assert (count <= levels->capacity - levels->count);

  while (count > 0)
    {
      gsize n_block = MIN (count, BLOCK_LENGTH);

      if (!append_fitting_block (levels, numbers, n_block))
        for (gsize i = 0; i < n_block; i++)
          append_number (levels, numbers[i]);
      numbers += n_block;
      count -= n_block;
    }
}

/**
 * bp_byte_levels_append_bytes:
 * @levels: levels with capacity for @count more
 * @type: of the numbers
 * @bytes: (count * type->size): their bytes
 * @count: the number of numbers
 */
void
bp_byte_levels_append_bytes (BpByteLevels *levels,
                             const BpNumberType *type,
                             const guint8 *bytes,
                             gsize count)
{
  g_assert (count <= levels->capacity - levels->count);

  if (type->kind == BP_NUMBER_UNSIGNED && type->size == 1 && levels->scale == BP_LEVEL_WHOLE)
    {
      memcpy (levels->levels + levels->count, bytes, count);
      levels->count += count;
      return;
    }

  while (count > 0)
    {
      double numbers[BLOCK_LENGTH];
      gsize n_block = MIN (count, BLOCK_LENGTH);

      bp_number_type_decode (type, bytes, n_block, numbers);
      bp_byte_levels_append_numbers (levels, numbers, n_block);
      bytes += n_block * type->size;
      count -= n_block;
    }
}

/**
 * bp_byte_levels_append_levels:
 * @levels: levels with capacity for those of @other
 * @other: further levels, of any scale
 *
 * Appends @other. @levels gets a scale that holds both.
 */
void
bp_byte_levels_append_levels (BpByteLevels *levels, const BpByteLevels *other)
{
  g_assert (other->count <= levels->capacity - levels->count);

  guint8 *next = levels->levels + levels->count;

  bp_byte_levels_rescale (levels, join_scales (levels, other));

  if (other->count > 0)
    memcpy (next, other->levels, other->count);
  if (other->scale != levels->scale)
    for (gsize i = 0; i < other->count; i++)
      next[i] = convert_level (next[i], other->scale, levels->scale);

  if (other->has_bad && !levels->has_bad)
    {
      levels->has_bad = TRUE;
      levels->bad_index = levels->count + other->bad_index;
      levels->bad_value = other->bad_value;
    }
  if (other->has_wide && !levels->has_wide)
    {
      levels->has_wide = TRUE;
      levels->wide_index = levels->count + other->wide_index;
      levels->wide_value = other->wide_value;
    }
  levels->has_fractions |= other->has_fractions;
  levels->count += other->count;
}

/**
 * bp_byte_levels_rescale:
 * @levels: levels
 * @scale: the new scale, which must be able to hold them
 */
void
bp_byte_levels_rescale (BpByteLevels *levels, BpLevelScale scale)
{
  guint8 converted[256];

  if (levels->scale == scale)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (converted); i++)
    converted[i] = convert_level ((guint8) i, levels->scale, scale);
  for (gsize i = 0; i < levels->count; i++)
    levels->levels[i] = converted[levels->levels[i]];
  levels->scale = scale;
}

/**
 * bp_byte_levels_find_highest:
 * @levels: levels
 *
 * Returns: the largest number, or 0 for no levels; rounded to a whole number for more than 8 bits
 */
double
bp_byte_levels_find_highest (const BpByteLevels *levels)
{
  guint8 highest = 0;

  /* In most data sets, the first few images have the largest possible pixel. */
  for (gsize i = 0; i < levels->count && highest < 255; i += BLOCK_LENGTH)
    for (gsize k = i; k < MIN (i + BLOCK_LENGTH, levels->count); k++)
      highest = MAX (highest, levels->levels[k]);
  return levels->scale > BP_LEVEL_WHOLE ? rint (highest / level_factors[levels->scale])
                                        : highest / level_factors[levels->scale];
}

/**
 * bp_byte_levels_join:
 * @a: levels
 * @b: levels of the same kind of numbers
 *
 * Converts both to a scale that holds the numbers of both.
 */
void
bp_byte_levels_join (BpByteLevels *a, BpByteLevels *b)
{
  BpLevelScale scale = join_scales (a, b);

  bp_byte_levels_rescale (a, scale);
  bp_byte_levels_rescale (b, scale);
}

/**
 * bp_byte_levels_to_pixels:
 * @levels: the levels of all images
 * @full: the number that becomes 255, over 0
 *
 * Converts every level to a pixel from 0 (background) to 255.
 */
void
bp_byte_levels_to_pixels (BpByteLevels *levels, double full)
{
  double factor = 255.0 / (level_factors[levels->scale] * full);
  guint8 pixels[256];
  gboolean is_different = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    {
      pixels[i] = (guint8) lrint (MIN (i * factor, 255.0));
      is_different = is_different || pixels[i] != i;
    }
  for (gsize i = 0; is_different && i < levels->count; i++)
    levels->levels[i] = pixels[levels->levels[i]];
  levels->scale = BP_LEVEL_WHOLE;
}
