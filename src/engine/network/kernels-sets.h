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

/* Products in bf16, where a pair of terms is added in the order that kernels-bf16.c tells. All give
 * the same bytes but the plain one, whose smallest numbers may differ. */
void bp_multiply_bf16_plain (const BpProduct *product, const BpResult *result);
void bp_multiply_bf16_avx2 (const BpProduct *product, const BpResult *result);
void bp_multiply_bf16_avx512 (const BpProduct *product, const BpResult *result);

/* The activations, compiled for each instruction set: see activations/. */
extern const BpActivationRow *const bp_activation_rows_plain[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_native[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_x86_64_v3[BP_N_ACTIVATIONS];
extern const BpActivationRow *const bp_activation_rows_x86_64_v4[BP_N_ACTIVATIONS];
