/* SPDX-License-Identifier: MIT */

/* Numbers on axes and beside points, in the manner of the locale: 0.031, 2,500, 120,000, and powers
 * of ten where plain digits would be hard to count. */
#include "number.h"

#include "format.h"

#include <math.h>
#include <string.h>

/* Plain digits from the smallest to the largest. */
#define SMALLEST_PLAIN 1e-4
#define LARGEST_PLAIN  1e7

/* The smallest number whose thousands are set apart: a year or 1,000 steps read well without. */
#define SMALLEST_GROUPED 10000.0

/* An axis is written with a power of ten where its largest number is under this. */
#define SMALLEST_PLAIN_AXIS 1e-3

#define SIGNIFICANT_DIGITS 3
#define POWER_DIGITS       2

/* Rounding tolerance of logarithms. */
#define ROUNDING 1e-9

static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

static void
append_power (GString *text, int exponent)
{
  g_autofree char *digits = g_strdup_printf ("%d", ABS (exponent));

  g_string_append (text, "10");
  if (exponent < 0)
    g_string_append (text, "⁻");
  for (const char *digit = digits; *digit != '\0'; digit++)
    g_string_append (text, superscripts[*digit - '0']);
}

/* Whole digits of a number whose thousands are set apart. */
static char *
format_grouped (double value)
{
  g_autofree char *digits = bp_format_count ((guint64) llround (fabs (value)));

  return g_strconcat (value < 0.0 ? "-" : "", digits, NULL);
}

/* @value with @decimals digits after the point at most, without zeros at the end. */
static char *
format_trimmed (double value, int decimals)
{
  double rounded = round (value * pow (10.0, decimals));

  while (decimals > 0 && fmod (rounded, 10.0) == 0.0)
    {
      rounded /= 10.0;
      decimals--;
    }
  return bp_number_format_fixed (value, decimals);
}

static char *
format_power (double value)
{
  int exponent = (int) floor (log10 (fabs (value)) + ROUNDING);
  double mantissa = value / pow (10.0, exponent);
  GString *text = g_string_new (NULL);

  /* 9.99 is rounded up to 10. */
  if (round (fabs (mantissa) * pow (10.0, POWER_DIGITS - 1)) >= pow (10.0, POWER_DIGITS))
    {
      mantissa /= 10.0;
      exponent++;
    }
  if (fabs (mantissa - 1.0) > 0.05)
    {
      g_autofree char *digits = format_trimmed (mantissa, POWER_DIGITS - 1);

      g_string_append_printf (text, "%s×", digits);
    }
  append_power (text, exponent);
  return g_string_free (text, FALSE);
}

/**
 * bp_number_get_exponent:
 * @largest: the largest magnitude among the numbers of an axis
 *
 * Returns: the power of ten that all numbers of the axis are to be written with, or 0 for plain
 *   digits
 */
int
bp_number_get_exponent (double largest)
{
  if (largest == 0.0 || (largest >= SMALLEST_PLAIN_AXIS && largest < LARGEST_PLAIN))
    return 0;
  return (int) floor (log10 (largest) + ROUNDING);
}

/**
 * bp_number_format:
 * @value: a number
 *
 * Returns: (transfer full): three significant digits without zeros at the end, as in "0.0653",
 *   "120,000" or "2×10²⁴"; "inf" or "nan" for what is not finite
 */
char *
bp_number_format (double value)
{
  double magnitude = fabs (value);

  if (!isfinite (value))
    return g_strdup_printf ("%g", value);
  if (magnitude != 0.0 && (magnitude < SMALLEST_PLAIN || magnitude >= LARGEST_PLAIN))
    return format_power (value);
  if (magnitude == 0.0)
    return g_strdup ("0");
  return format_trimmed (value, MAX (0, SIGNIFICANT_DIGITS - 1 - (int) floor (log10 (magnitude))));
}

/**
 * bp_number_format_fixed:
 * @value: a finite number, its magnitude under 10^18
 * @decimals: digits after the point, at least 0
 *
 * Returns: (transfer full): the number in plain digits, as in "0.50" or "120,000"
 */
char *
bp_number_format_fixed (double value, int decimals)
{
  if (decimals == 0 && fabs (value) >= SMALLEST_GROUPED)
    return format_grouped (value);
  /* No minus sign before zeros. */
  if (fabs (value) < 0.5 * pow (10.0, -decimals))
    value = 0.0;
  return g_strdup_printf ("%.*f", decimals, value);
}

/**
 * bp_number_format_scaled:
 * @value: a finite number
 * @decimals: digits after the point, once the power of ten is set apart
 * @exponent: that power; see bp_number_get_exponent()
 *
 * Returns: (transfer full): the number with its power of ten, as in "1.5×10²⁴"; "0" for 0
 */
char *
bp_number_format_scaled (double value, int decimals, int exponent)
{
  g_autofree char *digits = NULL;
  GString *text;

  if (exponent == 0)
    return bp_number_format_fixed (value, decimals);
  digits = bp_number_format_fixed (value / pow (10.0, exponent), decimals);
  if (value == 0.0)
    return g_strdup ("0");
  text = g_string_new (digits);
  g_string_append (text, "×");
  append_power (text, exponent);
  return g_string_free (text, FALSE);
}
