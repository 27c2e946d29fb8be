/* SPDX-License-Identifier: MIT */
/*
 * All scratch space of a network in one aligned block, cut into rows that suit the kernels.
 *
 * Thread rule: a workspace belongs to one thread at a time.
 */
#include "workspace.h"

#include "error.h"
#include "kernels.h"
#include "memory-block.h"

#include <glib/gi18n-lib.h>

/* The products of weights and images between two checks of a cancel flag, and the fewest images,
 * which share one reading of the weights. */
#define MOST_PRODUCT  (G_GUINT64_CONSTANT (1) << 30)
#define FEWEST_CHOSEN 16

/* The floats from one row to the next. With a power of two, a column of a batch would fall into
 * very few sets of the cache and evict itself. An odd number of cache lines spreads it over all
 * sets. */
static gsize
choose_stride (guint n_units)
{
  gsize n_lines = bp_round_up_to_lanes (n_units) / BP_LANES;

  return (n_lines | 1) * BP_LANES;
}

/* Divides the block into its parts, or only counts its floats where it is not allocated yet. */
static gsize
lay_out (BpWorkspace *workspace, const BpNetwork *network)
{
  gsize n_rows = bp_round_up_to_lanes (workspace->max_batch);
  gsize used = 0;

#define TAKE(array, n)                                                   \
  G_STMT_START                                                           \
  {                                                                      \
    (array) = workspace->block != NULL ? workspace->block + used : NULL; \
    used += (n);                                                         \
  }                                                                      \
  G_STMT_END

  for (guint l = 0; l <= network->n_layers; l++)
    TAKE (workspace->activations[l], workspace->strides[l] * n_rows);
  for (guint l = 0; l < network->n_layers; l++)
    {
      if (l + 1 < network->n_layers && bp_network_has_slopes (network))
        TAKE (workspace->slopes[l], workspace->strides[l + 1] * n_rows);
      TAKE (workspace->deltas[l], workspace->strides[l + 1] * n_rows);
      TAKE (workspace->transposed_deltas[l], workspace->strides[l + 1] * workspace->batch_stride);
    }
  TAKE (workspace->probabilities, workspace->strides[network->n_layers] * n_rows);

#undef TAKE
  return used;
}

/**
 * bp_workspace_new:
 * @network: a network of the shape and activation that it is for
 * @max_batch: the largest batch, at least 1
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the workspace, or %NULL with @error set
 */
BpWorkspace *
bp_workspace_new (const BpNetwork *network, guint max_batch, GError **error)
{
  g_return_val_if_fail (max_batch >= 1, NULL);

  BpWorkspace *workspace = g_new0 (BpWorkspace, 1);
  gsize n_bytes;

  workspace->max_batch = max_batch;
  workspace->n_layers = network->n_layers;
  workspace->batch_stride = choose_stride (max_batch);
  workspace->strides[0] = choose_stride (bp_network_get_n_inputs (network));
  for (guint l = 0; l < network->n_layers; l++)
    workspace->strides[l + 1] = choose_stride (network->layers[l].n_outputs);

  n_bytes = lay_out (workspace, network) * sizeof (float);
  workspace->block = bp_memory_block_new0 (n_bytes / sizeof (float));
  workspace->losses = g_try_new0 (double, max_batch);
  workspace->is_correct = g_try_malloc0 (max_batch);
  if (workspace->block == NULL || workspace->losses == NULL || workspace->is_correct == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   _ ("There is no memory for batches of %u: choose a smaller batch size"),
                   max_batch);
      bp_workspace_free (workspace);
      return NULL;
    }

  lay_out (workspace, network);
  return workspace;
}

/**
 * bp_workspace_choose_batch:
 * @network: a network
 *
 * Returns: how many images to propagate between two checks of a cancel flag: enough to keep the
 *   kernels busy, and few enough to take some ten milliseconds with the largest networks
 */
guint
bp_workspace_choose_batch (const BpNetwork *network)
{
  return (guint) CLAMP (MOST_PRODUCT / MAX (network->n_parameters, 1), FEWEST_CHOSEN,
                        BP_WORKSPACE_MOST_CHOSEN);
}

/**
 * bp_workspace_free:
 * @workspace: (transfer full): the workspace
 */
void
bp_workspace_free (BpWorkspace *workspace)
{
  bp_memory_block_free (workspace->block);
  g_free (workspace->losses);
  g_free (workspace->is_correct);
  g_free (workspace);
}

/**
 * bp_workspace_gather:
 * @workspace: the workspace to fill
 * @network: the network that says how bytes become numbers
 * @images: (count, n_inputs) bytes
 * @indices: (batch) (nullable): which of @images, or %NULL for the first ones
 * @batch: how many, from 1 to the workspace's max_batch
 *
 * Puts a batch of images into the workspace as the network's inputs.
 */
void
bp_workspace_gather (BpWorkspace *workspace,
                     const BpNetwork *network,
                     const guint8 *images,
                     const guint32 *indices,
                     guint batch)
{
  g_return_if_fail (batch >= 1 && batch <= workspace->max_batch);

  const BpKernels *kernels = bp_kernels_get ();
  gsize n_inputs = bp_network_get_n_inputs (network);

  workspace->batch = batch;
  for (gsize i = 0; i < batch; i++)
    kernels->pixels_to_floats (workspace->activations[0] + i * workspace->strides[0],
                               images + (indices != NULL ? indices[i] : i) * n_inputs, n_inputs,
                               network->input_scale, network->input_offset);
}
