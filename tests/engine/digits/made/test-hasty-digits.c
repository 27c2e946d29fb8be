/* SPDX-License-Identifier: MIT */
#include "hasty-digits.h"

#include "builtin-digits.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

#define N_DIGITS 2000

static gsize
count_ink (const guint8 *image)
{
  gsize n = 0;

  for (gsize i = 0; i < BP_DIGIT_N_PIXELS; i++)
    n += image[i] > 0;
  return n;
}

/* All digits are about equally frequent, and more than a dot. */
static void
test_all_ten (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpAllographs) allographs = bp_allographs_new (&error);
  guint counts[10] = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < N_DIGITS; i++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      guint digit = bp_hasty_digit_draw (allographs, 1, i, image);

      g_assert_cmpuint (digit, <, 10);
      counts[digit]++;
      g_assert_cmpuint (count_ink (image), >, 20);
    }
  for (guint digit = 0; digit < 10; digit++)
    {
      g_assert_cmpuint (counts[digit], >, N_DIGITS / 10 * 3 / 4);
      g_assert_cmpuint (counts[digit], <, N_DIGITS / 10 * 5 / 4);
    }
}

/* How far the ink moves to the right from row to row, downwards. */
static double
measure_slant (const guint8 *image)
{
  double ink = 0.0;
  double mean_x = 0.0;
  double mean_y = 0.0;
  double product = 0.0;
  double square = 0.0;

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      guint row = i / BP_DIGIT_SIZE;

      ink += image[i];
      mean_x += (double) image[i] * (i % BP_DIGIT_SIZE);
      mean_y += (double) image[i] * row;
    }
  mean_x /= ink;
  mean_y /= ink;
  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      guint row = i / BP_DIGIT_SIZE;

      product += image[i] * (i % BP_DIGIT_SIZE - mean_x) * (row - mean_y);
      square += image[i] * (row - mean_y) * (row - mean_y);
    }
  return product / square;
}

/* Haste slants digits either way: on average no more than careful writing, and from digit to digit
 * much more. */
static void
test_slant (void)
{
  g_autoptr (BpAllographs) allographs = bp_allographs_new (NULL);
  double sums[2] = { 0.0, 0.0 };
  double squares[2] = { 0.0, 0.0 };

  for (guint i = 0; i < N_DIGITS; i++)
    for (guint is_hasty = 0; is_hasty < 2; is_hasty++)
      {
        guint8 image[BP_DIGIT_N_PIXELS];
        BpBuiltinDigit digit;
        double slant;

        if (is_hasty)
          bp_hasty_digit_draw (allographs, 1, i, image);
        else
          {
            bp_builtin_digit_write_rare (allographs, 1, i, &digit);
            bp_builtin_digit_draw (&digit, image);
          }
        slant = measure_slant (image);
        sums[is_hasty] += slant / N_DIGITS;
        squares[is_hasty] += slant * slant / N_DIGITS;
      }
  g_test_message ("careful %.3f +- %.3f, hasty %.3f +- %.3f", sums[0],
                  sqrt (squares[0] - sums[0] * sums[0]), sums[1],
                  sqrt (squares[1] - sums[1] * sums[1]));
  g_assert_cmpfloat_with_epsilon (sums[0], sums[1], 0.05);
  g_assert_cmpfloat (squares[1] - sums[1] * sums[1], >, 1.3 * (squares[0] - sums[0] * sums[0]));
}

static void
test_same_again (void)
{
  g_autoptr (BpAllographs) allographs = bp_allographs_new (NULL);

  for (guint i = 0; i < 50; i++)
    {
      guint8 first[BP_DIGIT_N_PIXELS];
      guint8 again[BP_DIGIT_N_PIXELS];
      guint8 other[BP_DIGIT_N_PIXELS];

      bp_hasty_digit_draw (allographs, 3, i, first);
      bp_hasty_digit_draw (allographs, 3, i, again);
      bp_hasty_digit_draw (allographs, 4, i, other);
      g_assert_cmpmem (first, sizeof first, again, sizeof again);
      g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
    }
}

BP_TEST_FILE (hasty_digits)
{
  g_test_add_func ("/hasty-digits/all-ten", test_all_ten);
  g_test_add_func ("/hasty-digits/slant", test_slant);
  g_test_add_func ("/hasty-digits/same-again", test_same_again);
}
