/* SPDX-License-Identifier: MIT */
/*
 * The activations by name, and the initialisation that goes with each. Their values and derivatives
 * are compiled for every instruction set: see activations/ and BpKernels.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "activation.h"

#include "kernels-sets.h"

#include <glib/gi18n-lib.h>

const BpChoices bp_activations = {
  .kind = "activation",
  .refusal = N_ ("“%s” is not a valid activation: choose %s"),
  .rows = bp_activation_rows_plain,
  .row_size = sizeof (BpActivationRow *),
  .are_pointers = TRUE,
  .n_rows = BP_N_ACTIVATIONS,
  .name_offset = G_STRUCT_OFFSET (BpActivationRow, name),
  .title_offset = G_STRUCT_OFFSET (BpActivationRow, title),
};

/**
 * bp_activation_get_name:
 * @activation: an activation
 *
 * Returns: (transfer none): its name, as bp_activation_parse() takes it
 */
const char *
bp_activation_get_name (BpActivation activation)
{
  return bp_choices_get_name (&bp_activations, activation);
}

/**
 * bp_activation_parse:
 * @activation: (out): the activation
 * @name: of an activation, such as "relu"
 * @error: return location for %BP_ERROR_INVALID_VALUE, which lists the valid names
 *
 * Returns: whether there is an activation of that name
 */
gboolean
bp_activation_parse (BpActivation *activation, const char *name, GError **error)
{
  guint position;

  if (!bp_choices_find (&bp_activations, name, &position, error))
    return FALSE;

  *activation = position;
  return TRUE;
}

/**
 * bp_activation_get_weight_variance:
 * @activation: of the units
 * @n_inputs: of the layer
 * @n_outputs: of the layer
 *
 * Returns: the variance that the initial weights of a layer should have, so that signals keep their
 *   size from layer to layer
 */
double
bp_activation_get_weight_variance (BpActivation activation, guint n_inputs, guint n_outputs)
{
  return bp_activation_rows_plain[activation]->get_weight_variance (n_inputs, n_outputs);
}

/**
 * bp_activation_compute:
 * @activation: an activation
 * @z: any finite number
 *
 * Returns: f (z) in double precision, for measurements; networks compute in floats
 */
double
bp_activation_compute (BpActivation activation, double z)
{
  return bp_activation_rows_plain[activation]->compute (z);
}

/**
 * bp_activation_get_formula:
 * @activation: an activation
 * @is_latex: as LaTeX, or else as plain text
 *
 * Returns: (transfer none): f (z), as in "max (0, z)", with the letter z for the argument alone
 */
const char *
bp_activation_get_formula (BpActivation activation, gboolean is_latex)
{
  const BpActivationRow *row = bp_activation_rows_plain[activation];

  return is_latex ? row->latex : row->formula;
}
