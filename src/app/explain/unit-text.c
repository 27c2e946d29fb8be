/* SPDX-License-Identifier: MIT */
#include "unit-text.h"

#include <glib/gi18n.h>

/**
 * bp_format_value:
 * @value: a number
 *
 * Returns: (transfer full): its first four digits, with a decimal point in every locale, as
 * formulas have it
 */
char *
bp_format_value (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.4g", value);
  return g_strdup (text);
}

/**
 * bp_class_text_name:
 * @names: the names
 * @n_classes: the outputs of the network
 * @label: one of them
 *
 * Returns: (transfer full): the name of the class
 */
char *
bp_class_text_name (const BpUnitNames *names, guint n_classes, guint label)
{
  if (names->class_names != NULL && g_strv_length ((GStrv) names->class_names) == n_classes)
    return g_strdup (names->class_names[label]);
  return g_strdup_printf ("%u", label);
}

/**
 * bp_unit_text_layer:
 * @network: the network
 * @layer: from 0
 *
 * Returns: (transfer full): what the layer is called, as in "Hidden layer 1"
 */
char *
bp_unit_text_layer (const BpNetwork *network, guint layer)
{
  if (layer + 1 == network->n_layers)
    return g_strdup (_ ("Output"));
  return g_strdup_printf (_ ("Hidden layer %u"), layer + 1);
}

/**
 * bp_unit_text_name:
 * @network: the network
 * @names: the names
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Returns: (transfer full): what the unit is called, as in "Hidden layer 1, unit 7" or "Output “7”"
 */
char *
bp_unit_text_name (const BpNetwork *network, const BpUnitNames *names, guint layer, guint unit)
{
  g_autofree char *name = NULL;

  if (layer + 1 < network->n_layers)
    return g_strdup_printf (_ ("Hidden layer %u, unit %u"), layer + 1, unit);
  name = bp_class_text_name (names, network->layers[layer].n_outputs, unit);
  return g_strdup_printf (_ ("Output “%s”"), name);
}

/**
 * bp_unit_text_input:
 * @network: the network
 * @names: the names
 * @layer: from 0
 * @row: an input of the layer, or its n_inputs for the bias
 *
 * Returns: (transfer full): what the input is called, as in "Pixel (14, 9)", with the column first,
 *   or "Hidden layer 1, unit 7"
 */
char *
bp_unit_text_input (const BpNetwork *network, const BpUnitNames *names, guint layer, guint row)
{
  if (row == network->layers[layer].n_inputs)
    return g_strdup (_ ("Bias"));
  if (layer > 0)
    return bp_unit_text_name (network, names, layer - 1, row);
  if (names->width == 0)
    return g_strdup_printf (_ ("Pixel %u"), row);
  /* Translators: the column and the row of a pixel, both from 0 */
  return g_strdup_printf (_ ("Pixel (%u, %u)"), row % names->width, row / names->width);
}

/**
 * bp_unit_text_value:
 * @walkthrough: the walkthrough
 * @names: the names
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Returns: (transfer full): the unit and its newest number, as in "Hidden layer 1, unit 7: a =
 *   3.365"; the delta while backpropagation is at work
 */
char *
bp_unit_text_value (const BpWalkthrough *walkthrough,
                    const BpUnitNames *names,
                    guint layer,
                    guint unit)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);
  g_autofree char *name =
      bp_unit_text_name (bp_explanation_get_network (explanation), names, layer, unit);
  g_autofree char *a = NULL;
  g_autofree char *delta = NULL;

  if (!bp_walkthrough_shows_activations (walkthrough, layer))
    /* Translators: %s is a unit */
    return g_strdup_printf (_ ("%s: not computed yet"), name);

  a = bp_format_value ((double) bp_explanation_get_activations (explanation, layer)[unit]);
  if (bp_walkthrough_get_phase (walkthrough) != BP_WALK_PHASE_BACKWARD ||
      !bp_walkthrough_shows_deltas (walkthrough, layer))
    /* Translators: a unit and its activation, as in "Hidden layer 1, unit 7: a = 3.365" */
    return g_strdup_printf (_ ("%s: a = %s"), name, a);

  delta = bp_format_value ((double) bp_explanation_get_deltas (explanation, layer)[unit]);
  /* Translators: a unit, its activation and its delta */
  return g_strdup_printf (_ ("%s: a = %s, δ = %s"), name, a, delta);
}
