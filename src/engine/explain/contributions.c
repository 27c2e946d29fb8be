/* SPDX-License-Identifier: MIT */
/*
 * Finds the weights that add most to a unit's sum, and those through which a unit adds most to the
 * sums of the next layer.
 *
 * Thread rule: the explanation is only read.
 */
#include "contributions.h"

#include <math.h>

/* Inserts a contribution where it belongs among the strongest, the strongest first. A product of 0
 * adds nothing and is left out. Returns: how many there are now. */
static guint
insert (BpContribution *contributions, guint n, guint n_most, BpContribution new)
{
  guint place = n;

  if (new.product == 0.0f)
    return n;
  while (place > 0 && fabsf (contributions[place - 1].product) < fabsf (new.product))
    place--;
  if (place == n_most)
    return n;

  n = MIN (n + 1, n_most);
  for (guint i = n - 1; i > place; i--)
    contributions[i] = contributions[i - 1];
  contributions[place] = new;
  return n;
}

/**
 * bp_find_contributions_into:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0
 * @unit: of the layer, from 0
 * @contributions: (out caller-allocates) (array length=n_most): the strongest, the largest absolute
 *   product first
 * @n_most: the most that are wanted
 *
 * Finds what feeds a unit most: the pixels, or the units of the layer below.
 *
 * Returns: how many were found; products of 0 are left out
 */
guint
bp_find_contributions_into (const BpExplanation *explanation,
                            guint layer,
                            guint unit,
                            BpContribution *contributions,
                            guint n_most)
{
  const BpLayer *self = &bp_explanation_get_network (explanation)->layers[layer];
  const float *inputs = bp_explanation_get_inputs (explanation, layer);
  guint n = 0;

  for (guint i = 0; i < self->n_inputs; i++)
    {
      float weight = *bp_layer_get_weight (self, i, unit);

      n = insert (contributions, n, n_most,
                  (BpContribution){ i, weight, inputs[i], weight * inputs[i] });
    }
  return n;
}

/**
 * bp_find_contributions_from:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0 to n_layers - 2: the last layer feeds no other
 * @unit: of the layer, from 0
 * @contributions: (out caller-allocates) (array length=n_most): the strongest, the largest absolute
 *   product first
 * @n_most: the most that are wanted
 *
 * Finds what a unit feeds most: units of the layer above.
 *
 * Returns: how many were found; products of 0 are left out
 */
guint
bp_find_contributions_from (const BpExplanation *explanation,
                            guint layer,
                            guint unit,
                            BpContribution *contributions,
                            guint n_most)
{
  const BpLayer *above = &bp_explanation_get_network (explanation)->layers[layer + 1];
  float activation = bp_explanation_get_inputs (explanation, layer + 1)[unit];
  guint n = 0;

  for (guint j = 0; j < above->n_outputs; j++)
    {
      float weight = *bp_layer_get_weight (above, unit, j);

      n = insert (contributions, n, n_most,
                  (BpContribution){ j, weight, activation, weight * activation });
    }
  return n;
}
