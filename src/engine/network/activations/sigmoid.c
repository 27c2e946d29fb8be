/* SPDX-License-Identifier: MIT */
/* The logistic function 1 / (1 + e^-z), the unit of Rumelhart, Hinton and Williams (1986); its
 * derivative is x (1 - x). */
#include "activation-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* With t = e^-|z|, the value is 1 / (1 + t) from 0 on and t / (1 + t) below, so that no
 * exponential overflows. */
INLINE void
activate (Vector z, Vector *value, Vector *slope)
{
  Vector t = exponential (-absolute (z));
  Vector above = 1.0f / (1.0f + t);
  Vector x = choose_where (z < 0.0f, t * above, above);

  *value = x;
  *slope = x * (1.0f - x);
}

BP_DEFINE_ACTIVATE_BLOCK (activate_block, activate)

static double
compute (double z)
{
  return 1.0 / (1.0 + exp (-z));
}

const BpActivationRow BP_OF_SET (bp_sigmoid) = {
  .name = "sigmoid",
  .title = NC_ ("activation", "Sigmoid"),
  .formula = "1 / (1 + e^(-z))",
  .latex = "\\frac{1}{1 + e^{-z}}",
  .get_weight_variance = bp_get_glorot_variance,
  .compute = compute,
  .finish = BP_FINISH_STORE,
  .activate_block = activate_block,
};
