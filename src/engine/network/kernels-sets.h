/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels.h"

/* The plain loops, the reference for the others. */
extern const BpKernels bp_kernels_plain;

/* kernels-vector.c, compiled once for the baseline that every processor of this architecture has,
 * and once for each optional instruction set. */
extern const BpKernels bp_kernels_native;
extern const BpKernels bp_kernels_x86_64_v3;
extern const BpKernels bp_kernels_x86_64_v4;

/* The activations, compiled for each instruction set: see activations/. */
extern const BpActivationRow *const bp_activation_rows_plain[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_native[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_x86_64_v3[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_x86_64_v4[BP_N_ACTIVATIONS];
