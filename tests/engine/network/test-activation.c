/* SPDX-License-Identifier: MIT */
#include "activation.h"

#include "error.h"
#include "kernels-sets.h"
#include "reference-activation.h"
#include "test-file.h"

#include <math.h>

/* The number of tested sums, and the largest of them. */
#define N_SUMS   (1 << 16)
#define FARTHEST 12.0

/* The tolerances of values and derivatives. Numbers that a float cannot hold are left out. */
#define VALUE_TOLERANCE 1e-6
#define SLOPE_TOLERANCE 1e-6
#define SMALLEST        1e-36

/* A central difference of fourth order, with an error of 1e-12. */
static double
compute_slope (BpActivation activation, double z)
{
  const double h = 1e-3;

  return (8.0 * (bp_reference_activation (activation, z + h) -
                 bp_reference_activation (activation, z - h)) -
          (bp_reference_activation (activation, z + 2.0 * h) -
           bp_reference_activation (activation, z - 2.0 * h))) /
         (12.0 * h);
}

/* The sums in two rows, with floats between them that must not change. */
static void
check_block (const BpKernels *kernels, BpActivation activation)
{
  const BpActivationRow *row = kernels->activations[activation];
  const gsize half = N_SUMS / 2;
  const gsize stride = half + BP_LANES;
  g_autofree float *values = g_new (float, 2 * stride);
  g_autofree float *slopes = g_new (float, 2 * stride);
  double worst_value = 0.0;
  double worst_slope = 0.0;

  if (row->activate_block == NULL)
    return;

  for (gsize i = 0; i < 2 * stride; i++)
    values[i] = slopes[i] = 12345.0f;
  for (gsize i = 0; i < N_SUMS; i++)
    values[i / half * stride + i % half] =
        (float) (FARTHEST * (2.0 * (double) i / N_SUMS - 1.0)) * (i % 3 == 0 ? 0.01f : 1.0f);
  g_autofree float *sums = g_memdup2 (values, 2 * stride * sizeof (float));

  row->activate_block (values, slopes, stride, 2, half);
  for (gsize i = 0; i < 2 * stride; i++)
    {
      double z = (double) sums[i];
      double value = bp_reference_activation (activation, z);

      if (i % stride >= half)
        {
          g_assert_cmpfloat (values[i], ==, 12345.0f);
          g_assert_cmpfloat (slopes[i], ==, 12345.0f);
          continue;
        }
      worst_value =
          MAX (worst_value, fabs ((double) values[i] - value) / (fabs (value) + SMALLEST));
      /* At a kink of the formula, a difference is meaningless. */
      if (activation != BP_ACTIVATION_LEAKY_RELU || fabs (z) > 0.01)
        worst_slope = MAX (worst_slope, fabs ((double) slopes[i] - compute_slope (activation, z)));
    }

  g_test_message ("%s, %s: %.2g of a value, %.2g of a derivative", kernels->name, row->name,
                  worst_value, worst_slope);
  g_assert_cmpfloat (worst_value, <, VALUE_TOLERANCE);
  g_assert_cmpfloat (worst_slope, <, SLOPE_TOLERANCE);
}

/* Every instruction set, against the formulas in double precision. */
static void
test_values_and_slopes (gconstpointer data)
{
  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    check_block (data, activation);
}

static void
activate_one (const BpKernels *kernels,
              BpActivation activation,
              float z,
              float *value,
              float *slope)
{
  float values[BP_LANES] = { z };
  float slopes[BP_LANES];

  kernels->activations[activation]->activate_block (values, slopes, BP_LANES, 1, BP_LANES);
  *value = values[0];
  *slope = slopes[0];
}

/* Large sums saturate without an overflow; NaN stays NaN. */
static void
test_extremes (gconstpointer data)
{
  const float far_out[] = { 15.0f, 88.0f, 1e4f, 1e20f, G_MAXFLOAT };

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    {
      float value;
      float slope;

      if (activation == BP_ACTIVATION_RELU)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (far_out); i++)
        {
          gboolean is_linear =
              activation == BP_ACTIVATION_LEAKY_RELU || activation == BP_ACTIVATION_GELU;

          activate_one (data, activation, far_out[i], &value, &slope);
          g_assert_cmpfloat_with_epsilon (value, is_linear ? far_out[i] : 1.0f, 1e-6f);
          g_assert_cmpfloat_with_epsilon (slope, is_linear ? 1.0f : 0.0f, 1e-6f);

          activate_one (data, activation, -far_out[i], &value, &slope);
          if (activation == BP_ACTIVATION_LEAKY_RELU)
            g_assert_cmpfloat (value, ==, 0.01f * -far_out[i]);
          else
            g_assert_cmpfloat_with_epsilon (value, activation == BP_ACTIVATION_TANH ? -1.0f : 0.0f,
                                            1e-6f);
          g_assert_true (isfinite (slope));
        }
      activate_one (data, activation, NAN, &value, &slope);
      g_assert_true (isnan (value));
    }
}

static void
test_names (void)
{
  static const char *const names[] = { "relu", "leaky-relu", "tanh", "sigmoid", "gelu" };
  g_autoptr (GError) error = NULL;
  BpActivation activation = BP_ACTIVATION_TANH;

  g_assert_cmpuint (bp_activations.n_rows, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpstr (bp_activation_get_name (i), ==, names[i]);
      g_assert_true (bp_activation_parse (&activation, names[i], NULL));
      g_assert_cmpuint (activation, ==, i);
    }
  g_assert_false (bp_activation_parse (&activation, "step", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (
      error->message, ==,
      "“step” is not a valid activation: choose relu, leaky-relu, tanh, sigmoid or gelu");
  g_assert_cmpuint (activation, ==, BP_ACTIVATION_GELU);
}

static void
test_weight_variance (void)
{
  const double he = 2.0 / 50.0;
  const double glorot = 2.0 / (50.0 + 30.0);
  const double expected[] = { he, he / 1.0001, glorot, glorot, he };

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    g_assert_cmpfloat_with_epsilon (bp_activation_get_weight_variance (activation, 50, 30),
                                    expected[activation], 1e-9);
}

BP_TEST_FILE (activation)
{
  for (const BpKernels *const *kernels = bp_kernels_list (); *kernels != NULL; kernels++)
    {
      g_autofree char *values =
          g_strdup_printf ("/activation/%s/values-and-slopes", (*kernels)->name);
      g_autofree char *extremes = g_strdup_printf ("/activation/%s/extremes", (*kernels)->name);

      g_test_add_data_func (values, *kernels, test_values_and_slopes);
      g_test_add_data_func (extremes, *kernels, test_extremes);
    }
  g_test_add_func ("/activation/names", test_names);
  g_test_add_func ("/activation/weight-variance", test_weight_variance);
}
