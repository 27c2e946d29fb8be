/* SPDX-License-Identifier: MIT */
#include "shown-formulas.h"

/**
 * bp_shown_formula_sum:
 * @walkthrough: the walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 * @style: how it is written
 *
 * Returns: (transfer full) (nullable): the sum z of the unit; %NULL where it is not computed yet
 */
char *
bp_shown_formula_sum (const BpWalkthrough *walkthrough,
                      guint layer,
                      guint unit,
                      BpFormulaStyle style)
{
  if (!bp_walkthrough_shows_activations (walkthrough, layer))
    return NULL;
  return bp_formula_sum (bp_walkthrough_get_explanation (walkthrough), layer, unit, style);
}

/**
 * bp_shown_formula_activation:
 * @walkthrough: the walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 * @style: how it is written
 *
 * Returns: (transfer full) (nullable): the activation a of the unit; %NULL where it is not computed
 *   yet
 */
char *
bp_shown_formula_activation (const BpWalkthrough *walkthrough,
                             guint layer,
                             guint unit,
                             BpFormulaStyle style)
{
  if (!bp_walkthrough_shows_activations (walkthrough, layer))
    return NULL;
  return bp_formula_activation (bp_walkthrough_get_explanation (walkthrough), layer, unit, style);
}

/**
 * bp_shown_formula_delta:
 * @walkthrough: the walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 * @style: how it is written
 *
 * Returns: (transfer full) (nullable): the delta of the unit; %NULL where it is not computed yet
 */
char *
bp_shown_formula_delta (const BpWalkthrough *walkthrough,
                        guint layer,
                        guint unit,
                        BpFormulaStyle style)
{
  if (!bp_walkthrough_shows_deltas (walkthrough, layer))
    return NULL;
  return bp_formula_delta (bp_walkthrough_get_explanation (walkthrough), layer, unit, style);
}

static char *
make_loss (const BpWalkthrough *walkthrough, BpFormulaStyle style)
{
  if (!bp_walkthrough_shows_loss (walkthrough))
    return NULL;
  return bp_formula_loss (bp_walkthrough_get_explanation (walkthrough), style);
}

/* Adds a line. @formula: (transfer full) (nullable): %NULL adds none */
static void
append (GString *list, char *formula)
{
  if (formula != NULL)
    g_string_append_printf (list, "%s\n", formula);
  g_free (formula);
}

/**
 * bp_shown_formulas_list:
 * @walkthrough: the walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 * @weight: (nullable): a weight whose gradient is known
 * @style: how they are written
 *
 * Returns: (transfer full): the formulas of the unit, the loss and those of @weight that may be
 *   shown, in the order of their computation, each on a line
 */
char *
bp_shown_formulas_list (const BpWalkthrough *walkthrough,
                        guint layer,
                        guint unit,
                        const BpExplainedWeight *weight,
                        BpFormulaStyle style)
{
  g_autoptr (GString) list = g_string_new (NULL);

  append (list, bp_shown_formula_sum (walkthrough, layer, unit, style));
  append (list, bp_shown_formula_activation (walkthrough, layer, unit, style));
  append (list, make_loss (walkthrough, style));
  append (list, bp_shown_formula_delta (walkthrough, layer, unit, style));
  if (weight != NULL)
    {
      append (list, bp_formula_gradient (weight, style));
      append (list, bp_formula_measured (weight, style));
      append (list, bp_formula_update (weight, style));
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}
