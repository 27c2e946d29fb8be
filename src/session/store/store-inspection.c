/* SPDX-License-Identifier: MIT */
#include "store-inspection.h"

#include "job.h"
#include "store-job.h"

static gboolean
inspect (BpStoreJob *job, GError **error)
{
  job->inspection =
      bp_inspection_new (job->network, job->dataset, job->split, job->progress, error);
  return job->inspection != NULL;
}

/**
 * bp_store_inspect_async:
 * @network: an immutable network; a reference is taken
 * @dataset: the images; a reference is taken
 * @split: which of them, %BP_SPLIT_HELD_OUT or %BP_SPLIT_TEST; there is at least one
 * @cancellable: (nullable): cancels
 * @callback: called when all are classified, or not
 * @user_data: for @callback
 *
 * Classifies all images of a split: see bp_inspection_new().
 */
void
bp_store_inspect_async (BpNetwork *network,
                        BpDataset *dataset,
                        BpSplit split,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  BpStoreJob *job;

  g_return_if_fail (network != NULL);
  g_return_if_fail (dataset != NULL);

  job = bp_store_job_new (inspect);
  job->network = bp_network_ref (network);
  job->dataset = bp_dataset_ref (dataset);
  job->split = split;
  bp_store_job_start (job, bp_store_inspect_async, cancellable, callback, user_data);
}

/**
 * bp_store_inspect_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_inspection_new(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the answers, or %NULL with @error set
 */
BpInspection *
bp_store_inspect_finish (GAsyncResult *result, GError **error)
{
  BpStoreJob *job = bp_job_finish (result, bp_store_inspect_async, error);

  return job != NULL ? g_steal_pointer (&job->inspection) : NULL;
}
