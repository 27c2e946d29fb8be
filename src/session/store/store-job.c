/* SPDX-License-Identifier: MIT */
/* The arguments and results of all calls of the store. */
#include "store-job.h"

#include "job.h"

/**
 * bp_store_job_new:
 * @work: the function that does the work
 *
 * Returns: (transfer full): a job for bp_store_job_start(), once its arguments are set
 */
BpStoreJob *
bp_store_job_new (BpStoreWork work)
{
  BpStoreJob *job = g_new0 (BpStoreJob, 1);

  job->work = work;
  bp_weights_info_init (&job->info);
  return job;
}

static void
free_job (gpointer data)
{
  BpStoreJob *job = data;

  g_free (job->path);
  g_clear_pointer (&job->dataset, bp_dataset_unref);
  g_clear_pointer (&job->network, bp_network_unref);
  bp_weights_info_clear (&job->info);
  g_clear_pointer (&job->findings, g_ptr_array_unref);
  g_clear_object (&job->picture);
  g_clear_pointer (&job->inspection, bp_inspection_unref);
  g_free (job);
}

static gboolean
run (gpointer data, BpProgress *progress, GError **error)
{
  BpStoreJob *job = data;

  job->progress = progress;
  return job->work (job, error);
}

/**
 * bp_store_job_start:
 * @job: (transfer full): the job
 * @source_tag: the function that was called
 * @cancellable: (nullable): cancels the work
 * @callback: (nullable): called in the caller's main context when the work is done
 * @user_data: for @callback
 */
void
bp_store_job_start (BpStoreJob *job,
                    gpointer source_tag,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  const BpJob call = {
    .work = run,
    .data = job,
    .free_data = free_job,
    .progress_func = job->progress_func,
    .progress_data = job->progress_data,
    .is_lasting = job->is_lasting,
  };

  bp_job_start (&call, source_tag, cancellable, callback, user_data);
}
