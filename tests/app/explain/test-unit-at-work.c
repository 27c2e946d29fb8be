/* SPDX-License-Identifier: MIT */
#include "unit-at-work.h"

#include "test-file.h"
#include "toy-network.h"

#include <math.h>

#define LABEL 1

static void
take (BpWalkthrough *walkthrough, BpWalkStep step, guint *layer, guint *unit)
{
  g_assert_true (bp_walkthrough_take (walkthrough, step, 0.1F, NULL));
  bp_unit_at_work_find (walkthrough, layer, unit);
}

static void
assert_strongest (const float *values, guint n, guint unit)
{
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (fabsf (values[i]), <=, fabsf (values[unit]));
}

/* A step shows the strongest unit of its layer, unless one of it is chosen; the loss its label. */
static void
test_steps (void)
{
  const guint8 image[] = { 255, 0, 100, 200 };
  g_autoptr (BpNetwork) network = bp_toy_network_new (4, 3, 2, 1);
  g_autoptr (BpWalkthrough) walkthrough = bp_walkthrough_new (network, NULL);
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);
  guint layer = 1;
  guint unit = 0;

  g_assert_true (bp_walkthrough_set_image (walkthrough, image, LABEL, NULL));
  take (walkthrough, BP_WALK_FORWARD, &layer, &unit);
  g_assert_cmpuint (layer, ==, 0);
  assert_strongest (bp_explanation_get_activations (explanation, 0), 3, unit);

  take (walkthrough, BP_WALK_RESTART, &layer, &unit);
  unit = 2;
  g_assert_cmpuint (layer, ==, 0);
  take (walkthrough, BP_WALK_FORWARD, &layer, &unit);
  g_assert_cmpuint (unit, ==, 2);

  take (walkthrough, BP_WALK_LOSS, &layer, &unit);
  g_assert_cmpuint (layer, ==, 1);
  g_assert_cmpuint (unit, ==, LABEL);
  take (walkthrough, BP_WALK_BACKWARD, &layer, &unit);
  g_assert_cmpuint (unit, ==, LABEL);
  take (walkthrough, BP_WALK_BACKWARD, &layer, &unit);
  g_assert_cmpuint (layer, ==, 0);
  assert_strongest (bp_explanation_get_deltas (explanation, 0), 3, unit);
}

BP_TEST_FILE (unit_at_work)
{
  g_test_add_func ("/unit-at-work/steps", test_steps);
}
