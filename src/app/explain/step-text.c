/* SPDX-License-Identifier: MIT */
#include "step-text.h"

#include "unit-text.h"

#include <glib/gi18n.h>

/* The most losses in a line; of more, the first and the last ones are shown. */
#define MOST_LOSSES 12

static gboolean
is_last_layer (const BpWalkthrough *walkthrough)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);

  return bp_walkthrough_get_layer (walkthrough) + 1 ==
         bp_explanation_get_network (explanation)->n_layers;
}

/**
 * bp_step_text_heading:
 * @walkthrough: the walkthrough, with an image
 *
 * Returns: (transfer full): the step that is at work, as in "Forward: Hidden layer 1"
 */
char *
bp_step_text_heading (const BpWalkthrough *walkthrough)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);
  g_autofree char *layer = bp_unit_text_layer (bp_explanation_get_network (explanation),
                                               bp_walkthrough_get_layer (walkthrough));

  switch (bp_walkthrough_get_phase (walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
      /* Translators: %s is a layer, as in "Hidden layer 1" */
      return g_strdup_printf (_ ("Forward: %s"), layer);
    case BP_WALK_PHASE_LOSS:
      return g_strdup (_ ("Loss"));
    case BP_WALK_PHASE_BACKWARD:
      /* Translators: %s is a layer, as in "Hidden layer 1" */
      return g_strdup_printf (_ ("Backward: %s"), layer);
    case BP_WALK_PHASE_UPDATE:
      return g_strdup (_ ("Update"));
    default:
      return g_strdup (_ ("The Whole Way"));
    }
}

/**
 * bp_step_text_explanation:
 * @walkthrough: the walkthrough, with an image
 *
 * Returns: (transfer none): what the step that is at work does
 */
const char *
bp_step_text_explanation (const BpWalkthrough *walkthrough)
{
  gboolean is_last = is_last_layer (walkthrough);

  switch (bp_walkthrough_get_phase (walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
      return is_last ? _ ("Each class adds up a sum z in the same way. Softmax turns the sums into "
                          "probabilities a, which add up to 1.")
                     : _ ("Each unit multiplies its inputs x by its weights w, adds the products "
                          "and its bias b to the sum z, and passes on the activation a = f(z).");
    case BP_WALK_PHASE_LOSS:
      return _ ("The loss L says how wrong the answer is: minus the natural logarithm (ln on a "
                "calculator) of the probability of the right class. It is 0 where that is 1, and "
                "large where it is small.");
    case BP_WALK_PHASE_BACKWARD:
      return is_last
                 ? _ ("δ says how fast the loss grows with the sum z of a unit. Of an output it "
                      "is the probability minus 1 for the right class, and minus 0 for the "
                      "others. The gradient of a weight is its input x times δ.")
                 : _ ("The error goes back through the same weights: a unit adds up the δ of "
                      "the units that it feeds, times the weights w to them, and multiplies by "
                      "the slope f'(z) of its activation.");
    case BP_WALK_PHASE_UPDATE:
      return _ ("Each weight has moved against its gradient, by the learning rate η times the "
                "gradient, so that the loss of this picture falls. Undo takes the step back.");
    default:
      return bp_walkthrough_get_label (walkthrough) != BP_WALKTHROUGH_NO_LABEL
                 ? _ ("All numbers of this picture are shown. Forward begins at the first layer "
                      "and "
                      "goes on layer by layer.")
                 : _ ("Forward begins at the first layer and goes on layer by layer. Say what the "
                      "picture is to go on to the loss and back.");
    }
}

/**
 * bp_step_text_losses:
 * @walkthrough: the walkthrough
 *
 * Returns: (transfer full) (nullable): the losses of the image from update to update, as in "Loss
 * of this picture: 2.31 → 1.9 → 1.4"; %NULL where no update was made
 */
char *
bp_step_text_losses (const BpWalkthrough *walkthrough)
{
  guint n;
  const double *losses = bp_walkthrough_get_losses (walkthrough, &n);
  g_autoptr (GString) list = g_string_new (NULL);

  if (n == 0)
    return NULL;
  for (guint i = n > MOST_LOSSES ? n - MOST_LOSSES + 1 : 0; i < n; i++)
    {
      g_autofree char *loss = bp_format_value (losses[i]);

      g_string_append_printf (list, "%s%s", list->len > 0 ? " → " : "", loss);
    }
  if (n > MOST_LOSSES)
    {
      g_autofree char *first = bp_format_value (losses[0]);
      g_autofree char *start = g_strdup_printf ("%s → … → ", first);

      g_string_prepend (list, start);
    }
  /* Translators: %s is a list of numbers with arrows between them */
  return g_strdup_printf (_ ("Loss of this picture: %s"), list->str);
}
