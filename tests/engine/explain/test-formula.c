/* SPDX-License-Identifier: MIT */
/* The formulas of a network small enough to compute by hand. */
#include "formula.h"

#include "test-file.h"

typedef struct
{
  BpExplanation *explanation;
} Fixture;

/* One pixel, one unit, two classes: z = 2 x - 0.5 with x = 1; logits 3 a and 0. */
static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  const guint sizes[] = { 1, 1, 2 };
  const float above[] = { 3.0f, 0.0f };
  const float below[] = { 2.0f };
  const guint8 image[] = { 255 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);

  g_assert_no_error (error);
  network->activation = GPOINTER_TO_UINT (user_data);
  bp_network_set_weights (network, 0, below);
  bp_network_set_weights (network, 1, above);
  network->layers[0].biases[0] = -0.5f;
  fixture->explanation = bp_explanation_new (network, &error);
  g_assert_no_error (error);
  bp_explanation_set_image (fixture->explanation, image, 1);
  bp_explanation_advance (fixture->explanation, BP_EXPLANATION_BACKWARD, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_explanation_free (fixture->explanation);
}

static void
assert_formula (char *formula, const char *expected)
{
  g_assert_cmpstr (formula, ==, expected);
  g_free (formula);
}

/* p(0) = e^4.5 / (e^4.5 + 1) = 0.98901. */
static void
test_text (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpExplanation *explanation = fixture->explanation;
  BpExplainedWeight weight;

  assert_formula (bp_formula_sum (explanation, 0, 0, BP_FORMULA_TEXT),
                  "z = Σ w x + b = 2 - 0.5 = 1.5");
  assert_formula (bp_formula_activation (explanation, 0, 0, BP_FORMULA_TEXT),
                  "a = max (0, z) = max (0, 1.5) = 1.5");
  assert_formula (bp_formula_activation (explanation, 1, 0, BP_FORMULA_TEXT),
                  "a = e^z / Σ e^z = e^(4.5) / Σ e^z = 0.989");
  assert_formula (bp_formula_loss (explanation, BP_FORMULA_TEXT),
                  "L = -log p(1) = -log 0.01099 = 4.511");
  assert_formula (bp_formula_delta (explanation, 1, 0, BP_FORMULA_TEXT),
                  "δ = a - y = 0.989 - 0 = 0.989");
  assert_formula (bp_formula_delta (explanation, 0, 0, BP_FORMULA_TEXT),
                  "δ = f'(z) Σ w δ = 1 × 2.967 = 2.967");

  bp_explanation_get_weight (explanation, 1, 0, 1, 0.1f, &weight);
  assert_formula (bp_formula_gradient (&weight, BP_FORMULA_TEXT),
                  "dL/dw = x δ = 1.5 × (-0.989) = -1.484");
  assert_formula (bp_formula_measured (&weight, BP_FORMULA_TEXT),
                  "measured: (L(w + h) - L(w - h)) / 2h = -1.484");
  assert_formula (bp_formula_update (&weight, BP_FORMULA_TEXT),
                  "w ← w - η dL/dw = 0 - 0.1 × (-1.484) = 0.1484");
}

static void
test_latex (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpExplanation *explanation = fixture->explanation;
  BpExplainedWeight weight;

  assert_formula (bp_formula_activation (explanation, 0, 0, BP_FORMULA_LATEX),
                  "a^{(1)}_{0} = \\frac{1}{1 + e^{-1.5}} = 0.8176");
  assert_formula (bp_formula_loss (explanation, BP_FORMULA_LATEX),
                  "L = -\\log p_{1} = -\\log 0.07924 = 2.535");

  bp_explanation_get_weight (explanation, 0, 0, 0, 1e-6f, &weight);
  assert_formula (bp_formula_update (&weight, BP_FORMULA_LATEX),
                  "w^{(1)}_{0,0} \\leftarrow w^{(1)}_{0,0} - \\eta \\frac{\\partial L}{\\partial "
                  "w^{(1)}_{0,0}} = 2 - 1 \\cdot 10^{-6} \\cdot 0.412 = 2");
}

BP_TEST_FILE (formula)
{
  g_test_add ("/formula/text", Fixture, GUINT_TO_POINTER (BP_ACTIVATION_RELU), set_up, test_text,
              tear_down);
  g_test_add ("/formula/latex", Fixture, GUINT_TO_POINTER (BP_ACTIVATION_SIGMOID), set_up,
              test_latex, tear_down);
}
