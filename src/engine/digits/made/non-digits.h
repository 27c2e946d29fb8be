/* SPDX-License-Identifier: MIT */
#pragma once

#include "allographs.h"
#include "digit-image.h"
#include "progress.h"

#include <glib.h>

/**
 * BpNonDigitKind:
 * @BP_NON_DIGIT_SCRIBBLE: a pen that wanders, goes to and fro or in loops
 * @BP_NON_DIGIT_PATTERN: a wave, a zigzag, a spiral, hatching, rays
 * @BP_NON_DIGIT_LINES: lines that are no 1, and dots
 * @BP_NON_DIGIT_BLOB: a shape that is filled with ink
 * @BP_NON_DIGIT_CAPITAL: a capital letter that looks like no digit
 * @BP_NON_DIGIT_SMALL_LETTER: a small letter that looks like no digit
 * @BP_NON_DIGIT_FOREIGN: a letter of another script
 * @BP_NON_DIGIT_SYMBOL: a heart, a check mark, a question mark …
 * @BP_NON_DIGIT_POLYGON: a triangle, a star, an arrow, or what goes round with something inside
 * @BP_NON_DIGIT_PICTURE: a house, a face, a boat …
 * @BP_NON_DIGIT_SIGN: a few strokes that mean nothing
 * @BP_NON_DIGIT_PIECES: pieces of digits, put together anyhow
 * @BP_NON_DIGIT_SPOILED: digits side by side, or one that is struck through, upside down, mirrored
 *
 * The kinds of drawings with which people test whether a program notices that they are no digits.
 */
typedef enum
{
  BP_NON_DIGIT_SCRIBBLE,
  BP_NON_DIGIT_PATTERN,
  BP_NON_DIGIT_LINES,
  BP_NON_DIGIT_BLOB,
  BP_NON_DIGIT_CAPITAL,
  BP_NON_DIGIT_SMALL_LETTER,
  BP_NON_DIGIT_FOREIGN,
  BP_NON_DIGIT_SYMBOL,
  BP_NON_DIGIT_POLYGON,
  BP_NON_DIGIT_PICTURE,
  BP_NON_DIGIT_SIGN,
  BP_NON_DIGIT_PIECES,
  BP_NON_DIGIT_SPOILED,
  BP_N_NON_DIGIT_KINDS,
} BpNonDigitKind;

BpNonDigitKind bp_non_digit_draw (const BpAllographs *allographs,
                                  guint64 seed,
                                  guint64 index,
                                  guint8 image[BP_DIGIT_N_PIXELS]);
guint8 *bp_non_digits_new (guint64 seed, gsize count, BpProgress *progress, GError **error);
