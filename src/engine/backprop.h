/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/network.h"

#include <glib.h>

/**
 * BpWorkspace:
 * @max_batch: the largest batch that it has room for
 * @batch: the batch that is in it now
 * @strides: (n_layers + 1) floats from one row of activations to the next
 * @activations: (n_layers + 1) of (max_batch, stride): the inputs, then what each layer gives out;
 *   the last are the logits, which bp_forward_propagation() leaves as they are
 * @probabilities: (max_batch, stride of the last layer) the softmax of the logits
 * @deltas: (n_layers) of (max_batch, stride): the loss's derivative by each layer's sums
 *
 * The scratch space of forward propagation and backpropagation for networks of one shape. One
 * thread uses one at a time; the network that it is used with is only read.
 */
typedef struct
{
  guint max_batch;
  guint batch;
  guint n_layers;
  guint strides[BP_NETWORK_MAX_LAYERS + 1];
  float *activations[BP_NETWORK_MAX_LAYERS + 1];
  float *probabilities;
  float *deltas[BP_NETWORK_MAX_LAYERS];
  /*< private >*/
  float *block;
} BpWorkspace;

BpWorkspace *bp_workspace_new (const BpNetwork *network, guint max_batch, GError **error);
void bp_workspace_free (BpWorkspace *workspace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpWorkspace, bp_workspace_free)

void bp_workspace_gather (BpWorkspace *workspace,
                          const BpNetwork *network,
                          const guint8 *images,
                          const guint32 *indices,
                          guint batch);
void bp_forward_propagation (const BpNetwork *network, BpWorkspace *workspace);
double bp_cross_entropy (const BpNetwork *network,
                         BpWorkspace *workspace,
                         const guint8 *labels,
                         guint *n_correct);
void bp_backpropagation (const BpNetwork *network,
                         BpWorkspace *workspace,
                         const guint8 *labels,
                         float *gradient);
