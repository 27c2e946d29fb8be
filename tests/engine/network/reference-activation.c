/* SPDX-License-Identifier: MIT */
#include "reference-activation.h"

#include <math.h>

/**
 * bp_reference_activation:
 * @activation: an activation
 * @z: the sum of a unit
 *
 * The formulas in double precision, as a reference.
 *
 * Returns: the activation
 */
double
bp_reference_activation (BpActivation activation, double z)
{
  switch (activation)
    {
    case BP_ACTIVATION_RELU:
      return MAX (z, 0.0);
    case BP_ACTIVATION_LEAKY_RELU:
      return z > 0.0 ? z : 0.01 * z;
    case BP_ACTIVATION_TANH:
      return tanh (z);
    case BP_ACTIVATION_SIGMOID:
      return 1.0 / (1.0 + exp (-z));
    case BP_ACTIVATION_GELU:
      return 0.5 * z * erfc (-z / sqrt (2.0));
    case BP_N_ACTIVATIONS:
    default:
      g_assert_not_reached ();
    }
}
