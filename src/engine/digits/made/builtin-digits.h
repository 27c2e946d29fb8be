/* SPDX-License-Identifier: MIT */
#pragma once

#include "allographs.h"
#include "digit-image.h"
#include "stroke-raster.h"

/* Each span between two points of an allograph becomes so many lines. */
#define BP_BUILTIN_LINES_PER_SPAN 6
#define BP_BUILTIN_MAX_POINTS     (BP_ALLOGRAPH_MAX_POINTS * BP_BUILTIN_LINES_PER_SPAN)

/**
 * BpBuiltinDigit:
 * @digit: which one it is, 0 to 9
 * @pen: the pen that writes it
 * @n_strokes: the number of its strokes
 * @stroke_lengths: (n_strokes) the number of points of each stroke
 * @points: (sum of stroke_lengths) where the pen goes, about 1 high, y down
 * @pressures: (sum of stroke_lengths) factor of the pen's width at each point
 *
 * One digit as a person might write it.
 */
typedef struct
{
  guint digit;
  BpPen pen;
  guint n_strokes;
  guint stroke_lengths[BP_ALLOGRAPH_MAX_STROKES];
  BpPoint points[BP_BUILTIN_MAX_POINTS];
  float pressures[BP_BUILTIN_MAX_POINTS];
} BpBuiltinDigit;

void bp_builtin_digit_write (const BpAllographs *allographs,
                             guint64 seed,
                             guint64 index,
                             BpBuiltinDigit *digit);
void bp_builtin_digit_write_rare (const BpAllographs *allographs,
                                  guint64 seed,
                                  guint64 index,
                                  BpBuiltinDigit *digit);
void bp_builtin_digit_draw (const BpBuiltinDigit *digit, guint8 image[BP_DIGIT_N_PIXELS]);
