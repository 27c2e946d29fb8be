/* SPDX-License-Identifier: MIT */
/*
 * The common part of all calls of the store: a task, a thread that does the work, a cancellable
 * that cancels the engine's work, and a timer at frame rate in the caller's main context. The timer
 * reports progress, joins the thread when it is done, and returns the task.
 *
 * The thread is started and joined here instead of by g_task_run_in_thread(): the timer is needed
 * anyway, and Thread Sanitizer understands joining but not the hand-over of GLib's thread pool.
 */
#include "store-job.h"

#include "error.h"

/* 60 frames a second. */
#define FRAME_MILLISECONDS 16

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
  g_clear_error (&job->error);
  g_free (job);
}

static gpointer
run (gpointer data)
{
  BpStoreJob *job = data;

  job->is_done = bp_progress_check (&job->progress, &job->error) && job->work (job, &job->error);
  atomic_store (&job->has_ended, TRUE);
  return NULL;
}

/* Called on the thread that cancels. */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  bp_progress_cancel (data);
}

static void
end_job (BpStoreJob *job, GTask *task)
{
  g_clear_pointer (&job->thread, g_thread_join);
  g_cancellable_disconnect (g_task_get_cancellable (task), job->cancelled_handler);

  if (job->is_done)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (job->error, BP_ERROR, BP_ERROR_CANCELLED))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", job->error->message);
  else
    g_task_return_error (task, g_steal_pointer (&job->error));
}

static gboolean
on_frame (gpointer data)
{
  GTask *task = data;
  BpStoreJob *job = g_task_get_task_data (task);

  if (!atomic_load (&job->has_ended))
    {
      if (job->progress_func != NULL)
        job->progress_func (bp_progress_get_fraction (&job->progress), job->progress_data);
      return G_SOURCE_CONTINUE;
    }

  end_job (job, task);
  return G_SOURCE_REMOVE;
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
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSource) timer = g_timeout_source_new (FRAME_MILLISECONDS);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, !job->is_lasting);
  g_task_set_task_data (task, job, free_job);

  if (cancellable != NULL)
    job->cancelled_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &job->progress, NULL);
  job->thread = g_thread_try_new ("store", run, job, &job->error);
  if (job->thread == NULL)
    end_job (job, task);
  else
    g_task_attach_source (task, timer, on_frame);
}

/**
 * bp_store_job_finish:
 * @result: the result that the callback got
 * @source_tag: the function that was called
 * @error: return location for the work's error, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer none) (nullable): the job, whose results can be taken out of it, or %NULL with
 *   @error set
 */
BpStoreJob *
bp_store_job_finish (GAsyncResult *result, gpointer source_tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  return g_task_get_task_data (G_TASK (result));
}
