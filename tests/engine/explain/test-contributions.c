/* SPDX-License-Identifier: MIT */
/* The strongest weights of a network small enough to compute by hand. */
#include "contributions.h"

#include "test-file.h"

#define N_INPUTS 5

/* Sums of unit 1: 1 x 2, -4 x 1, 0.5 x 0, 3 x 0.2, 0.1 x 1. */
static BpExplanation *
make_explanation (void)
{
  const guint sizes[] = { N_INPUTS, 2, 3 };
  const float below[] = { 1, 1, 1, 1, 1, 2.0f, -4.0f, 0.5f, 3.0f, 0.1f };
  const float above[] = { 1, -1, 1, 0, 1, 5 };
  const guint8 image[] = { 255, 255, 0, 51, 255 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);
  BpExplanation *explanation;

  g_assert_no_error (error);
  network->activation = BP_ACTIVATION_LEAKY_RELU;
  bp_network_set_weights (network, 0, below);
  bp_network_set_weights (network, 1, above);
  explanation = bp_explanation_new (network, &error);
  g_assert_no_error (error);
  bp_explanation_set_image (explanation, image, 0);
  bp_explanation_advance (explanation, BP_EXPLANATION_FORWARD, &error);
  g_assert_no_error (error);
  return explanation;
}

static void
test_into (void)
{
  g_autoptr (BpExplanation) explanation = make_explanation ();
  BpContribution strongest[3];
  BpContribution all[N_INPUTS + 1];

  g_assert_cmpuint (bp_find_contributions_into (explanation, 0, 1, strongest, 3), ==, 3);
  g_assert_cmpuint (strongest[0].unit, ==, 1);
  g_assert_cmpfloat_with_epsilon (strongest[0].product, -4.0f, 1e-6f);
  g_assert_cmpuint (strongest[1].unit, ==, 0);
  g_assert_cmpuint (strongest[2].unit, ==, 3);
  g_assert_cmpfloat_with_epsilon (strongest[2].weight, 3.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (strongest[2].activation, 0.2f, 1e-6f);

  /* The blank pixel adds nothing. */
  g_assert_cmpuint (bp_find_contributions_into (explanation, 0, 1, all, N_INPUTS + 1), ==, 4);
}

static void
test_from (void)
{
  g_autoptr (BpExplanation) explanation = make_explanation ();
  float activation = bp_explanation_get_activations (explanation, 0)[1];
  BpContribution strongest[3];

  g_assert_cmpuint (bp_find_contributions_from (explanation, 0, 1, strongest, 3), ==, 2);
  g_assert_cmpuint (strongest[0].unit, ==, 2);
  g_assert_cmpfloat (strongest[0].product, ==, 5.0f * activation);
  g_assert_cmpuint (strongest[1].unit, ==, 0);
}

BP_TEST_FILE (contributions)
{
  g_test_add_func ("/contributions/into", test_into);
  g_test_add_func ("/contributions/from", test_from);
}
