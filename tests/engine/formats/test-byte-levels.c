/* SPDX-License-Identifier: MIT */
#include "byte-levels.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

static BpByteLevels
make_levels (const double *numbers, gsize count)
{
  BpByteLevels levels = { 0 };

  g_assert_true (bp_byte_levels_reserve (&levels, MAX (count, 1)));
  bp_byte_levels_append_numbers (&levels, numbers, count);
  g_assert_cmpuint (levels.count, ==, count);
  return levels;
}

/* Bytes written as numbers of each scale, in single and in double precision, give the same bytes in
 * any order. */
static void
test_bytes_come_back (void)
{
  static const struct
  {
    double divisor;
    BpLevelScale scale;
  } forms[] = {
    { 256.0, BP_LEVEL_256THS },
    { 255.0, BP_LEVEL_255THS },
    { 1.0, BP_LEVEL_WHOLE },
  };
  double numbers[2000];

  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    for (guint first = 0; first < 256; first++)
      for (guint is_single = 0; is_single < 2; is_single++)
        {
          for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
            {
              numbers[i] = (first + i) % 256 / forms[form].divisor;
              if (is_single)
                numbers[i] = (double) (float) numbers[i];
            }

          BpByteLevels levels = make_levels (numbers, G_N_ELEMENTS (numbers));

          g_assert_cmpint (levels.scale, ==, forms[form].scale);
          bp_byte_levels_to_pixels (&levels, 255.0 / forms[form].divisor);
          g_assert_false (levels.has_bad);
          g_assert_cmpint (levels.has_fractions, ==, form != 2);
          for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
            g_assert_cmpuint (levels.levels[i], ==, (first + i) % 256);
          bp_byte_levels_clear (&levels);
        }
}

