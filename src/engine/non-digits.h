/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/digit-image.h"

#include <glib.h>

/**
 * BpNonDigitKind:
 * @BP_NON_DIGIT_SCRIBBLE: a pen that wanders
 * @BP_NON_DIGIT_LETTER: a letter that looks like no digit
 * @BP_NON_DIGIT_SHAPE: a square, a star, a heart, an arrow …
 * @BP_NON_DIGIT_SIGN: a few strokes that mean nothing
 *
 * What people draw to see whether a program notices that it is no digit.
 */
typedef enum
{
  BP_NON_DIGIT_SCRIBBLE,
  BP_NON_DIGIT_LETTER,
  BP_NON_DIGIT_SHAPE,
  BP_NON_DIGIT_SIGN,
  BP_N_NON_DIGIT_KINDS,
} BpNonDigitKind;

BpNonDigitKind bp_non_digit_draw (guint64 seed, guint64 index, guint8 image[BP_DIGIT_N_PIXELS]);
