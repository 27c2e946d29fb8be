/* SPDX-License-Identifier: MIT */
/* Conversion of floating-point numbers to and from their bits in files. */
#include "float-bits.h"

#include <string.h>

/**
 * bp_float_from_bits:
 * @bits: the bits of an IEEE 754 binary32
 *
 * Returns: the number with these bits
 */
float
bp_float_from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/**
 * bp_float_to_bits:
 * @value: a number
 *
 * Returns: its bits as an IEEE 754 binary32
 */
guint32
bp_float_to_bits (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/**
 * bp_float_from_half:
 * @half: the bits of an IEEE 754 binary16
 *
 * Returns: the number with these bits, which a float holds exactly
 */
float
bp_float_from_half (guint16 half)
{
  guint32 sign = (guint32) (half & 0x8000) << 16;
  guint32 exponent = (half >> 10) & 0x1F;
  guint32 fraction = half & 0x3FF;

  /* Zero and the subnormal numbers: multiples of 2 to the -24. */
  if (exponent == 0)
    return bp_float_from_bits (sign | bp_float_to_bits ((float) fraction * 0x1p-24F));

  /* The exponents' biases are 127 and 15; the largest exponent means infinities and NaN. */
  exponent = exponent == 0x1F ? 0xFF : exponent + 127 - 15;
  return bp_float_from_bits (sign | (exponent << 23) | (fraction << 13));
}

/**
 * bp_float_copy_little_endian:
 * @to: (out): (n_floats)
 * @from: (n_floats): one of the two is in little-endian order, at any address
 * @n_floats: the number of floats
 *
 * Copies floats to or from little-endian order, which is the same operation.
 */
void
bp_float_copy_little_endian (void *to, const void *from, gsize n_floats)
{
  for (gsize i = 0; i < n_floats; i++)
    {
      guint32 bits;

      memcpy (&bits, (const guint8 *) from + sizeof bits * i, sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy ((guint8 *) to + sizeof bits * i, &bits, sizeof bits);
    }
}
