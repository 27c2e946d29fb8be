/* SPDX-License-Identifier: MIT */
#include "number-array.h"
#include "test-file.h"

#include <string.h>

/* An array of the given shape whose levels are 0, 1, 2, … */
static BpNumberArray *
make_array (guint n_dims, const gsize *dims)
{
  BpNumberArray *array = bp_number_array_new ("x");
  gsize count;

  array->n_dims = n_dims;
  memcpy (array->dims, dims, n_dims * sizeof *dims);
  g_assert_true (bp_number_array_count (array, &count));
  g_assert_true (bp_byte_levels_reserve (&array->levels, MAX (count, 1)));
  for (gsize i = 0; i < count; i++)
    array->levels.levels[i] = (guint8) i;
  array->levels.count = count;
  array->levels.scale = BP_LEVEL_WHOLE;
  return array;
}

static void
test_count (void)
{
  static const gsize small[] = { 2, 3, 4 };
  static const gsize empty[] = { 2, 0, 4 };
  g_autoptr (BpNumberArray) array = make_array (3, small);
  g_autoptr (BpNumberArray) nothing = make_array (3, empty);
  gsize count;

  g_assert_true (bp_number_array_count (array, &count));
  g_assert_cmpuint (count, ==, 24);
  g_assert_true (bp_number_array_count (nothing, &count));
  g_assert_cmpuint (count, ==, 0);

  array->dims[0] = G_MAXSIZE / 2;
  g_assert_false (bp_number_array_count (array, &count));
}

/* In Fortran order, the number at (i, j, k) is at i + a (j + b k) of an (a, b, c) array. */
static void
test_fortran (void)
{
  static const gsize shapes[][3] = { { 2, 3, 4 }, { 5, 1, 7 }, { 1, 6, 6 }, { 200, 1, 1 } };

  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      const gsize *dims = shapes[shape];
      g_autoptr (BpNumberArray) array = make_array (3, dims);

      g_assert_true (bp_number_array_reorder_fortran (array));
      for (gsize i = 0; i < dims[0]; i++)
        for (gsize j = 0; j < dims[1]; j++)
          for (gsize k = 0; k < dims[2]; k++)
            g_assert_cmpuint (array->levels.levels[(i * dims[1] + j) * dims[2] + k], ==,
                              i + dims[0] * (j + dims[1] * k));
    }
}

static void
test_describe (void)
{
  static const gsize dims[] = { 60000, 784 };
  static const gsize no_numbers[] = { 0 };
  g_autoptr (BpNumberArray) array = make_array (2, dims);
  g_autoptr (BpNumberArray) vector = make_array (1, no_numbers);
  g_autofree char *array_text = bp_number_array_describe (array);
  g_autofree char *vector_text = bp_number_array_describe (vector);

  g_assert_cmpstr (array_text, ==, "x (60000, 784)");
  g_assert_cmpstr (vector_text, ==, "x (0,)");
}

BP_TEST_FILE (number_array)
{
  g_test_add_func ("/number-array/count", test_count);
  g_test_add_func ("/number-array/fortran", test_fortran);
  g_test_add_func ("/number-array/describe", test_describe);
}
