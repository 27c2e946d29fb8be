/* SPDX-License-Identifier: MIT */
#include "hasty-digits.h"
#include "test-file.h"

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
  g_test_add_func ("/hasty-digits/same-again", test_same_again);
}
