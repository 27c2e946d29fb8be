/* SPDX-License-Identifier: MIT */
#include "network-numbers.h"

#include "test-file.h"

#include <math.h>

#define LABEL 1

typedef struct
{
  BpNetwork *network;
  BpWalkthrough *walkthrough;
  BpNetworkNumbers numbers;
} Fixture;

/* Two pixels, three units of leaky ReLU, two classes. The sums of the units are 2, -1 and 0. */
static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  const guint sizes[] = { 2, 3, 2 };
  const float below[] = { 1.5f, 0.5f, -2.0f, 1.0f, 0.0f, 0.0f };
  const float above[] = { 1.0f, 50.0f, 0.0f, -1.0f, 0.0f, 0.0f };
  const guint8 image[] = { 255, 255 };
  g_autoptr (GError) error = NULL;

  fixture->network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);
  g_assert_no_error (error);
  fixture->network->activation = BP_ACTIVATION_LEAKY_RELU;
  bp_network_set_weights (fixture->network, 0, below);
  bp_network_set_weights (fixture->network, 1, above);
  fixture->walkthrough = bp_walkthrough_new (fixture->network, &error);
  bp_walkthrough_set_image (fixture->walkthrough, image, LABEL, &error);
  g_assert_no_error (error);
  bp_network_numbers_set_shape (&fixture->numbers, fixture->network);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  bp_network_numbers_clear (&fixture->numbers);
  bp_walkthrough_free (fixture->walkthrough);
  bp_network_unref (fixture->network);
}

static void
take (Fixture *fixture, BpWalkStep step)
{
  g_assert_true (bp_walkthrough_take (fixture->walkthrough, step, 0.1f, NULL));
}

/* Strengths are signed shares of the layer's largest number; those of the output are its
 * probabilities. */
static void
test_activations (Fixture *fixture, gconstpointer user_data)
{
  const float *strengths = fixture->numbers.strengths[0];

  bp_network_numbers_update (&fixture->numbers, fixture->walkthrough, 1, 0);
  g_assert_cmpint (fixture->numbers.kinds[0], ==, BP_NETWORK_ACTIVATIONS);
  g_assert_cmpfloat_with_epsilon (strengths[0], 1.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (strengths[1], -0.01f / 2.0f, 1e-6f);
  g_assert_cmpfloat (strengths[2], ==, 0.0f);
  g_assert_cmpfloat_with_epsilon (fixture->numbers.strengths[1][0] +
                                      fixture->numbers.strengths[1][1],
                                  1.0f, 1e-6f);
}

/* The products into output 0 are 1 x 2 and 50 x -0.01; the third is 0 and has no line. */
static void
test_lines (Fixture *fixture, gconstpointer user_data)
{
  const BpNetworkLine *lines = fixture->numbers.lines;

  bp_network_numbers_update (&fixture->numbers, fixture->walkthrough, 1, 0);
  g_assert_cmpuint (fixture->numbers.n_lines, ==, 2);
  g_assert_cmpuint (lines[0].input, ==, 0);
  g_assert_cmpfloat_with_epsilon (lines[0].strength, 1.0f, 1e-6f);
  g_assert_cmpuint (lines[1].input, ==, 1);
  g_assert_cmpfloat_with_epsilon (lines[1].strength, -0.25f, 1e-6f);
}

/* What a step has not reached is unknown; the deltas follow the error back. */
static void
test_steps (Fixture *fixture, gconstpointer user_data)
{
  take (fixture, BP_WALK_FORWARD);
  bp_network_numbers_update (&fixture->numbers, fixture->walkthrough, 1, 0);
  g_assert_cmpint (fixture->numbers.kinds[0], ==, BP_NETWORK_ACTIVATIONS);
  g_assert_cmpint (fixture->numbers.kinds[1], ==, BP_NETWORK_UNKNOWN);
  g_assert_cmpuint (fixture->numbers.n_lines, ==, 0);

  take (fixture, BP_WALK_LOSS);
  take (fixture, BP_WALK_BACKWARD);
  bp_network_numbers_update (&fixture->numbers, fixture->walkthrough, 1, LABEL);
  g_assert_cmpint (fixture->numbers.kinds[0], ==, BP_NETWORK_ACTIVATIONS);
  g_assert_cmpint (fixture->numbers.kinds[1], ==, BP_NETWORK_DELTAS);
  g_assert_cmpfloat_with_epsilon (fixture->numbers.strengths[1][LABEL], -1.0f, 1e-6f);
}

/* Where all numbers are negative, the largest magnitude is the strongest. */
static void
test_negative (Fixture *fixture, gconstpointer user_data)
{
  g_assert_true (bp_walkthrough_set_label (fixture->walkthrough, 0, NULL));
  take (fixture, BP_WALK_FORWARD);
  take (fixture, BP_WALK_FORWARD);
  take (fixture, BP_WALK_LOSS);
  take (fixture, BP_WALK_BACKWARD);
  take (fixture, BP_WALK_BACKWARD);
  bp_network_numbers_update (&fixture->numbers, fixture->walkthrough, 0, 0);
  g_assert_cmpint (fixture->numbers.kinds[0], ==, BP_NETWORK_DELTAS);
  g_assert_cmpfloat_with_epsilon (fixture->numbers.strengths[0][0], -1.0f, 1e-6f);
  g_assert_cmpfloat (fixture->numbers.strengths[0][1], <, 0.0f);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

BP_TEST_FILE (network_numbers)
{
  add ("/network-numbers/activations", test_activations);
  add ("/network-numbers/lines", test_lines);
  add ("/network-numbers/steps", test_steps);
  add ("/network-numbers/negative", test_negative);
}
