/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "precision.h"

#include <glib.h>

/* The most images that bp_workspace_choose_batch() chooses. */
#define BP_WORKSPACE_MOST_CHOSEN 256

/**
 * BpWorkspace:
 * @max_batch: the largest batch that it has room for
 * @batch: the size of the batch that is in it now
 * @precision: of the products that are made in it; float32 where it is not set
 * @strides: (n_layers + 1) floats from one row of activations, or of the deltas that belong to
 * them, to the next
 * @activations: (n_layers + 1) of (max_batch, stride): the inputs, then the outputs of each layer;
 *   the last are the logits
 * @slopes: (n_layers) (nullable) of (max_batch, stride): the derivatives of the hidden units'
 *   values by their sums; %NULL for ReLU, whose values tell the derivatives, and for the last layer
 * @probabilities: (max_batch, stride of the last layer) the softmax of the logits
 * @deltas: (n_layers) of (max_batch, stride): the loss's derivative by each layer's sums
 * @transposed_deltas: (n_layers) of (units, @batch_stride): the same, one row a unit; those of
 * layer 0 are scratch
 * @batch_stride: floats from one row of @transposed_deltas to the next
 * @losses: (max_batch) each sample's cross-entropy, in nats
 * @is_correct: (max_batch) whether its largest logit is at its label
 *
 * The scratch space of forward propagation and backpropagation for networks of one shape and
 * activation: see bp_network_has_shape_of(). One thread uses one at a time; the network that it is
 * used with is only read.
 *
 * Rows are padded as kernels need it. The padding of a row holds zeros, or the activation of zeros.
 * There is room for a multiple of %BP_LANES rows; rows past the batch have no meaning.
 */
typedef struct
{
  guint max_batch;
  guint batch;
  BpPrecision precision;
  guint n_layers;
  gsize strides[BP_NETWORK_MAX_LAYERS + 1];
  float *activations[BP_NETWORK_MAX_LAYERS + 1];
  float *slopes[BP_NETWORK_MAX_LAYERS];
  float *probabilities;
  float *deltas[BP_NETWORK_MAX_LAYERS];
  float *transposed_deltas[BP_NETWORK_MAX_LAYERS];
  gsize batch_stride;
  double *losses;
  guint8 *is_correct;
  /*< private >*/
  float *block;
} BpWorkspace;

BpWorkspace *bp_workspace_new (const BpNetwork *network, guint max_batch, GError **error);
guint bp_workspace_choose_batch (const BpNetwork *network);
void bp_workspace_free (BpWorkspace *workspace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpWorkspace, bp_workspace_free)

void bp_workspace_gather (BpWorkspace *workspace,
                          const BpNetwork *network,
                          const guint8 *images,
                          const guint32 *indices,
                          guint batch);
