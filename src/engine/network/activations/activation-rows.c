/* SPDX-License-Identifier: MIT */
/* The table of the activations, for one instruction set. */
#include "activation-row.h"
#include "kernels-sets.h"

const BpActivationRow *const BP_OF_SET (bp_activation_rows)[BP_N_ACTIVATIONS] = {
  [BP_ACTIVATION_RELU] = &BP_OF_SET (bp_relu),
  [BP_ACTIVATION_LEAKY_RELU] = &BP_OF_SET (bp_leaky_relu),
  [BP_ACTIVATION_TANH] = &BP_OF_SET (bp_tanh),
  [BP_ACTIVATION_SIGMOID] = &BP_OF_SET (bp_sigmoid),
  [BP_ACTIVATION_GELU] = &BP_OF_SET (bp_gelu),
};
