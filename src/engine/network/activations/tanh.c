/* SPDX-License-Identifier: MIT */
/* The hyperbolic tangent, which LeCun, Bottou, Orr and Müller recommended before there were
 * rectifiers ("Efficient BackProp", 1998, section 4.4). Its derivative is 1 - x^2. */
#include "activation-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

INLINE void
activate (Vector z, Vector *value, Vector *slope)
{
  Vector x = hyperbolic_tangent (z);

  *value = x;
  *slope = 1.0f - x * x;
}

BP_DEFINE_ACTIVATE_BLOCK (activate_block, activate)

const BpActivationRow BP_OF_SET (bp_tanh) = {
  .name = "tanh",
  .title = NC_ ("activation", "Tanh"),
  .formula = "tanh z",
  .latex = "\\tanh z",
  .get_weight_variance = bp_get_glorot_variance,
  .compute = tanh,
  .finish = BP_FINISH_STORE,
  .activate_block = activate_block,
};
