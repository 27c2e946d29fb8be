/* SPDX-License-Identifier: MIT */
/*
 * The rectified linear unit, max (z, 0) (Nair and Hinton, "Rectified linear units improve
 * restricted Boltzmann machines", 2010). Its derivative is 1 where its value is over 0, else 0. The
 * matrix products compute both on their way: the value is their finish, and the derivative is the
 * mask with which deltas are transposed. No derivative is stored.
 */
#include "activation-row.h"

#include <glib/gi18n-lib.h>

static double
compute (double z)
{
  return z > 0.0 ? z : 0.0;
}

const BpActivationRow BP_OF_SET (bp_relu) = {
  .name = "relu",
  .title = NC_ ("activation", "ReLU"),
  .formula = "max (0, z)",
  .latex = "\\max(0, z)",
  .get_weight_variance = bp_get_he_variance,
  .compute = compute,
  .finish = BP_FINISH_RECTIFY,
};
