/* SPDX-License-Identifier: MIT */
#include "bf16-bits.h"
#include "error.h"
#include "float-bits.h"
#include "kernels-sets.h"
#include "random.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

/* The floats around a result, which no kernel may write. */
#define MARGIN 32
#define GUARD  12345.0f

static const guint odd_sizes[] = { 1, 3, 17, 785 };
static const guint batches[] = { 1, 7, 33, 128 };

static float *
new_random_floats (gsize n, BpRandom *random)
{
  float *floats = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    floats[i] = (float) bp_random_normal (random);

  return floats;
}

/* The padding of every row is zeros, as everywhere in the program. */
static float *
new_random_matrix (guint n_rows, guint n_columns, gsize stride, BpRandom *random)
{
  float *matrix = g_new0 (float, n_rows *stride);

  for (guint i = 0; i < n_rows; i++)
    for (guint j = 0; j < n_columns; j++)
      matrix[i * stride + j] = (float) bp_random_normal (random);

  return matrix;
}

static void
assert_close (const BpKernels *kernels,
              const char *what,
              const float *values,
              const float *expected,
              gsize n,
              double tolerance)
{
  for (gsize i = 0; i < n; i++)
    if (!(fabs ((double) values[i] - (double) expected[i]) <= tolerance))
      g_error ("%s, %s: float %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is %.9g and not %.9g",
               kernels->name, what, i, n, (double) values[i], (double) expected[i]);
}

/* Compares a product of the kernels with the plain loops, including the floats around the
 * result. */
static void
check_product (const BpKernels *kernels,
               BpPrecision precision,
               BpFinish finish,
               guint n_rows,
               guint depth,
               guint n_columns,
               gboolean is_a_transposed)
{
  BpRandom random;
  gsize stride = bp_round_up_to_lanes (n_columns);
  gsize n = n_rows * stride;
  g_autofree char *what = NULL;
  g_autofree float *a = NULL;
  g_autofree float *b = NULL;
  g_autofree float *c = NULL;
  g_autofree float *velocity = NULL;
  g_autofree float *expected_c = NULL;
  g_autofree float *expected_velocity = NULL;

  bp_random_init (&random, n_rows * 1000 + depth, n_columns);
  a = new_random_floats ((gsize) n_rows * depth, &random);
  b = new_random_matrix (depth, n_columns, stride, &random);
  c = new_random_floats (n + 2 * MARGIN, &random);
  velocity = new_random_floats (n + 2 * MARGIN, &random);
  expected_c = g_memdup2 (c, (n + 2 * MARGIN) * sizeof (float));
  expected_velocity = g_memdup2 (velocity, (n + 2 * MARGIN) * sizeof (float));

  const BpProduct product = {
    .a = { a, is_a_transposed ? 1 : depth, is_a_transposed ? n_rows : 1 },
    .b = b,
    .b_stride = stride,
    .n_rows = n_rows,
    .depth = depth,
    .n_columns = stride,
    /* Without an influence on the result. */
    .ahead = { { a, (gsize) n_rows * depth }, { b, depth * stride } },
  };
  BpResult result = {
    .finish = finish,
    .c = c + MARGIN,
    .c_stride = stride,
    .start = finish == BP_FINISH_RECTIFY ? b
             : finish == BP_FINISH_STORE ? c + MARGIN
                                         : NULL,
    .start_stride = finish == BP_FINISH_RECTIFY ? 0 : stride,
    .velocity = velocity + MARGIN,
    .momentum = 0.9f,
  };

  bp_kernels_find_multiply (kernels, precision) (&product, &result);
  result.c = expected_c + MARGIN;
  result.velocity = expected_velocity + MARGIN;
  if (finish == BP_FINISH_STORE)
    result.start = expected_c + MARGIN;
  bp_kernels_find_multiply (&bp_kernels_plain, precision) (&product, &result);

  what = g_strdup_printf ("finish %d of %u x %u x %u", finish, n_rows, depth, n_columns);
  assert_close (kernels, what, c, expected_c, n + 2 * MARGIN, 2e-6 * (depth + 10));
  assert_close (kernels, what, velocity, expected_velocity, n + 2 * MARGIN, 2e-6 * (depth + 10));
}

