/* SPDX-License-Identifier: MIT */
/*
 * z, or 0.01 z where z is less than 0, so that no unit stops learning (Maas, Hannun and Ng,
 * "Rectifier nonlinearities improve neural network acoustic models", 2013, equation 2).
 */
#include "activation-row.h"

#include <glib/gi18n-lib.h>

INLINE void
activate (Vector z, Vector *value, Vector *slope)
{
  const Vector one = (Vector){ 0 } + 1.0f;
  const Vector leak = (Vector){ 0 } + BP_LEAKY_RELU_SLOPE;

  *slope = choose_where (z > 0.0f, one, leak);
  *value = *slope * z;
}

BP_DEFINE_ACTIVATE_BLOCK (activate_block, activate)

/* He, Zhang, Ren and Sun (2015), equation 15. */
static double
get_weight_variance (guint n_inputs, guint n_outputs)
{
  const double leak = (double) BP_LEAKY_RELU_SLOPE;

  return bp_get_he_variance (n_inputs, n_outputs) / (1.0 + leak * leak);
}

static double
compute (double z)
{
  return z > 0.0 ? z : (double) BP_LEAKY_RELU_SLOPE * z;
}

const BpActivationRow BP_OF_SET (bp_leaky_relu) = {
  .name = "leaky-relu",
  .title = NC_ ("activation", "Leaky ReLU"),
  .formula = "max (0.01 z, z)",
  .latex = "\\max(0.01 \\cdot z, z)",
  .get_weight_variance = get_weight_variance,
  .compute = compute,
  .finish = BP_FINISH_STORE,
  .activate_block = activate_block,
};
