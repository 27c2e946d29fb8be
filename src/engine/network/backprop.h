/* SPDX-License-Identifier: MIT */
#pragma once

#include "layer.h"
#include "network.h"
#include "workspace.h"

#include <glib.h>

/**
 * BpSoftTargets:
 * @probabilities: (batch, stride) for each sample the probabilities of the classes that teachers
 *   answer with, softened at @temperature
 * @stride: floats from one row to the next
 * @temperature: the divisor of the logits, over 0
 * @weight: their share of the loss, from 0 to 1; the labels have the rest
 *
 * What a network learns from teachers beside the labels: see bp_output_delta().
 */
typedef struct
{
  const float *probabilities;
  gsize stride;
  float temperature;
  float weight;
} BpSoftTargets;

guint bp_find_largest (const float *values, guint n);
void bp_soften (float *probabilities, const float *logits, guint n, float temperature);

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
                      const BpSoftTargets *soft,
                      float scale,
                      BpRange samples);
void bp_propagate_deltas (const BpNetwork *network, BpWorkspace *workspace, float *gradient);
