/* SPDX-License-Identifier: MIT */
#include "shown-formulas.h"

#include "test-file.h"
#include "toy-network.h"

#include <string.h>

#define LABEL 1

/* The last layer of the network. */
#define OUTPUT 1

static BpWalkthrough *
make_walkthrough (guint label)
{
  const guint8 image[] = { 255, 0, 100, 200 };
  g_autoptr (BpNetwork) network = bp_toy_network_new (4, 3, 2, 1);
  BpWalkthrough *walkthrough = bp_walkthrough_new (network, NULL);

  g_assert_nonnull (walkthrough);
  g_assert_true (bp_walkthrough_set_image (walkthrough, image, label, NULL));
  return walkthrough;
}

static void
take (BpWalkthrough *walkthrough, BpWalkStep step)
{
  g_assert_true (bp_walkthrough_take (walkthrough, step, 0.1F, NULL));
}

/* Asserts which formulas of a unit of the layer are shown. */
static void
assert_shown (const BpWalkthrough *walkthrough, guint layer, gboolean has_sum, gboolean has_delta)
{
  g_autofree char *sum = bp_shown_formula_sum (walkthrough, layer, 0, BP_FORMULA_TEXT);
  g_autofree char *activation =
      bp_shown_formula_activation (walkthrough, layer, 0, BP_FORMULA_TEXT);
  g_autofree char *delta = bp_shown_formula_delta (walkthrough, layer, 0, BP_FORMULA_TEXT);

  g_assert_cmpint (sum != NULL, ==, has_sum);
  g_assert_cmpint (activation != NULL, ==, has_sum);
  g_assert_cmpint (delta != NULL, ==, has_delta);
}

/* A formula is shown from the step on that computes it. */
static void
test_steps (void)
{
  g_autoptr (BpWalkthrough) walkthrough = make_walkthrough (LABEL);

  take (walkthrough, BP_WALK_FORWARD);
  assert_shown (walkthrough, 0, TRUE, FALSE);
  assert_shown (walkthrough, OUTPUT, FALSE, FALSE);
  take (walkthrough, BP_WALK_FORWARD);
  assert_shown (walkthrough, OUTPUT, TRUE, FALSE);
  take (walkthrough, BP_WALK_LOSS);
  take (walkthrough, BP_WALK_BACKWARD);
  assert_shown (walkthrough, OUTPUT, TRUE, TRUE);
  assert_shown (walkthrough, 0, TRUE, FALSE);
  take (walkthrough, BP_WALK_BACKWARD);
  assert_shown (walkthrough, 0, TRUE, TRUE);
}

/* Asserts how the lines begin. @expected: separated by "|" */
static void
assert_lines (const char *list, const char *expected)
{
  g_auto (GStrv) lines = g_strsplit (list, "\n", -1);
  g_auto (GStrv) beginnings = g_strsplit (expected, "|", -1);
  guint n_lines = g_strv_length (beginnings);

  g_assert_cmpuint (g_strv_length (lines), ==, n_lines + 1);
  for (guint i = 0; i < n_lines; i++)
    g_assert_true (g_str_has_prefix (lines[i], beginnings[i]));
  g_assert_cmpstr (lines[n_lines], ==, "");
}

static void
test_list (void)
{
  g_autoptr (BpWalkthrough) walkthrough = make_walkthrough (LABEL);
  g_autoptr (BpWalkthrough) unlabelled = make_walkthrough (BP_WALKTHROUGH_NO_LABEL);
  g_autofree char *all = NULL;
  g_autofree char *latex = NULL;
  g_autofree char *forward = NULL;
  BpExplainedWeight weight;

  bp_explanation_get_weight (bp_walkthrough_get_explanation (walkthrough), OUTPUT, 0, 0, 0.1F,
                             &weight);
  all = bp_shown_formulas_list (walkthrough, OUTPUT, 0, &weight, BP_FORMULA_TEXT);
  assert_lines (all, "z = |a = |L = |δ = |dL/dw = |measured: |w ← ");
  latex = bp_shown_formulas_list (walkthrough, OUTPUT, 0, &weight, BP_FORMULA_LATEX);
  g_assert_nonnull (strstr (latex, "\\frac{\\partial L}{\\partial w"));

  /* Without a label, there is no loss, and nothing that comes after it. */
  forward = bp_shown_formulas_list (unlabelled, OUTPUT, 0, NULL, BP_FORMULA_TEXT);
  assert_lines (forward, "z = |a = ");
}

BP_TEST_FILE (shown_formulas)
{
  g_test_add_func ("/shown-formulas/steps", test_steps);
  g_test_add_func ("/shown-formulas/list", test_list);
}
