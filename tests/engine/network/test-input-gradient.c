/* SPDX-License-Identifier: MIT */
#include "input-gradient.h"

#include "classify.h"
#include "reference-network.h"
#include "test-file.h"

#include <math.h>

#define N_INPUTS  37
#define N_CLASSES 5

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
  fixture->workspace = bp_workspace_new (fixture->network, 1, NULL);
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

/* Every pixel and every class, against (f (x + h) - f (x - h)) / 2h. */
static void
test_central_differences (Fixture *fixture, gconstpointer user_data)
{
  const Case *test_case = user_data;
  /* The slope of a sigmoid is at most a quarter, in each layer. */
  double least = test_case->activation == BP_ACTIVATION_SIGMOID
                     ? 1e-3 * pow (0.25, test_case->n_hidden)
                     : 1e-3;
  float probabilities[N_CLASSES];
  float gradient[N_INPUTS];
  double inputs[N_INPUTS];
  double largest = 0.0;

  for (guint i = 0; i < N_INPUTS; i++)
    inputs[i] = fixture->image[i] / 255.0;
  bp_classify (fixture->network, fixture->workspace, fixture->image, probabilities);

  for (guint output = 0; output < N_CLASSES; output++)
    {
      bp_input_gradient (fixture->network, fixture->workspace, output, gradient);
      for (guint i = 0; i < N_INPUTS; i++)
        {
          double original = inputs[i];
          double difference;

          inputs[i] = original + STEP;
          difference = reference_logit (fixture->network, inputs, output);
          inputs[i] = original - STEP;
          difference -= reference_logit (fixture->network, inputs, output);
          inputs[i] = original;
          difference /= 2.0 * STEP;
          difference /= 255.0;
          if (fabs ((double) gradient[i] - difference) > 1e-7)
            g_error ("output %u, input %u: the gradient is %.9f, the central difference %.9f",
                     output, i, (double) gradient[i], difference);
          largest = MAX (largest, fabs (difference));
        }
    }
  g_assert_cmpfloat (largest, >, least);
}

BP_TEST_FILE (input_gradient)
{
  static Case cases[BP_N_ACTIVATIONS][4];

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    for (guint n_hidden = 0; n_hidden <= 3; n_hidden++)
      {
        Case *test_case = &cases[activation][n_hidden];
        g_autofree char *path =
            g_strdup_printf ("/input-gradient/central-differences/%s/hidden-layers-%u",
                             bp_activation_get_name (activation), n_hidden);

        *test_case = (Case){ .n_hidden = n_hidden, .activation = activation };
        g_test_add (path, Fixture, test_case, fixture_set_up, test_central_differences,
                    fixture_tear_down);
      }
}
