/* SPDX-License-Identifier: MIT */
#include "integrated-gradients.h"

#include "reference-network.h"
#include "test-file.h"

#include <math.h>

#define N_INPUTS  37
#define N_CLASSES 5
#define N_STEPS   BP_INTEGRATED_GRADIENTS_N_STEPS

/* Small enough that no unit of ReLU or leaky ReLU changes its sign. A logit is accurate to
 * 1e-14. */
#define STEP 1e-6

typedef struct
{
  guint n_hidden;
  BpActivation activation;
} Case;

typedef struct
{
  BpNetwork *network;
  BpWorkspace *workspace;
  guint8 image[N_INPUTS];
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer user_data)
{
  const Case *test_case = user_data;
  guint n_hidden = test_case->n_hidden;
  const guint hidden[] = { 21, 16, 33 };
  guint sizes[5] = { N_INPUTS };
  guint n_sizes = 1;
  BpRandom random;

  g_assert_cmpuint (n_hidden, <=, G_N_ELEMENTS (hidden));
  for (guint i = 0; i < n_hidden; i++)
    sizes[n_sizes++] = hidden[i];
  sizes[n_sizes++] = N_CLASSES;

  bp_random_init (&random, 3 + n_hidden, 0);
  fixture->network = bp_reference_network_new (sizes, n_sizes, test_case->activation, &random);
  fixture->workspace = bp_workspace_new (fixture->network, N_STEPS, NULL);
  for (guint i = 0; i < N_INPUTS; i++)
    fixture->image[i] = bp_random_below (&random, 256);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_workspace_free (fixture->workspace);
  bp_network_unref (fixture->network);
}

static double
reference_logit (const BpNetwork *network, const double *inputs, guint output)
{
  double logits[N_CLASSES];

  bp_reference_logits (network, inputs, logits);
  return logits[output];
}

/* The derivative of a logit by an input: (f (x + h) - f (x - h)) / 2h. */
static double
measure_derivative (const BpNetwork *network, double *inputs, guint input, guint output)
{
  double original = inputs[input];
  double difference;

  inputs[input] = original + STEP;
  difference = reference_logit (network, inputs, output);
  inputs[input] = original - STEP;
  difference -= reference_logit (network, inputs, output);
  inputs[input] = original;
  return difference / (2.0 * STEP);
}

/* Every pixel and every class, against the same sum of central differences in double precision. */
static void
test_central_differences (Fixture *fixture, gconstpointer user_data)
{
  const Case *test_case = user_data;
  /* The slope of a sigmoid is at most a quarter, in each layer. */
  double least = test_case->activation == BP_ACTIVATION_SIGMOID
                     ? 1e-3 * pow (0.25, test_case->n_hidden)
                     : 1e-3;
  double largest = 0.0;

  for (guint output = 0; output < N_CLASSES; output++)
    {
      double expected[N_INPUTS] = { 0.0 };
      float attributions[N_INPUTS];

      for (guint step = 0; step < N_STEPS; step++)
        {
          double inputs[N_INPUTS];

          for (guint i = 0; i < N_INPUTS; i++)
            inputs[i] = fixture->image[i] / 255.0 * (step + 0.5) / N_STEPS;
          for (guint i = 0; i < N_INPUTS; i++)
            expected[i] += fixture->image[i] / 255.0 *
                           measure_derivative (fixture->network, inputs, i, output) / N_STEPS;
        }
      bp_integrated_gradients (fixture->network, fixture->workspace, fixture->image, output,
                               attributions);
      for (guint i = 0; i < N_INPUTS; i++)
        {
          if (fabs ((double) attributions[i] - expected[i]) > 1e-5)
            g_error ("output %u, input %u: the attribution is %.9f, not %.9f", output, i,
                     (double) attributions[i], expected[i]);
          largest = MAX (largest, fabs (expected[i]));
        }
    }
  g_assert_cmpfloat (largest, >, least);
}

/* The attributions add up to the logit of the image minus that of blank paper (Sundararajan, Taly
 * and Yan, 2017, proposition 1). */
static void
test_completeness (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const double blank[N_INPUTS] = { 0.0 };
  double inputs[N_INPUTS];

  for (guint i = 0; i < N_INPUTS; i++)
    inputs[i] = fixture->image[i] / 255.0;
  for (guint output = 0; output < N_CLASSES; output++)
    {
      double difference = reference_logit (fixture->network, inputs, output) -
                          reference_logit (fixture->network, blank, output);
      float attributions[N_INPUTS];
      double sum = 0.0;

      bp_integrated_gradients (fixture->network, fixture->workspace, fixture->image, output,
                               attributions);
      for (guint i = 0; i < N_INPUTS; i++)
        sum += (double) attributions[i];
      if (fabs (sum - difference) > 0.02)
        g_error ("output %u: the attributions add up to %.6f, not %.6f", output, sum, difference);
    }
}

BP_TEST_FILE (integrated_gradients)
{
  static Case cases[BP_N_ACTIVATIONS][4];

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    for (guint n_hidden = 0; n_hidden <= 3; n_hidden++)
      {
        Case *test_case = &cases[activation][n_hidden];
        const char *name = bp_activation_get_name (activation);
        g_autofree char *differences =
            g_strdup_printf ("/integrated-gradients/central-differences/%s/hidden-layers-%u", name,
                             n_hidden);
        g_autofree char *completeness =
            g_strdup_printf ("/integrated-gradients/completeness/%s/hidden-layers-%u", name,
                             n_hidden);

        *test_case = (Case){ .n_hidden = n_hidden, .activation = activation };
        g_test_add (differences, Fixture, test_case, fixture_set_up, test_central_differences,
                    fixture_tear_down);
        g_test_add (completeness, Fixture, test_case, fixture_set_up, test_completeness,
                    fixture_tear_down);
      }
}
