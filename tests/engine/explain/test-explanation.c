/* SPDX-License-Identifier: MIT */
/* Steps and their undoing. tests/cli/check-explain.py compares the numbers with NumPy. */
#include "explanation.h"

#include "reference-network.h"
#include "test-file.h"

#include <math.h>

#define N_INPUTS      37
#define N_CLASSES     5
#define LABEL         3
#define LEARNING_RATE 0.05f

/* Smaller than any gradient that matters: the rounding of the floats. */
#define NEGLIGIBLE 1e-7

typedef struct
{
  BpNetwork *network;
  BpExplanation *explanation;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  const guint sizes[] = { N_INPUTS, 21, 33, N_CLASSES };
  g_autoptr (GError) error = NULL;
  guint8 image[N_INPUTS];
  BpRandom random;

  bp_random_init (&random, 5, 0);
  fixture->network =
      bp_reference_network_new (sizes, G_N_ELEMENTS (sizes), GPOINTER_TO_UINT (user_data), &random);
  for (guint i = 0; i < N_INPUTS; i++)
    image[i] = bp_random_below (&random, 256);
  fixture->explanation = bp_explanation_new (fixture->network, &error);
  g_assert_no_error (error);
  bp_explanation_set_image (fixture->explanation, image, LABEL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_explanation_free (fixture->explanation);
  bp_network_unref (fixture->network);
}

static void
advance (BpExplanation *explanation, BpExplanationStage stage)
{
  g_autoptr (GError) error = NULL;

  bp_explanation_advance (explanation, stage, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bp_explanation_get_stage (explanation), ==, stage);
}

static double
measure_loss (BpExplanation *explanation)
{
  advance (explanation, BP_EXPLANATION_LOSS);
  return bp_explanation_get_loss (explanation);
}

/* Every weight and bias: the gradient is input times delta, and what is measured agrees. */
static void
test_measured (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  BpExplainedWeight weight;
  double largest = 0.0;

  advance (fixture->explanation, BP_EXPLANATION_BACKWARD);
  for (guint l = 0; l < fixture->network->n_layers; l++)
    for (guint i = 0; i <= fixture->network->layers[l].n_inputs; i++)
      for (guint j = 0; j < fixture->network->layers[l].n_outputs; j++)
        {
          bp_explanation_get_weight (fixture->explanation, l, i, j, LEARNING_RATE, &weight);
          g_assert_cmpfloat (weight.gradient, ==, weight.input * weight.delta);
          g_assert_cmpfloat_with_epsilon (weight.measured, (double) weight.gradient,
                                          MAX (0.02 * fabs (weight.measured), NEGLIGIBLE));
          largest = MAX (largest, fabs (weight.measured));
        }
  g_assert_cmpfloat (largest, >, 1e-2);
}

/* Ten steps make the loss fall; ten undone lead back through the same losses to the same bytes. */
static void
test_update_and_undo (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpNetwork *copy = bp_explanation_get_network (fixture->explanation);
  gsize n_bytes = fixture->network->n_parameters * sizeof (float);
  g_autoptr (GError) error = NULL;
  double losses[11];

  losses[0] = measure_loss (fixture->explanation);
  for (guint step = 1; step <= 10; step++)
    {
      g_assert_true (bp_explanation_update (fixture->explanation, LEARNING_RATE, &error));
      g_assert_cmpint (bp_explanation_get_stage (fixture->explanation), ==, BP_EXPLANATION_EMPTY);
      losses[step] = measure_loss (fixture->explanation);
      g_assert_cmpfloat (losses[step], <, losses[step - 1]);
    }
  g_assert_cmpuint (bp_explanation_count_undos (fixture->explanation), ==, 10);

  for (guint step = 10; step-- > 0;)
    {
      g_assert_true (bp_explanation_undo (fixture->explanation));
      g_assert_cmpfloat (measure_loss (fixture->explanation), ==, losses[step]);
    }
  g_assert_false (bp_explanation_undo (fixture->explanation));
  g_assert_cmpmem (copy->parameters, n_bytes, fixture->network->parameters, n_bytes);
}

/* The update that is shown of a bias is the one that a step makes. */
static void
test_updated (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  BpExplainedWeight before;
  BpExplainedWeight after;
  g_autoptr (GError) error = NULL;

  advance (fixture->explanation, BP_EXPLANATION_BACKWARD);
  bp_explanation_get_weight (fixture->explanation, 2, 33, LABEL, LEARNING_RATE, &before);
  g_assert_cmpfloat (before.gradient, !=, 0.0f);
  g_assert_true (bp_explanation_update (fixture->explanation, LEARNING_RATE, &error));
  advance (fixture->explanation, BP_EXPLANATION_BACKWARD);
  bp_explanation_get_weight (fixture->explanation, 2, 33, LABEL, LEARNING_RATE, &after);
  g_assert_cmpfloat_with_epsilon (after.value, before.updated, 1e-7f);
}

/* Another label keeps what was propagated forward, and changes the loss. */
static void
test_label (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  double loss;

  advance (fixture->explanation, BP_EXPLANATION_BACKWARD);
  loss = bp_explanation_get_loss (fixture->explanation);
  bp_explanation_set_label (fixture->explanation, 0);
  g_assert_cmpint (bp_explanation_get_stage (fixture->explanation), ==, BP_EXPLANATION_FORWARD);
  g_assert_cmpfloat (measure_loss (fixture->explanation), !=, loss);
}

/* The copy neither changes the original nor keeps steps of other parameters. */
static void
test_set_network (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  double loss = measure_loss (fixture->explanation);

  g_assert_true (bp_explanation_update (fixture->explanation, LEARNING_RATE, &error));
  bp_explanation_set_network (fixture->explanation, fixture->network);
  g_assert_false (bp_explanation_undo (fixture->explanation));
  g_assert_cmpfloat (measure_loss (fixture->explanation), ==, loss);
}

BP_TEST_FILE (explanation)
{
  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    {
      g_autofree char *path =
          g_strdup_printf ("/explanation/measured/%s", bp_activation_get_name (activation));

      g_test_add (path, Fixture, GUINT_TO_POINTER (activation), set_up, test_measured, tear_down);
    }
  g_test_add ("/explanation/update-and-undo", Fixture, NULL, set_up, test_update_and_undo,
              tear_down);
  g_test_add ("/explanation/updated", Fixture, NULL, set_up, test_updated, tear_down);
  g_test_add ("/explanation/label", Fixture, NULL, set_up, test_label, tear_down);
  g_test_add ("/explanation/set-network", Fixture, NULL, set_up, test_set_network, tear_down);
}