/* A late number can change the scale of the ones before it. */
static void
test_scale_moves_on (void)
{
  static const struct
  {
    double numbers[4];
    BpLevelScale scale;
    guint8 levels[4];
  } cases[] = {
    { { 0, 1, 1, 0 }, BP_LEVEL_BINARY, { 0, 1, 1, 0 } },
    { { 0, 1, 0, 9 }, BP_LEVEL_WHOLE, { 0, 1, 0, 9 } },
    { { 0, 1, 0, 0.5 }, BP_LEVEL_255THS, { 0, 255, 0, 128 } },
    { { 0, 0.5, 0.25, 0 }, BP_LEVEL_256THS, { 0, 128, 64, 0 } },
    { { 0, 0.5, 0.25, 1 }, BP_LEVEL_255THS, { 0, 128, 64, 255 } },
    { { 0, 0.5, 0.25, 0.3 }, BP_LEVEL_255THS, { 0, 128, 64, 76 } },
    { { 0, 0.5, 0.75, 200 }, BP_LEVEL_WHOLE, { 0, 0, 1, 200 } },
    { { 0, 0.3, 0.9, 255 }, BP_LEVEL_WHOLE, { 0, 0, 1, 255 } },
    /* Fractions of another range than 0 to 1, in any order. */
    { { 0, 0.5, 0.75, 9 }, BP_LEVEL_UP_TO_16, { 0, 8, 12, 143 } },
    { { 9, 16, 0, 0.5 }, BP_LEVEL_UP_TO_16, { 143, 255, 0, 8 } },
    { { 1, 0, 1.5, 1 }, BP_LEVEL_UP_TO_2, { 128, 0, 191, 128 } },
    { { 99, 99.5, 0, 1 }, BP_LEVEL_UP_TO_128, { 197, 198, 0, 2 } },
    { { 129, 99.5, 0, 1 }, BP_LEVEL_WHOLE, { 129, 100, 0, 1 } },
    /* Rounding errors of the program that made the numbers. */
    { { -1e-7, 0.3, 1.0000001, 0 }, BP_LEVEL_255THS, { 0, 76, 255, 0 } },
    { { 12, 255.00001, 0, 0 }, BP_LEVEL_WHOLE, { 12, 255, 0, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpByteLevels levels = make_levels (cases[i].numbers, 4);

      g_test_message ("case %u", i);
      g_assert_cmpint (levels.scale, ==, cases[i].scale);
      g_assert_cmpmem (levels.levels, 4, cases[i].levels, 4);
      g_assert_false (levels.has_bad);
      bp_byte_levels_clear (&levels);
    }
}

static void
test_black_and_white (void)
{
  static const double numbers[] = { 0, 1, 1, 0 };
  static const guint8 pixels[] = { 0, 255, 255, 0 };
  BpByteLevels levels = make_levels (numbers, 4);

  bp_byte_levels_to_pixels (&levels, 1.0);
  g_assert_cmpmem (levels.levels, 4, pixels, 4);
  bp_byte_levels_clear (&levels);
}

/* The full value becomes 255, and no pixel is larger. */
static void
test_pixels_of_any_range (void)
{
  static const struct
  {
    double numbers[4];
    double full;
    guint8 pixels[4];
  } cases[] = {
    { { 0, 4, 8, 16 }, 16, { 0, 64, 128, 255 } },
    { { 0, 25, 50, 100 }, 100, { 0, 64, 128, 255 } },
    { { 0, 0.5, 8, 16 }, 16, { 0, 8, 127, 255 } },
    { { 0, 0.01, 0.02, 0.04 }, 0.04, { 0, 76, 128, 255 } },
    { { 0, 100, 200, 240 }, 255, { 0, 100, 200, 240 } },
    { { 0, 100, 200, 240 }, 200, { 0, 128, 255, 255 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpByteLevels levels = make_levels (cases[i].numbers, 4);

      g_test_message ("case %u", i);
      bp_byte_levels_to_pixels (&levels, cases[i].full);
      for (guint k = 0; k < 4; k++)
        g_assert_cmpint (ABS (levels.levels[k] - cases[i].pixels[k]), <=, i == 3 ? 14 : 1);
      bp_byte_levels_clear (&levels);
    }
}

static void
test_highest (void)
{
  static const double whole[] = { 3, 16, 0 };
  static const double fractions[] = { 0.25, 12.0, 0 };
  BpByteLevels none = { 0 };
  BpByteLevels a = make_levels (whole, 3);
  BpByteLevels b = make_levels (fractions, 3);

  g_assert_cmpfloat (bp_byte_levels_find_highest (&none), ==, 0.0);
  g_assert_cmpfloat (bp_byte_levels_find_highest (&a), ==, 16.0);
  g_assert_cmpfloat_with_epsilon (bp_byte_levels_find_highest (&b), 12.0, 0.04);
  bp_byte_levels_join (&a, &b);
  g_assert_cmpint (a.scale, ==, BP_LEVEL_UP_TO_16);
  g_assert_cmpint (b.scale, ==, BP_LEVEL_UP_TO_16);
  g_assert_cmpuint (a.levels[1], ==, 255);
  bp_byte_levels_clear (&a);
  bp_byte_levels_clear (&b);
}

static void
test_bad (void)
{
  static const double bad[] = { (double) NAN, (double) INFINITY, -(double) INFINITY, -0.42, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      double numbers[1000] = { 0 };
      BpByteLevels levels;

      numbers[3] = 17;
      numbers[700] = bad[i];
      numbers[800] = -9;
      levels = make_levels (numbers, 1000);

      g_assert_true (levels.has_bad);
      g_assert_cmpuint (levels.bad_index, ==, 700);
      g_assert_true (memcmp (&levels.bad_value, &bad[i], sizeof bad[i]) == 0);
      g_assert_cmpuint (levels.levels[3], ==, 17);
      bp_byte_levels_clear (&levels);
    }
}

/* Numbers of more than 8 bits become bytes, and where they begin is kept: labels have none. */
static void
test_wide (void)
{
  static const struct
  {
    double numbers[4];
    BpLevelScale scale;
    double highest;
    guint8 pixels[4];
  } cases[] = {
    { { 0, 1, 256, 511 }, BP_LEVEL_9_BITS, 511, { 0, 0, 128, 255 } },
    { { 4095, 2000, 0, 0.5 }, BP_LEVEL_12_BITS, 4095, { 255, 125, 0, 0 } },
    { { 0, 7 * 257, 255, 65535 }, BP_LEVEL_16_BITS, 65535, { 0, 7, 1, 255 } },
  };
  BpByteLevels bytes;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpByteLevels levels = make_levels (cases[i].numbers, 4);

      g_test_message ("case %u", i);
      g_assert_cmpint (levels.scale, ==, cases[i].scale);
      g_assert_false (levels.has_bad);
      g_assert_true (levels.has_wide);
      g_assert_cmpfloat (levels.wide_value, ==, cases[i].numbers[levels.wide_index]);
      g_assert_cmpfloat (bp_byte_levels_find_highest (&levels), ==, cases[i].highest);

      bytes = make_levels (cases[0].numbers, 2);
      bp_byte_levels_join (&bytes, &levels);
      g_assert_cmpint (bytes.scale, ==, cases[i].scale);
      bp_byte_levels_clear (&bytes);

      bp_byte_levels_to_pixels (&levels, cases[i].highest);
      g_assert_cmpmem (levels.levels, 4, cases[i].pixels, 4);
      bp_byte_levels_clear (&levels);
    }
}

static void
test_append_bytes (void)
{
  static const BpNumberType type = { BP_NUMBER_UNSIGNED, 1, FALSE };
  guint8 bytes[3000];
  BpByteLevels levels = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = i < 1000 ? 0 : (guint8) (i * 7);

  g_assert_true (bp_byte_levels_reserve (&levels, sizeof bytes));
  bp_byte_levels_append_bytes (&levels, &type, bytes, 700);
  g_assert_cmpint (levels.scale, ==, BP_LEVEL_BINARY);
  bp_byte_levels_append_bytes (&levels, &type, bytes + 700, 1300);
  bp_byte_levels_append_bytes (&levels, &type, bytes + 2000, 1000);
  g_assert_cmpint (levels.scale, ==, BP_LEVEL_WHOLE);
  g_assert_cmpmem (levels.levels, levels.count, bytes, sizeof bytes);
  bp_byte_levels_clear (&levels);
}

/* Rows of one image array that were read separately. */
static void
test_append_levels (void)
{
  static const struct
  {
    double rows[2][2];
    BpLevelScale scale;
    guint8 levels[4];
  } cases[] = {
    { { { 0, 1 }, { 1, 0 } }, BP_LEVEL_BINARY, { 0, 1, 1, 0 } },
    { { { 0, 1 }, { 7, 0 } }, BP_LEVEL_WHOLE, { 0, 1, 7, 0 } },
    { { { 0, 1 }, { 0.3, 0 } }, BP_LEVEL_255THS, { 0, 255, 76, 0 } },
    { { { 0, 0 }, { 0.5, 0 } }, BP_LEVEL_256THS, { 0, 0, 128, 0 } },
    { { { 0, 1 }, { 0.5, 0 } }, BP_LEVEL_255THS, { 0, 255, 128, 0 } },
    { { { 0.25, 0 }, { 0.3, 0 } }, BP_LEVEL_255THS, { 64, 0, 76, 0 } },
    { { { 0.3, 0 }, { 0.25, 0 } }, BP_LEVEL_255THS, { 76, 0, 64, 0 } },
    { { { 0.3, 0.9 }, { 9, 0 } }, BP_LEVEL_UP_TO_16, { 5, 14, 143, 0 } },
    { { { 9, 0 }, { 0.3, 0.9 } }, BP_LEVEL_UP_TO_16, { 143, 0, 5, 14 } },
    { { { 0.3, 0.9 }, { 200, 0 } }, BP_LEVEL_WHOLE, { 0, 1, 200, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpByteLevels first = make_levels (cases[i].rows[0], 2);
      BpByteLevels second = make_levels (cases[i].rows[1], 2);
      BpByteLevels all = { 0 };

      g_test_message ("case %u", i);
      g_assert_true (bp_byte_levels_reserve (&all, 4));
      bp_byte_levels_append_levels (&all, &first);
      bp_byte_levels_append_levels (&all, &second);
      g_assert_cmpint (all.scale, ==, cases[i].scale);
      g_assert_cmpmem (all.levels, all.count, cases[i].levels, 4);
      bp_byte_levels_clear (&first);
      bp_byte_levels_clear (&second);
      bp_byte_levels_clear (&all);
    }
}

static void
test_append_bad_levels (void)
{
  static const double good[] = { 1, 2, 3 };
  static const double bad[] = { 4, -5, -6 };
  BpByteLevels first = make_levels (good, 3);
  BpByteLevels second = make_levels (bad, 3);

  g_assert_true (bp_byte_levels_reserve (&first, 6));
  bp_byte_levels_append_levels (&first, &second);
  g_assert_true (first.has_bad);
  g_assert_cmpuint (first.bad_index, ==, 4);
  g_assert_cmpfloat (first.bad_value, ==, -5.0);
  bp_byte_levels_clear (&first);
  bp_byte_levels_clear (&second);
}

BP_TEST_FILE (byte_levels)
{
  g_test_add_func ("/byte-levels/bytes-come-back", test_bytes_come_back);
  g_test_add_func ("/byte-levels/scale-moves-on", test_scale_moves_on);
  g_test_add_func ("/byte-levels/black-and-white", test_black_and_white);
  g_test_add_func ("/byte-levels/pixels-of-any-range", test_pixels_of_any_range);
  g_test_add_func ("/byte-levels/highest", test_highest);
  g_test_add_func ("/byte-levels/bad", test_bad);
  g_test_add_func ("/byte-levels/wide", test_wide);
  g_test_add_func ("/byte-levels/append-bytes", test_append_bytes);
  g_test_add_func ("/byte-levels/append-levels", test_append_levels);
  g_test_add_func ("/byte-levels/append-bad-levels", test_append_bad_levels);
}
