/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels.h"
#include "network.h"
#include "workspace.h"

/**
 * BpRange:
 * @begin: the first
 * @end: one past the last
 */
typedef struct
{
  guint begin;
  guint end;
} BpRange;

/* Each function computes one block of its result, so that threads can share the blocks. Ranges of
 * samples begin anywhere, ranges of a layer's outputs at multiples of BP_LANES; they end there as
 * well, or where the batch or the layer does. Ranges of a layer's parameters have rows from 0 to
 * n_inputs; row n_inputs holds the biases. */
void bp_layer_forward (const BpNetwork *network,
                       BpWorkspace *workspace,
                       guint layer,
                       BpRange samples,
                       BpRange outputs);
void
bp_layer_sums (const BpNetwork *network, const BpWorkspace *workspace, guint layer, float *sums);
void bp_layer_add_inputs (const BpNetwork *network,
                          BpWorkspace *workspace,
                          guint layer,
                          BpRange samples,
                          BpRange inputs);
void bp_layer_backward (const BpNetwork *network,
                        BpWorkspace *workspace,
                        guint layer,
                        BpRange samples,
                        BpRange inputs);
void bp_layer_gradient (const BpNetwork *network,
                        const BpWorkspace *workspace,
                        guint layer,
                        BpRange rows,
                        BpRange outputs,
                        float *gradient);
void bp_layer_descend (const BpNetwork *network,
                       const BpWorkspace *workspace,
                       guint layer,
                       BpRange rows,
                       BpRange outputs,
                       const BpResult *descent);
