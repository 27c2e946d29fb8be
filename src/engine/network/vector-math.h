/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Vector functions for which the processor has no instruction. The plain loops call those of the C
 * library, with which test-activation.c and test-kernels.c compare the others. Errors are relative.
 */

#include "vector.h"

#include <math.h>

/* The absolute value; NaN of NaN. */
INLINE Vector
absolute (Vector x)
{
  return (Vector) ((IntVector) x & G_MAXINT32);
}

/* 1 / sqrt (2 pi). */
#define RECIPROCAL_ROOT_2_PI 0.39894228f

#if VECTOR_BYTES == 4

INLINE Vector
exponential (Vector x)
{
  return (Vector){ expf (x[0]) };
}

INLINE Vector
hyperbolic_tangent (Vector x)
{
  return (Vector){ tanhf (x[0]) };
}

/* In double precision, because the exponential multiplies the error of its argument. */
INLINE Vector
normal_tail (Vector a, Vector *density)
{
  double distance = (double) a[0];

  *density = (Vector){ (float) exp (-0.5 * distance * distance) * RECIPROCAL_ROOT_2_PI };
  return (Vector){ (float) (0.5 * erfc (distance * M_SQRT1_2)) };
}

#else

/* e^(x + low) for x of at most 0, good to 2 units in the last place; NaN of NaN. low, from -0.1 to
 * 0.1, is the part of the exponent that does not fit into the float x. Below -87, where the result
 * would not be a normal number, it is that of -87.
 *
 * With n the whole number nearest to x / log 2 and r = x - n log 2, e^x = 2^n e^r. |r| is at most
 * log 2 / 2, where Taylor's series needs 8 terms. 2^n is made by writing n into the bits of the
 * exponent. */
INLINE Vector
exponential_of_sum (Vector x, Vector low)
{
  const float lowest = -87.0f;
  const float rounder = 0x1.8p23f; /* a float this large has no bits for a fraction */
  const float log_2_high = 0x1.62e4p-1f;
  const float log_2_low = 0x1.7f7d1cp-20f;
  IntVector is_too_low = x < lowest;
  Vector clamped = keep_where (~is_too_low, x) + keep_where (is_too_low, (Vector){ 0 } + lowest);
  Vector shifted = clamped * 0x1.715476p0f + rounder;
  Vector n = shifted - rounder;
  Vector rest = (clamped - n * log_2_high) - n * log_2_low + low;
  Vector power = (Vector) (((IntVector) shifted + 127) << 23);
  Vector series = 1.0f + rest * (1.0f / 7.0f);

  UNROLL
  for (guint i = 6; i >= 1; i--)
    series = 1.0f + rest * series * (1.0f / (float) i);

  return series * power;
}

/* e^x for x of at most 0, good to 2 units in the last place; NaN of NaN. */
INLINE Vector
exponential (Vector x)
{
  return exponential_of_sum (x, (Vector){ 0 });
}

/* tanh, good to 5e-7; NaN of NaN. Near 0, an odd polynomial (that of tanhf() in Moshier's Cephes
 * library, 1995); elsewhere (1 - u) / (1 + u) with u = e^(-2 |x|), which loses precision by
 * cancellation near 0. */
INLINE Vector
hyperbolic_tangent (Vector x)
{
  const float border = 0.625f;
  Vector magnitude = absolute (x);
  Vector u = exponential (-2.0f * magnitude);
  Vector square = x * x;
  Vector large = (1.0f - u) / (1.0f + u);
  Vector series = -5.70498872745e-3f * square + 2.06390887954e-2f;

  series = series * square - 5.37397155531e-2f;
  series = series * square + 1.33314422036e-1f;
  series = series * square - 3.33332819422e-1f;
  large = choose_where (x < 0.0f, -large, large);
  return choose_where (magnitude < border, series * square * x + x, large);
}

/* The upper tail of the normal distribution beyond a, good to 1e-6, and its density at a, good to
 * 3e-7, for a from 0 to 14; NaN of NaN.
 *
 * The tail is e^(-a^2 / 2) erfcx (a / sqrt (2)) / 2 with the scaled form of erfc. The factor erfcx
 * / 2 falls slowly from 1/2 to 0: t = 1 / (1 + 0.3 a) times a polynomial in t (the form of
 * Hastings, "Approximations for digital computers", 1955, sheet 43; coefficients fitted to the
 * least relative error, 1.5e-7). The square is split into an exact part and a remainder, because
 * one unit in the last place of 98 would be far too much in the exponent. */
INLINE Vector
normal_tail (Vector a, Vector *density)
{
  Vector high = (Vector) ((IntVector) a & ~0xfff); /* 12 bits, whose square has 24 */
  Vector low = (a - high) * (a + high);
  Vector e = exponential_of_sum (-0.5f * high * high, -0.5f * low);
  Vector t = 1.0f / (1.0f + 0.3f * a);
  Vector series = 0.03567478f * t - 0.15720310f;

  series = series * t + 0.20635354f;
  series = series * t - 0.05368367f;
  series = series * t + 0.12856164f;
  series = series * t + 0.09991349f;
  series = series * t + 0.12075396f;
  series = series * t + 0.11962930f;
  *density = e * RECIPROCAL_ROOT_2_PI;
  return e * t * series;
}

#endif
