/* SPDX-License-Identifier: MIT */
#include "unit-at-work.h"

#include <math.h>

/* The place of the greatest absolute value. @values: (n) */
static guint
find_strongest (const float *values, guint n)
{
  guint strongest = 0;

  for (guint i = 1; i < n; i++)
    if (fabsf (values[i]) > fabsf (values[strongest]))
      strongest = i;
  return strongest;
}

/**
 * bp_unit_at_work_find:
 * @walkthrough: a walkthrough with an image
 * @layer: (inout): the layer of a unit
 * @unit: (inout): the unit
 *
 * Finds a unit to show the step with: the present one where it belongs to the layer at work, or
 * else the strongest one there; for the loss, the output of the label. After other steps, it is the
 * present one.
 */
void
bp_unit_at_work_find (const BpWalkthrough *walkthrough, guint *layer, guint *unit)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);
  const BpNetwork *network = bp_explanation_get_network (explanation);
  guint at_work = bp_walkthrough_get_layer (walkthrough);
  guint n = network->layers[at_work].n_outputs;

  switch (bp_walkthrough_get_phase (walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
      if (*layer != at_work)
        *unit = find_strongest (bp_explanation_get_activations (explanation, at_work), n);
      *layer = at_work;
      break;
    case BP_WALK_PHASE_LOSS:
      *layer = network->n_layers - 1;
      *unit = bp_walkthrough_get_label (walkthrough);
      break;
    case BP_WALK_PHASE_BACKWARD:
      if (*layer != at_work)
        *unit = find_strongest (bp_explanation_get_deltas (explanation, at_work), n);
      *layer = at_work;
      break;
    default:
      break;
    }
}
