/* SPDX-License-Identifier: MIT */
/*
 * The formulas of forward propagation and backpropagation with the numbers of an explanation in
 * them, as text or LaTeX. Layers count from 1 and units from 0. Numbers are rounded to four digits,
 * with a decimal point in every locale; probabilities near 1 have more, so that their distance from
 * 1 is seen, and so do the values of a weight before and after a small update.
 *
 * Thread rule: the explanation is only read.
 */
#include "formula.h"

#include <string.h>

/* Digits of a number in a formula. */
#define N_DIGITS 4

/* Digits of a probability that would be rounded to 1: those that a float has there. */
#define N_DIGITS_NEAR_1 7

/* Enough for every float. */
#define MOST_DIGITS 9

/* A number as LaTeX: "1.2e-05" becomes "1.2 \cdot 10^{-5}". */
static char *
format_power (const char *text)
{
  const char *e = strchr (text, 'e');
  g_autofree char *mantissa = NULL;

  if (e == NULL)
    return g_strdup (text);

  mantissa = g_strndup (text, (gsize) (e - text));
  return g_strdup_printf ("%s \\cdot 10^{%d}", mantissa, (int) g_ascii_strtoll (e + 1, NULL, 10));
}

static char *
format_digits (double number, int n_digits, BpFormulaStyle style)
{
  char format[] = "%.0g";
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double value = number == 0.0 ? 0.0 : number; /* 0 has no sign: not "-0" */

  format[2] = (char) ('0' + n_digits);
  g_ascii_formatd (text, sizeof text, format, value);
  return style == BP_FORMULA_LATEX ? format_power (text) : g_strdup (text);
}

static char *
format_number (double number, BpFormulaStyle style)
{
  return format_digits (number, N_DIGITS, style);
}

/* A probability, or its distance from the target. */
static char *
format_probability (double probability, BpFormulaStyle style)
{
  g_autofree char *rounded = format_number (probability, style);

  return format_digits (probability, g_str_equal (rounded, "1") ? N_DIGITS_NEAR_1 : N_DIGITS,
                        style);
}

/* The fewest digits, from the usual number on, that tell two numbers apart; the usual number where
 * they are equal. */
static int
choose_digits (float first, float second)
{
  for (int n_digits = N_DIGITS; first != second && n_digits < MOST_DIGITS; n_digits++)
    {
      g_autofree char *one = format_digits ((double) first, n_digits, BP_FORMULA_TEXT);
      g_autofree char *other = format_digits ((double) second, n_digits, BP_FORMULA_TEXT);

      if (!g_str_equal (one, other))
        return n_digits;
    }
  return first != second ? MOST_DIGITS : N_DIGITS;
}

/* A number as a factor or an argument: in brackets where it is negative. */
static char *
format_factor (double number, BpFormulaStyle style)
{
  g_autofree char *text = format_number (number, style);

  return *text == '-' ? g_strdup_printf ("(%s)", text) : g_steal_pointer (&text);
}

/* A number as a term: "+ 2" or "- 2". */
static char *
format_term (double number, BpFormulaStyle style)
{
  g_autofree char *text = format_number (number, style);

  return *text == '-' ? g_strdup_printf ("- %s", text + 1) : g_strdup_printf ("+ %s", text);
}

/* Whether a letter after @before and in front of @after is a whole argument, as the second z of
 * "max (0.01 z, z)", so that a negative number in its place needs no brackets. */
static gboolean
is_whole_argument (const GString *before, const char *after)
{
  gsize n = before->len;

  while (n > 0 && before->str[n - 1] == ' ')
    n--;
  return n > 0 && strchr ("({,", before->str[n - 1]) != NULL && *after != '\0' &&
         strchr (")},", *after) != NULL;
}

/* The activation with a number in place of the letter z. */
static char *
format_activation (BpActivation activation, double z, BpFormulaStyle style)
{
  const char *formula = bp_activation_get_formula (activation, style == BP_FORMULA_LATEX);
  g_autofree char *argument = format_number (z, style);
  g_autofree char *factor = format_factor (z, style);
  GString *text = g_string_new (NULL);

  for (const char *c = formula; *c != '\0'; c++)
    if (*c != 'z')
      g_string_append_c (text, *c);
    else
      g_string_append (text, is_whole_argument (text, c + 1) ? argument : factor);
  return g_string_free (text, FALSE);
}

static gboolean
is_last (const BpExplanation *explanation, guint layer)
{
  return layer + 1 == bp_explanation_get_network (explanation)->n_layers;
}

