/* SPDX-License-Identifier: MIT */
/*
 * The rectified linear unit, max (z, 0) (Nair and Hinton, "Rectified linear units improve
 * restricted Boltzmann machines", 2010). Its derivative is 1 where its value is over 0, else 0. The
 * matrix products compute both on their way: the value is their finish, and the derivative is the
 * mask with which deltas are transposed. No derivative is stored.
 */
#include "activation-row.h"
#include "mark-text.h"

const BpActivationRow BP_OF_SET (bp_relu) = {
  .name = "relu",
  .title = NC_ ("activation", "ReLU"),
  .get_weight_variance = bp_get_he_variance,
  .finish = BP_FINISH_RECTIFY,
};
