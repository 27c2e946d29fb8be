/* SPDX-License-Identifier: MIT */
/*
 * What all calls of the store have in common: a task on a thread of GLib's pool, a cancellable that
 * reaches the engine, and a timer at frame rate that shows the caller how far the work is.
 *
 * GTask hands the job from thread to thread and back in good order, but Thread Sanitizer cannot see
 * into GLib and would report every access. The job's own mutex, taken at each hand-over, is for its
 * eyes.
 */
#include "session/store-job.h"

#include "engine/error.h"

/* 60 frames a second. */
#define FRAME_MILLISECONDS 16

/* What this thread did so far comes before what the other one does after its next hand-over. */
static void
hand_over (BpStoreJob *job)
{
  pthread_mutex_lock (&job->mutex);
  pthread_mutex_unlock (&job->mutex);
}

/**
 * bp_store_job_new:
 * @work: what is to be done
 *
 * Returns: (transfer full): a job whose arguments are to be filled in, for bp_store_job_start()
 */
BpStoreJob *
bp_store_job_new (BpStoreWork work)
{
  BpStoreJob *job = g_new0 (BpStoreJob, 1);

  job->work = work;
  bp_weights_info_init (&job->info);
  pthread_mutex_init (&job->mutex, NULL);
  return job;
}

/* On either thread: on the one that lets go of the task last. */
static void
free_job (gpointer data)
{
  BpStoreJob *job = data;

  hand_over (job);
  pthread_mutex_destroy (&job->mutex);
  g_free (job->path);
  g_clear_pointer (&job->dataset, bp_dataset_unref);
  g_clear_pointer (&job->network, bp_network_unref);
  bp_weights_info_clear (&job->info);
  bp_metrics_clear (&job->metrics);
  g_free (job);
}

/* On whatever thread cancels. */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  bp_progress_cancel (data);
}

static gboolean
do_work (BpStoreJob *job, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;
  gboolean is_done;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &job->progress, NULL);
  is_done = bp_progress_check (&job->progress, error) && job->work (job, error);
  g_cancellable_disconnect (cancellable, handler);

  return is_done;
}

static void
run_in_thread (GTask *task,
               gpointer source_object G_GNUC_UNUSED,
               gpointer task_data,
               GCancellable *cancellable)
{
  BpStoreJob *job = task_data;
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  pthread_mutex_lock (&job->mutex);
  is_done = do_work (job, cancellable, &error);
  pthread_mutex_unlock (&job->mutex);

  if (is_done)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, BP_ERROR, BP_ERROR_CANCELLED))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
on_frame (gpointer data)
{
  BpStoreJob *job = g_task_get_task_data (data);

  job->progress_func (bp_progress_get_fraction (&job->progress), job->progress_data);
  return G_SOURCE_CONTINUE;
}

static void
on_task_done (GObject *source_object G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  BpStoreJob *job = data;

  hand_over (job);
  if (job->timer != NULL)
    g_source_destroy (job->timer);
  g_clear_pointer (&job->timer, g_source_unref);
  if (job->callback != NULL)
    job->callback (NULL, result, job->user_data);
  hand_over (job);
}

/**
 * bp_store_job_start:
 * @job: (transfer full): the job
 * @source_tag: the function that was called
 * @cancellable: (nullable): what makes the work give up
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
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, on_task_done, job);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, !job->is_lasting);
  g_task_set_task_data (task, job, free_job);
  job->callback = callback;
  job->user_data = user_data;

  if (job->progress_func != NULL)
    {
      job->timer = g_timeout_source_new (FRAME_MILLISECONDS);
      g_task_attach_source (task, job->timer, on_frame);
    }

  hand_over (job);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * bp_store_job_finish:
 * @result: what the callback was given
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
