/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"

/**
 * BpPrecision:
 * @BP_PRECISION_FLOAT32: all products are of floats
 * @BP_PRECISION_BF16: in wide layers, the factors are first rounded to bfloat16, which is the upper
 *   half of a float. Sums, and everything that is kept, stay floats.
 *
 * The numbers that training multiplies: a row of %bp_precisions.
 */
typedef enum
{
  BP_PRECISION_FLOAT32,
  BP_PRECISION_BF16,
} BpPrecision;

extern const BpChoices bp_precisions;

gboolean bp_precision_parse (BpPrecision *precision, const char *name, GError **error);
