/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <string.h>

/**
 * bp_bf16_round:
 * @value: a float
 *
 * Rounds as the instruction VCVTNEPS2BF16 does: to the nearest bfloat16, of two equally near ones
 * to the even one; numbers below the smallest normal one to 0, and NaN to NaN.
 *
 * Returns: the bits of a float whose lower half is 0, and whose upper half is the bfloat16
 */
static inline guint32
bp_bf16_round (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  if ((bits & 0x7F800000) == 0)
    return bits & 0x80000000;
  if ((bits & 0x7FFFFFFF) > 0x7F800000)
    return (bits | 0x00400000) & 0xFFFF0000;
  return (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000;
}
