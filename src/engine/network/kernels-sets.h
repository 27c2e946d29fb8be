/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels.h"

/* The plain loops, to compare the others with. */
extern const BpKernels bp_kernels_plain;

/* kernels-vector.c, compiled once for what every processor of this kind has, and once for each
 * instruction set that only some have. */
extern const BpKernels bp_kernels_native;
extern const BpKernels bp_kernels_x86_64_v3;
extern const BpKernels bp_kernels_x86_64_v4;

/* The activations, compiled for each of them: see activations/. */
extern const BpActivationRow *const bp_activation_rows_plain[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_native[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_x86_64_v3[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_x86_64_v4[BP_N_ACTIVATIONS];