static void
check_products (const BpKernels *kernels, BpPrecision precision)
{
  const BpFinish finishes[] = { BP_FINISH_STORE, BP_FINISH_RECTIFY, BP_FINISH_MOMENTUM,
                                BP_FINISH_NESTEROV };

  for (guint i = 0; i < G_N_ELEMENTS (batches); i++)
    for (guint j = 0; j < G_N_ELEMENTS (odd_sizes); j++)
      for (guint k = 0; k < G_N_ELEMENTS (odd_sizes); k++)
        {
          if (odd_sizes[j] == 785 && odd_sizes[k] == 785 && batches[i] > 33)
            continue;
          check_product (kernels, precision, BP_FINISH_RECTIFY, batches[i], odd_sizes[j],
                         odd_sizes[k], FALSE);
          check_product (kernels, precision, finishes[(i + j + k) % 4], odd_sizes[j], batches[i],
                         odd_sizes[k], TRUE);
        }

  /* Every width and height of a tile. */
  for (guint n_rows = 1; n_rows <= 13; n_rows++)
    for (guint n_columns = 16; n_columns <= 144; n_columns += 16)
      for (guint i = 0; i < G_N_ELEMENTS (finishes); i++)
        check_product (kernels, precision, finishes[i], n_rows, 5, n_columns, i % 2 == 0);
}

static void
test_multiply (gconstpointer data)
{
  check_products (data, BP_PRECISION_FLOAT32);
}

static void
test_multiply_bf16 (gconstpointer data)
{
  if (bp_kernels_find_multiply (data, BP_PRECISION_BF16) == NULL)
    g_test_skip ("This instruction set has no products in bf16");
  else
    check_products (data, BP_PRECISION_BF16);
}

/* Each product is of the rounded numbers, and each sum as exact as one of floats. */
static void
test_bf16_against_double (gconstpointer data)
{
  const BpMultiply multiply = bp_kernels_find_multiply (data, BP_PRECISION_BF16);
  const guint n_rows = 50;
  const guint depth = 77;
  const guint n_columns = 80;
  BpRandom random;
  g_autofree float *a = NULL;
  g_autofree float *b = NULL;
  g_autofree float *c = g_new (float, (gsize) n_rows *n_columns);

  if (multiply == NULL)
    {
      g_test_skip ("This instruction set has no products in bf16");
      return;
    }
  bp_random_init (&random, 7, 0);
  a = new_random_floats ((gsize) n_rows * depth, &random);
  b = new_random_floats ((gsize) depth * n_columns, &random);

  const BpProduct product = {
    .a = { a, depth, 1 },
    .b = b,
    .b_stride = n_columns,
    .n_rows = n_rows,
    .depth = depth,
    .n_columns = n_columns,
  };
  const BpResult result = { .finish = BP_FINISH_STORE, .c = c, .c_stride = n_columns };

  multiply (&product, &result);
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < n_columns; j++)
      {
        double sum = 0.0;

        for (gsize k = 0; k < depth; k++)
          sum += (double) bp_float_from_bits (bp_bf16_round (a[i * depth + k])) *
                 (double) bp_float_from_bits (bp_bf16_round (b[k * n_columns + j]));
        g_assert_cmpfloat_with_epsilon ((double) c[i * n_columns + j], sum, 1e-5);
      }
}

/* The smallest and the largest numbers, some that are halfway between two bfloat16, and usual ones.
 */
static float
make_any_float (BpRandom *random)
{
  guint32 bits = (guint32) bp_random_next (random);

  switch (bp_random_below (random, 8))
    {
    case 0:
      return bp_float_from_bits (bits & 0x807FFFFF); /* below the smallest normal number */
    case 1:
      return bp_float_from_bits ((bits & 0x807FFFFF) | 0x20000000); /* products near the smallest */
    case 2:
      return bp_float_from_bits ((bits & 0x807F0000) | 0x3F808000); /* halfway */
    case 3:
      return 0.0f;
    default:
      return (float) bp_random_normal (random);
    }
}

/* All processors make the same bytes of a product in bf16, whether they have its instructions or
 * not; with odd depths, both ways of A, and any numbers. */
