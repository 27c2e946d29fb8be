/* SPDX-License-Identifier: MIT */
#include "step-text.h"

#include "test-file.h"
#include "toy-network.h"
#include "unit-text.h"

#include <string.h>

#define LABEL 1

static BpWalkthrough *
make_walkthrough (void)
{
  const guint8 image[] = { 255, 0, 100, 200 };
  g_autoptr (BpNetwork) network = bp_toy_network_new (4, 3, 2, 1);
  BpWalkthrough *walkthrough;

  walkthrough = bp_walkthrough_new (network, NULL);
  g_assert_true (bp_walkthrough_set_image (walkthrough, image, LABEL, NULL));
  return walkthrough;
}

static void
take (BpWalkthrough *walkthrough, BpWalkStep step, const char *heading)
{
  g_autofree char *text = NULL;

  g_assert_true (bp_walkthrough_take (walkthrough, step, 0.1f, NULL));
  text = bp_step_text_heading (walkthrough);
  g_assert_cmpstr (text, ==, heading);
}

/* Every step has a heading and an explanation of its own. */
static void
test_steps (void)
{
  g_autoptr (BpWalkthrough) walkthrough = make_walkthrough ();
  const char *hidden;

  take (walkthrough, BP_WALK_FORWARD, "Forward: Hidden layer 1");
  hidden = bp_step_text_explanation (walkthrough);
  take (walkthrough, BP_WALK_FORWARD, "Forward: Output");
  g_assert_cmpstr (bp_step_text_explanation (walkthrough), !=, hidden);
  take (walkthrough, BP_WALK_LOSS, "Loss");
  take (walkthrough, BP_WALK_BACKWARD, "Backward: Output");
  hidden = bp_step_text_explanation (walkthrough);
  take (walkthrough, BP_WALK_BACKWARD, "Backward: Hidden layer 1");
  g_assert_cmpstr (bp_step_text_explanation (walkthrough), !=, hidden);
  take (walkthrough, BP_WALK_UPDATE, "Update");
  take (walkthrough, BP_WALK_UNDO, "The Whole Way");
}

/* Of many losses, the first and the last ones are listed: twelve, and a gap. */
static void
test_losses (void)
{
  g_autoptr (BpWalkthrough) walkthrough = make_walkthrough ();
  g_autofree char *none = bp_step_text_losses (walkthrough);
  g_autofree char *some = NULL;
  g_autofree char *many = NULL;
  g_auto (GStrv) numbers = NULL;
  g_auto (GStrv) fewer = NULL;

  g_assert_null (none);
  take (walkthrough, BP_WALK_REPEAT, "Update");
  some = bp_step_text_losses (walkthrough);
  g_assert_true (g_str_has_prefix (some, "Loss of this picture: "));
  numbers = g_strsplit (some, " → ", -1);
  g_assert_cmpuint (g_strv_length (numbers), ==, BP_WALKTHROUGH_N_REPEATS + 1);

  take (walkthrough, BP_WALK_REPEAT, "Update");
  many = bp_step_text_losses (walkthrough);
  g_assert_true (g_str_has_prefix (many, numbers[0]));
  g_assert_nonnull (strstr (many, " → … → "));
  fewer = g_strsplit (many, " → ", -1);
  g_assert_cmpuint (g_strv_length (fewer), ==, 12 + 1);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_names (void)
{
  g_autoptr (BpWalkthrough) walkthrough = make_walkthrough ();
  const BpNetwork *network =
      bp_explanation_get_network (bp_walkthrough_get_explanation (walkthrough));
  const char *const classes[] = { "cat", "dog", NULL };
  const BpUnitNames names = { .class_names = classes, .width = 2 };
  const BpUnitNames unknown = { 0 };

  assert_text (bp_unit_text_name (network, &names, 0, 2), "Hidden layer 1, unit 2");
  assert_text (bp_unit_text_name (network, &names, 1, 1), "Output “dog”");
  assert_text (bp_unit_text_name (network, &unknown, 1, 1), "Output “1”");
  assert_text (bp_unit_text_input (network, &names, 0, 1), "Pixel (1, 0)");
  assert_text (bp_unit_text_input (network, &names, 0, 2), "Pixel (0, 1)");
  assert_text (bp_unit_text_input (network, &unknown, 0, 3), "Pixel 3");
  assert_text (bp_unit_text_input (network, &names, 0, 4), "Bias");
  assert_text (bp_unit_text_input (network, &names, 1, 2), "Hidden layer 1, unit 2");
}

BP_TEST_FILE (step_text)
{
  g_test_add_func ("/step-text/steps", test_steps);
  g_test_add_func ("/step-text/losses", test_losses);
  g_test_add_func ("/step-text/names", test_names);
}
