/* SPDX-License-Identifier: MIT */
/* The formulas of a network small enough to compute by hand. */
#include "formula.h"

#include "test-file.h"

typedef struct
{
  BpExplanation *explanation;
} Fixture;

/* One pixel, one unit, two classes: z = w x - 0.5 with x = 1; logits 3 a and 0. */
static void
explain (Fixture *fixture, BpActivation activation, float weight)
{
  const guint sizes[] = { 1, 1, 2 };
  const float above[] = { 3.0f, 0.0f };
  const float below[] = { weight };
  const guint8 image[] = { 255 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);

  g_assert_no_error (error);
  network->activation = activation;
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
set_up (Fixture *fixture, gconstpointer user_data)
{
  explain (fixture, GPOINTER_TO_UINT (user_data), 2.0f);
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
                  "w^{(1)}_{0,0}} = 2 - 1 \\cdot 10^{-6} \\cdot 0.412 = 1.9999996");
}

/* A negative z has brackets only where it is not already alone in some. */
static void
test_negative_argument (void)
{
  static const struct
  {
    BpActivation activation;
    const char *text;
    const char *latex;
  } CASES[] = {
    { BP_ACTIVATION_RELU, "a = max (0, z) = max (0, -4.25) = 0",
      "a^{(1)}_{0} = \\max(0, -4.25) = 0" },
    { BP_ACTIVATION_LEAKY_RELU, "a = max (0.01 z, z) = max (0.01 (-4.25), -4.25) = -0.0425",
      "a^{(1)}_{0} = \\max(0.01 \\cdot (-4.25), -4.25) = -0.0425" },
    { BP_ACTIVATION_TANH, "a = tanh z = tanh (-4.25) = -0.9996",
      "a^{(1)}_{0} = \\tanh (-4.25) = -0.9996" },
    { BP_ACTIVATION_SIGMOID, "a = 1 / (1 + e^(-z)) = 1 / (1 + e^(-(-4.25))) = 0.01406",
      "a^{(1)}_{0} = \\frac{1}{1 + e^{-(-4.25)}} = 0.01406" },
    { BP_ACTIVATION_GELU, "a = z Φ(z) = (-4.25) Φ(-4.25) = -4.543e-05",
      "a^{(1)}_{0} = (-4.25) \\, \\Phi(-4.25) = -4.543 \\cdot 10^{-5}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      Fixture fixture;

      explain (&fixture, CASES[i].activation, -3.75f);
      assert_formula (bp_formula_activation (fixture.explanation, 0, 0, BP_FORMULA_TEXT),
                      CASES[i].text);
      assert_formula (bp_formula_activation (fixture.explanation, 0, 0, BP_FORMULA_LATEX),
                      CASES[i].latex);
      tear_down (&fixture, NULL);
    }
}

/* The gradient of a weight into a unit that is off is 0 times a negative number, and has no sign.
 */
static void
test_zero_without_sign (void)
{
  Fixture fixture;
  BpExplainedWeight weight;

  explain (&fixture, BP_ACTIVATION_RELU, -3.75f);
  bp_explanation_get_weight (fixture.explanation, 1, 0, 1, 0.1f, &weight);
  assert_formula (bp_formula_gradient (&weight, BP_FORMULA_TEXT), "dL/dw = x δ = 0 × (-0.5) = 0");
  tear_down (&fixture, NULL);
}

/* A probability near 1 is not written as 1. p(0) = e^10.5 / (e^10.5 + 1). */
static void
test_nearly_sure (void)
{
  Fixture fixture;

  explain (&fixture, BP_ACTIVATION_RELU, 4.0f);
  assert_formula (bp_formula_activation (fixture.explanation, 1, 0, BP_FORMULA_TEXT),
                  "a = e^z / Σ e^z = e^(10.5) / Σ e^z = 0.9999725");
  assert_formula (bp_formula_delta (fixture.explanation, 1, 0, BP_FORMULA_TEXT),
                  "δ = a - y = 0.9999725 - 0 = 0.9999725");
  tear_down (&fixture, NULL);
}

BP_TEST_FILE (formula)
{
  g_test_add ("/formula/text", Fixture, GUINT_TO_POINTER (BP_ACTIVATION_RELU), set_up, test_text,
              tear_down);
  g_test_add ("/formula/latex", Fixture, GUINT_TO_POINTER (BP_ACTIVATION_SIGMOID), set_up,
              test_latex, tear_down);
  g_test_add_func ("/formula/negative-argument", test_negative_argument);
  g_test_add_func ("/formula/zero-without-sign", test_zero_without_sign);
  g_test_add_func ("/formula/nearly-sure", test_nearly_sure);
}