static void
test_bf16_same_bytes (void)
{
#if defined(__x86_64__)
  const BpKernels *kernels = bp_kernels_list ()[0];
  const gsize stride = 144;
  const guint n_rows = 61;
  BpRandom random;

  if (kernels != &bp_kernels_x86_64_v4 ||
      bp_kernels_find_multiply (kernels, BP_PRECISION_BF16) == bp_multiply_bf16_avx2)
    {
      g_test_skip ("This processor has no instructions for bf16 to compare with");
      return;
    }
  bp_random_init (&random, 8, 0);
  for (guint i = 0; i < 40; i++)
    {
      guint depth = 1 + i * 3;
      gsize n = n_rows * stride;
      g_autofree float *a = g_new (float, (gsize) n_rows *depth);
      g_autofree float *b = g_new (float, depth *stride);
      g_autofree float *c = g_new (float, n);
      g_autofree float *velocity = g_new (float, n);
      g_autofree float *other_c = NULL;
      g_autofree float *other_velocity = NULL;

      for (gsize j = 0; j < (gsize) n_rows * depth; j++)
        a[j] = make_any_float (&random);
      for (gsize j = 0; j < depth * stride; j++)
        b[j] = make_any_float (&random);
      for (gsize j = 0; j < n; j++)
        {
          c[j] = make_any_float (&random);
          velocity[j] = make_any_float (&random);
        }
      other_c = g_memdup2 (c, n * sizeof (float));
      other_velocity = g_memdup2 (velocity, n * sizeof (float));

      const BpProduct product = {
        .a = { a, i % 2 == 0 ? 1 : depth, i % 2 == 0 ? n_rows : 1 },
        .b = b,
        .b_stride = stride,
        .n_rows = n_rows,
        .depth = depth,
        .n_columns = stride,
      };
      BpResult result = {
        .finish = i % 4 < 2 ? BP_FINISH_STORE : BP_FINISH_NESTEROV,
        .c = c,
        .c_stride = stride,
        .start = i % 4 < 2 ? c : NULL,
        .start_stride = stride,
        .velocity = velocity,
        .momentum = 0.9f,
      };

      bp_multiply_bf16_avx512 (&product, &result);
      result.c = other_c;
      result.velocity = other_velocity;
      if (result.start != NULL)
        result.start = other_c;
      bp_multiply_bf16_avx2 (&product, &result);
      g_assert_cmpmem (c, n * sizeof (float), other_c, n * sizeof (float));
      g_assert_cmpmem (velocity, n * sizeof (float), other_velocity, n * sizeof (float));
    }
#else
  g_test_skip ("This processor has no products in bf16");
#endif
}

