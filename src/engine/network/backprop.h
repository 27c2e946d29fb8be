/* SPDX-License-Identifier: MIT */
#pragma once

#include "layer.h"
#include "network.h"
#include "workspace.h"

#include <glib.h>

guint bp_find_largest (const float *values, guint n);

/* A whole batch at once. */
void bp_forward_propagation (const BpNetwork *network, BpWorkspace *workspace);
double bp_cross_entropy (const BpNetwork *network,
                         BpWorkspace *workspace,
                         const guint8 *labels,
                         guint *n_correct);
void bp_backpropagation (const BpNetwork *network,
                         BpWorkspace *workspace,
                         const guint8 *labels,
                         float *gradient);

/* The same in parts, which threads can share: see layer.h. */
void bp_output_probabilities (const BpNetwork *network,
                              BpWorkspace *workspace,
                              const guint8 *labels,
                              BpRange samples);
double bp_output_loss (const BpWorkspace *workspace, guint *n_correct);
void bp_output_delta (const BpNetwork *network,
                      BpWorkspace *workspace,
                      const guint8 *labels,
                      float scale,
                      BpRange samples);
void bp_propagate_deltas (const BpNetwork *network, BpWorkspace *workspace, float *gradient);