/**
 * bp_formula_sum:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0
 * @unit: of the layer, from 0
 * @style: text or LaTeX
 *
 * Returns: (transfer full): z = sum of w x + b, with its numbers
 */
char *
bp_formula_sum (const BpExplanation *explanation, guint layer, guint unit, BpFormulaStyle style)
{
  const BpLayer *self = &bp_explanation_get_network (explanation)->layers[layer];
  double z = (double) bp_explanation_get_sums (explanation, layer)[unit];
  double bias = (double) self->biases[unit];
  g_autofree char *products = format_number (z - bias, style);
  g_autofree char *added = format_term (bias, style);
  g_autofree char *sum = format_number (z, style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("z = Σ w x + b = %s %s = %s", products, added, sum);
  return g_strdup_printf ("z^{(%u)}_{%u} = \\sum_{i=0}^{%u} w^{(%u)}_{%u,i} x_i + b^{(%u)}_{%u} = "
                          "%s %s = %s",
                          layer + 1, unit, self->n_inputs - 1, layer + 1, unit, layer + 1, unit,
                          products, added, sum);
}

/* The probability of a class: a = e^z / sum of e^z. */
static char *
format_softmax (const BpExplanation *explanation, guint layer, guint unit, BpFormulaStyle style)
{
  double z = (double) bp_explanation_get_sums (explanation, layer)[unit];
  g_autofree char *exponent = format_number (z, style);
  g_autofree char *value =
      format_probability ((double) bp_explanation_get_activations (explanation, layer)[unit],
                          style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("a = e^z / Σ e^z = e^(%s) / Σ e^z = %s", exponent, value);
  return g_strdup_printf ("a^{(%u)}_{%u} = \\frac{e^{z_{%u}}}{\\sum_k e^{z_k}} = "
                          "\\frac{e^{%s}}{\\sum_k e^{z_k}} = %s",
                          layer + 1, unit, unit, exponent, value);
}

/**
 * bp_formula_activation:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0
 * @unit: of the layer, from 0
 * @style: text or LaTeX
 *
 * Returns: (transfer full): a = f (z), with its numbers; of the last layer the softmax
 */
char *
bp_formula_activation (const BpExplanation *explanation,
                       guint layer,
                       guint unit,
                       BpFormulaStyle style)
{
  BpActivation activation = bp_explanation_get_network (explanation)->activation;
  const char *formula = bp_activation_get_formula (activation, style == BP_FORMULA_LATEX);
  g_autofree char *with_number = NULL;
  g_autofree char *value = NULL;

  if (is_last (explanation, layer))
    return format_softmax (explanation, layer, unit, style);

  with_number =
      format_activation (activation, (double) bp_explanation_get_sums (explanation, layer)[unit],
                         style);
  value = format_number ((double) bp_explanation_get_activations (explanation, layer)[unit], style);
  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("a = %s = %s = %s", formula, with_number, value);
  return g_strdup_printf ("a^{(%u)}_{%u} = %s = %s", layer + 1, unit, with_number, value);
}

/**
 * bp_formula_loss:
 * @explanation: an explanation at %BP_EXPLANATION_LOSS or beyond
 * @style: text or LaTeX
 *
 * Returns: (transfer full): L = -log p of the label, with its numbers
 */
char *
bp_formula_loss (const BpExplanation *explanation, BpFormulaStyle style)
{
  guint label = bp_explanation_get_label (explanation);
  g_autofree char *probability =
      format_probability ((double) bp_explanation_get_probabilities (explanation)[label], style);
  g_autofree char *loss = format_number (bp_explanation_get_loss (explanation), style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("L = -log p(%u) = -log %s = %s", label, probability, loss);
  return g_strdup_printf ("L = -\\log p_{%u} = -\\log %s = %s", label, probability, loss);
}

/* delta = p - y. */
static char *
format_output_delta (const BpExplanation *explanation,
                     guint layer,
                     guint unit,
                     BpFormulaStyle style)
{
  int target = unit == bp_explanation_get_label (explanation);
  g_autofree char *probability =
      format_probability ((double) bp_explanation_get_probabilities (explanation)[unit], style);
  g_autofree char *delta =
      format_probability ((double) bp_explanation_get_deltas (explanation, layer)[unit], style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("δ = a - y = %s - %d = %s", probability, target, delta);
  return g_strdup_printf ("\\delta^{(%u)}_{%u} = a_{%u} - y_{%u} = %s - %d = %s", layer + 1, unit,
                          unit, unit, probability, target, delta);
}

/* The sum over the units above of w delta. */
static double
sum_deltas_above (const BpExplanation *explanation, guint layer, guint unit)
{
  const BpLayer *above = &bp_explanation_get_network (explanation)->layers[layer + 1];
  const float *deltas = bp_explanation_get_deltas (explanation, layer + 1);
  double sum = 0.0;

  for (guint k = 0; k < above->n_outputs; k++)
    sum += (double) *bp_layer_get_weight (above, unit, k) * (double) deltas[k];
  return sum;
}

/**
 * bp_formula_delta:
 * @explanation: an explanation at %BP_EXPLANATION_BACKWARD
 * @layer: from 0
 * @unit: of the layer, from 0
 * @style: text or LaTeX
 *
 * Returns: (transfer full): delta = a - y of the last layer, or f' (z) times the sum over the units
 *   above of w delta, with its numbers
 */
char *
bp_formula_delta (const BpExplanation *explanation, guint layer, guint unit, BpFormulaStyle style)
{
  g_autofree char *slope = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *delta = NULL;

  if (is_last (explanation, layer))
    return format_output_delta (explanation, layer, unit, style);

  slope = format_number ((double) bp_explanation_get_slope (explanation, layer, unit), style);
  sum = format_factor (sum_deltas_above (explanation, layer, unit), style);
  delta = format_number ((double) bp_explanation_get_deltas (explanation, layer)[unit], style);
  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("δ = f'(z) Σ w δ = %s × %s = %s", slope, sum, delta);
  return g_strdup_printf ("\\delta^{(%u)}_{%u} = f'(z^{(%u)}_{%u}) \\sum_k w^{(%u)}_{k,%u} "
                          "\\delta^{(%u)}_k = %s \\cdot %s = %s",
                          layer + 1, unit, layer + 1, unit, layer + 2, unit, layer + 2, slope, sum,
                          delta);
}

/* The name of a weight in LaTeX. */
static char *
name_weight (const BpExplainedWeight *weight)
{
  return g_strdup_printf ("w^{(%u)}_{%u,%u}", weight->layer + 1, weight->output, weight->row);
}

/**
 * bp_formula_gradient:
 * @weight: of a weight
 * @style: text or LaTeX
 *
 * Returns: (transfer full): dL/dw = x delta, with its numbers
 */
char *
bp_formula_gradient (const BpExplainedWeight *weight, BpFormulaStyle style)
{
  g_autofree char *name = name_weight (weight);
  g_autofree char *input = format_factor ((double) weight->input, style);
  g_autofree char *delta = format_factor ((double) weight->delta, style);
  g_autofree char *gradient = format_number ((double) weight->gradient, style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("dL/dw = x δ = %s × %s = %s", input, delta, gradient);
  return g_strdup_printf ("\\frac{\\partial L}{\\partial %s} = x_{%u} \\, \\delta^{(%u)}_{%u} = "
                          "%s \\cdot %s = %s",
                          name, weight->row, weight->layer + 1, weight->output, input, delta,
                          gradient);
}

/**
 * bp_formula_measured:
 * @weight: of a weight
 * @style: text or LaTeX
 *
 * Returns: (transfer full): the central difference of the loss, with its result
 */
char *
bp_formula_measured (const BpExplainedWeight *weight, BpFormulaStyle style)
{
  g_autofree char *measured = format_number (weight->measured, style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("measured: (L(w + h) - L(w - h)) / 2h = %s", measured);
  return g_strdup_printf ("\\frac{L(w + h) - L(w - h)}{2h} = %s", measured);
}

/**
 * bp_formula_update:
 * @weight: of a weight
 * @style: text or LaTeX
 *
 * Returns: (transfer full): w becomes w - learning_rate dL/dw, with its numbers
 */
char *
bp_formula_update (const BpExplainedWeight *weight, BpFormulaStyle style)
{
  int n_digits = choose_digits (weight->value, weight->updated);
  g_autofree char *name = name_weight (weight);
  g_autofree char *value = format_digits ((double) weight->value, n_digits, style);
  g_autofree char *rate = format_number ((double) weight->learning_rate, style);
  g_autofree char *gradient = format_factor ((double) weight->gradient, style);
  g_autofree char *updated = format_digits ((double) weight->updated, n_digits, style);

  if (style == BP_FORMULA_TEXT)
    return g_strdup_printf ("w ← w - η dL/dw = %s - %s × %s = %s", value, rate, gradient, updated);
  return g_strdup_printf ("%s \\leftarrow %s - \\eta \\frac{\\partial L}{\\partial %s} = "
                          "%s - %s \\cdot %s = %s",
                          name, name, name, value, rate, gradient, updated);
}