static void
test_bf16_rounding (void)
{
  const struct
  {
    guint32 bits;
    guint32 rounded;
  } rows[] = {
    { 0x3F800000, 0x3F800000 }, /* 1 */
    { 0x3F807FFF, 0x3F800000 }, /* less than halfway */
    { 0x3F808000, 0x3F800000 }, /* halfway, to the even one below */
    { 0x3F818000, 0x3F820000 }, /* halfway, to the even one above */
    { 0x3F808001, 0x3F810000 }, /* more than halfway */
    { 0xBFFFC000, 0xC0000000 }, /* into the next exponent */
    { 0x80000000, 0x80000000 }, /* minus zero */
    { 0x007FFFFF, 0x00000000 }, /* below the smallest normal number */
    { 0x00800000, 0x00800000 }, /* the smallest normal number */
    { 0x7F800000, 0x7F800000 }, /* infinity */
    { 0x7F7FFFFF, 0x7F800000 }, /* the largest number */
    { 0x7F800001, 0x7FC00000 }, /* NaN */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmphex (bp_bf16_round (bp_float_from_bits (rows[i].bits)), ==, rows[i].rounded);
}

static void
test_precisions (void)
{
  for (const BpKernels *const *kernels = bp_kernels_list (); *kernels != NULL; kernels++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (bp_kernels_select ((*kernels)->name, NULL));
      g_assert_true (bp_kernels_check_precision (BP_PRECISION_FLOAT32, NULL));
      if (*kernels != &bp_kernels_native)
        {
          g_assert_true (bp_kernels_check_precision (BP_PRECISION_BF16, &error));
          g_assert_no_error (error);
          continue;
        }
      g_assert_false (bp_kernels_check_precision (BP_PRECISION_BF16, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, (*kernels)->name));
      g_assert_nonnull (strstr (error->message, "has no products in bf16: choose"));
    }
}

/* Results are bit-identical for every division into blocks, and so independent of the number of
 * threads. */
static void
check_blocks (BpMultiply multiply)
{
  const guint n_rows = 23;
  const guint depth = 101;
  const gsize stride = 144;
  BpRandom random;
  g_autofree float *a = NULL;
  g_autofree float *b = NULL;
  g_autofree float *whole = g_new0 (float, n_rows *stride);
  g_autofree float *parts = g_new0 (float, n_rows *stride);

  bp_random_init (&random, 5, 0);
  a = new_random_floats ((gsize) n_rows * depth, &random);
  b = new_random_floats (depth * stride, &random);

  BpProduct product = {
    .a = { a, depth, 1 },
    .b = b,
    .b_stride = stride,
    .n_rows = n_rows,
    .depth = depth,
    .n_columns = stride,
  };
  BpResult result = { .finish = BP_FINISH_STORE, .c = whole, .c_stride = stride };

  multiply (&product, &result);

  for (guint row = 0; row < n_rows; row += 7)
    for (guint column = 0; column < stride; column += 48)
      for (guint k = 0; k < depth; k += 60)
        {
          float *c = parts + row * stride + column;

          product = (BpProduct){
            .a = { a + row * depth + k, depth, 1 },
            .b = b + k * stride + column,
            .b_stride = stride,
            .n_rows = MIN (7, n_rows - row),
            .depth = MIN (60, depth - k),
            .n_columns = 48,
          };
          result = (BpResult){ .c = c, .c_stride = stride, .start = c, .start_stride = stride };
          multiply (&product, &result);
        }

  g_assert_cmpmem (parts, n_rows * stride * sizeof (float), whole,
                   n_rows * stride * sizeof (float));
}

static void
test_blocks (gconstpointer data)
{
  for (BpPrecision precision = 0; precision < bp_precisions.n_rows; precision++)
    if (bp_kernels_find_multiply (data, precision) != NULL)
      check_blocks (bp_kernels_find_multiply (data, precision));
}

static void
test_transpose (gconstpointer data)
{
  const BpKernels *kernels = data;
  BpRandom random;

  bp_random_init (&random, 6, 0);
  for (guint n_rows = 16; n_rows <= 48; n_rows += 16)
    for (guint n_columns = 16; n_columns <= 64; n_columns += 16)
      {
        gsize stride = n_columns + 5;
        gsize out_stride = n_rows + 3;
        gsize n_out = n_columns * out_stride;
        g_autofree float *in = new_random_floats (n_rows * stride, &random);
        g_autofree float *mask = new_random_floats (n_out, &random);

        mask[0] = 0.0f;
        mask[1] = NAN;
        for (guint with = 0; with < 3; with++)
          {
            const float *mask_or_none = with == 1 ? mask : NULL;
            const float *factors_or_none = with == 2 ? mask : NULL;

            g_autofree float *out = g_new (float, n_out);
            g_autofree float *expected = NULL;

            for (gsize i = 0; i < n_out; i++)
              out[i] = GUARD;
            expected = g_memdup2 (out, n_out * sizeof (float));
            kernels->transpose (out, out_stride, in, stride, n_rows, n_columns, mask_or_none,
                                factors_or_none);
            bp_kernels_plain.transpose (expected, out_stride, in, stride, n_rows, n_columns,
                                        mask_or_none, factors_or_none);
            g_assert_cmpmem (out, n_out * sizeof (float), expected, n_out * sizeof (float));
          }
      }
}

static void
test_softmax (gconstpointer data)
{
  const BpKernels *kernels = data;
  BpRandom random;

  bp_random_init (&random, 7, 0);
  for (guint n = 1; n <= 70; n++)
    {
      gsize stride = bp_round_up_to_lanes (n);
      g_autofree float *logits = new_random_matrix (1, n, stride, &random);
      g_autofree float *probabilities = new_random_floats (stride, &random);
      float maximum = -INFINITY;
      double expected_sum = 0.0;
      double sum;

      for (guint j = 0; j < n; j++)
        logits[j] *= 10.0f;
      logits[n / 3] = -200.0f;
      for (guint j = 0; j < n; j++)
        maximum = MAX (maximum, logits[j]);
      for (guint j = 0; j < n; j++)
        expected_sum += exp ((double) (logits[j] - maximum));

      sum = (double) kernels->softmax (probabilities, logits, n, maximum);
      g_assert_cmpfloat_with_epsilon (sum, expected_sum, 1e-6 * expected_sum);
      for (guint j = 0; j < n; j++)
        {
          double expected = exp ((double) (logits[j] - maximum)) / expected_sum;

          g_assert_cmpfloat_with_epsilon ((double) probabilities[j], expected,
                                          1e-6 * expected + 1e-37);
        }
      for (gsize j = n; j < stride; j++)
        g_assert_cmpfloat (probabilities[j], ==, 0.0f);
    }
}

/* NaN must reach the loss. */
static void
test_rectify_not_finite (gconstpointer data)
{
  const BpKernels *kernels = data;
  const float values[] = { NAN, -INFINITY, INFINITY, -1.0f, -0.0f, 2.0f };
  const float one = 1.0f;
  float b[BP_LANES] = { 0 };
  float c[BP_LANES];
  const BpProduct product = {
    .a = { &one, 1, 1 },
    .b = b,
    .b_stride = BP_LANES,
    .n_rows = 1,
    .depth = 1,
    .n_columns = BP_LANES,
  };
  const BpResult result = { .finish = BP_FINISH_RECTIFY, .c = c, .c_stride = BP_LANES };

  memcpy (b, values, sizeof (values));
  kernels->multiply (&product, &result);
  g_assert_true (isnan (c[0]));
  g_assert_cmpfloat (c[1], ==, 0.0f);
  g_assert_true (isinf (c[2]));
  g_assert_cmpfloat (c[3], ==, 0.0f);
  g_assert_cmpfloat (c[4], ==, 0.0f);
  g_assert_cmpfloat (c[5], ==, 2.0f);
}

static void
test_softmax_not_finite (gconstpointer data)
{
  const BpKernels *kernels = data;
  float logits[BP_LANES] = { 1.0f, 2.0f, NAN };
  float probabilities[BP_LANES];

  g_assert_false (isfinite (kernels->softmax (probabilities, logits, 3, 2.0f)));
  logits[2] = INFINITY;
  g_assert_false (isfinite (kernels->softmax (probabilities, logits, 3, INFINITY)));
  logits[2] = -INFINITY;
  g_assert_true (isfinite (kernels->softmax (probabilities, logits, 3, 2.0f)));
  g_assert_cmpfloat_with_epsilon (probabilities[2], 0.0f, 1e-37f);
}

static void
test_pixels (gconstpointer data)
{
  const BpKernels *kernels = data;
  guint8 pixels[785];
  float floats[785 + 1];

  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    pixels[i] = i % 256;
  for (guint i = 0; i < G_N_ELEMENTS (odd_sizes); i++)
    {
      guint n = odd_sizes[i];

      floats[n] = GUARD;
      kernels->pixels_to_floats (floats, pixels, n, 2.0f / 255.0f, -1.0f);
      for (guint j = 0; j < n; j++)
        g_assert_cmpfloat_with_epsilon (floats[j], (float) pixels[j] * 2.0f / 255.0f - 1.0f, 1e-6f);
      g_assert_cmpfloat (floats[n], ==, GUARD);
    }
}

static void
test_multiply_adds (gconstpointer data)
{
  const BpKernels *kernels = data;

  g_assert_cmpuint (kernels->flops_per_round, >, 0);
  g_assert_true (isfinite (kernels->multiply_adds (100)));
}

static void
test_select (void)
{
  g_autoptr (GError) error = NULL;
  const BpKernels *const *list = bp_kernels_list ();
  guint n = 0;

  for (; list[n] != NULL; n++)
    {
      g_assert_true (bp_kernels_select (list[n]->name, &error));
      g_assert_no_error (error);
      g_assert_true (bp_kernels_get () == list[n]);
    }
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpstr (list[n - 1]->name, ==, "plain");

  g_assert_false (bp_kernels_select ("z80", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_nonnull (strstr (error->message, "“z80”"));
  g_assert_nonnull (strstr (error->message, "plain"));
  g_assert_true (bp_kernels_get () == list[n - 1]);
  g_clear_error (&error);

  g_setenv ("BACKPROP_INSTRUCTIONS", "plain", TRUE);
  g_assert_true (bp_kernels_select (NULL, &error));
  g_assert_cmpstr (bp_kernels_get ()->name, ==, "plain");
  /* An empty variable is one that is not set. */
  g_setenv ("BACKPROP_INSTRUCTIONS", "", TRUE);
  g_assert_true (bp_kernels_select (NULL, &error));
  g_assert_true (bp_kernels_get () == list[0]);
  g_unsetenv ("BACKPROP_INSTRUCTIONS");
  g_assert_true (bp_kernels_select (NULL, &error));
  g_assert_true (bp_kernels_get () == list[0]);
}

BP_TEST_FILE (kernels)
{
  const struct
  {
    const char *name;
    void (*test) (gconstpointer);
  } tests[] = {
    { "multiply", test_multiply },
    { "multiply-bf16", test_multiply_bf16 },
    { "bf16-against-double", test_bf16_against_double },
    { "blocks", test_blocks },
    { "transpose", test_transpose },
    { "softmax", test_softmax },
    { "rectify-not-finite", test_rectify_not_finite },
    { "softmax-not-finite", test_softmax_not_finite },
    { "pixels", test_pixels },
    { "multiply-adds", test_multiply_adds },
  };

  for (const BpKernels *const *kernels = bp_kernels_list (); *kernels != NULL; kernels++)
    for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("/kernels/%s/%s", (*kernels)->name, tests[i].name);

        g_test_add_data_func (path, *kernels, tests[i].test);
      }
  g_test_add_func ("/kernels/bf16-rounding", test_bf16_rounding);
  g_test_add_func ("/kernels/bf16-same-bytes", test_bf16_same_bytes);
  g_test_add_func ("/kernels/precisions", test_precisions);
  g_test_add_func ("/kernels/select", test_select);
}
