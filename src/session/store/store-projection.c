/* SPDX-License-Identifier: MIT */
#include "store-projection.h"

#include "job.h"

/* The arguments and the result of a call. */
typedef struct
{
  BpNetwork *network;       /* owned */
  BpDataset *dataset;       /* owned */
  BpProjection *previous;   /* owned, nullable */
  BpProjection *projection; /* owned, nullable */
  BpSplit split;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  bp_network_unref (call->network);
  bp_dataset_unref (call->dataset);
  g_clear_pointer (&call->previous, bp_projection_unref);
  g_clear_pointer (&call->projection, bp_projection_unref);
  g_free (call);
}

static gboolean
project (gpointer data, BpProgress *progress, GError **error)
{
  Call *call = data;

  call->projection = bp_projection_new (call->network, call->dataset, call->split, call->previous,
                                        progress, error);
  return call->projection != NULL;
}

/**
 * bp_store_project_async:
 * @network: an immutable network that fits @dataset; a reference is taken
 * @dataset: the images; a reference is taken
 * @split: which of them; there is at least one
 * @previous: (nullable): the projection that was shown last; a reference is taken
 * @cancellable: (nullable): cancels
 * @callback: called when the map is made, or not
 * @user_data: for @callback
 *
 * Makes a map of the last hidden layer: see bp_projection_new().
 */
void
bp_store_project_async (BpNetwork *network,
                        BpDataset *dataset,
                        BpSplit split,
                        BpProjection *previous,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Call *call = g_new0 (Call, 1);
  const BpJob job = { .work = project, .data = call, .free_data = call_free };

  call->network = bp_network_ref (network);
  call->dataset = bp_dataset_ref (dataset);
  call->split = split;
  call->previous = previous != NULL ? bp_projection_ref (previous) : NULL;
  bp_job_start (&job, bp_store_project_async, cancellable, callback, user_data);
}

/**
 * bp_store_project_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_projection_new(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the map, or %NULL with @error set
 */
BpProjection *
bp_store_project_finish (GAsyncResult *result, GError **error)
{
  Call *call = bp_job_finish (result, bp_store_project_async, error);

  return call != NULL ? g_steal_pointer (&call->projection) : NULL;
}
