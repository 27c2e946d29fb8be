/* SPDX-License-Identifier: MIT */
/*
 * The Gaussian error linear unit, z Phi (z), where Phi (z) = (1 + erf (z / sqrt (2))) / 2 is the
 * share of a normal distribution that is below z (Hendrycks and Gimpel, "Gaussian error linear
 * units", 2016). This is the exact function, not its approximation by tanh. Its derivative is
 * Phi (z) + z phi (z), with the density phi.
 */
#include "activation-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The tail of a normal distribution beyond this is smaller than any normal float. */
#define FAR_OUT 14.0f

INLINE void
activate (Vector z, Vector *value, Vector *slope)
{
  const Vector far_out = (Vector){ 0 } + FAR_OUT;
  IntVector is_negative = z < 0.0f;
  Vector magnitude = absolute (z);
  Vector distance = choose_where (magnitude > far_out, far_out, magnitude);
  Vector density;
  Vector tail = normal_tail (distance, &density);
  Vector below = choose_where (is_negative, tail, 1.0f - tail);

  *value = choose_where (is_negative, -distance, z) * below;
  *slope = below + choose_where (is_negative, -distance, distance) * density;
}

BP_DEFINE_ACTIVATE_BLOCK (activate_block, activate)

static double
compute (double z)
{
  return z * 0.5 * erfc (-z * M_SQRT1_2);
}

const BpActivationRow BP_OF_SET (bp_gelu) = {
  .name = "gelu",
  .title = NC_ ("activation", "GELU"),
  .formula = "z Φ(z)",
  .latex = "z \\, \\Phi(z)",
  .get_weight_variance = bp_get_he_variance,
  .compute = compute,
  .finish = BP_FINISH_STORE,
  .activate_block = activate_block,
};
