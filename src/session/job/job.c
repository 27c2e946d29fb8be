/* SPDX-License-Identifier: MIT */
/*
 * An asynchronous call of a blocking function: a task, a thread that does the work, a cancellable
 * that cancels the engine's work, and a timer at frame rate in the caller's main context. The timer
 * reports progress, joins the thread when it is done, and returns the task.
 *
 * The thread is started and joined here instead of by g_task_run_in_thread(): the timer is needed
 * anyway, and Thread Sanitizer understands joining but not the hand-over of GLib's thread pool.
 */
#include "job.h"

#include "background.h"
#include "error.h"

/* 60 frames a second. */
#define FRAME_MILLISECONDS 16

/* A job that runs: the data of its task. */
typedef struct
{
  BpJob job;
  BpProgress progress;
  GApplication *application; /* owned, held; nullable */
  GThread *thread;
  gulong cancelled_handler;
  atomic_bool has_ended; /* the fields below are final */
  gboolean is_done;
  GError *error;
} Running;

static void
running_free (gpointer data)
{
  Running *running = data;

  if (running->application != NULL)
    g_application_release (running->application);
  g_clear_object (&running->application);
  running->job.free_data (running->job.data);
  g_clear_error (&running->error);
  g_free (running);
}

static gpointer
run (gpointer data)
{
  Running *running = data;

  bp_background_begin ();
  running->is_done = bp_progress_check (&running->progress, &running->error) &&
                     running->job.work (running->job.data, &running->progress, &running->error);
  atomic_store (&running->has_ended, TRUE);
  return NULL;
}

/* Called on the thread that cancels. */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  bp_progress_cancel (data);
}

static void
end (Running *running, GTask *task)
{
  g_clear_pointer (&running->thread, g_thread_join);
  g_cancellable_disconnect (g_task_get_cancellable (task), running->cancelled_handler);

  if (running->is_done)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (running->error, BP_ERROR, BP_ERROR_CANCELLED))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", running->error->message);
  else
    g_task_return_error (task, g_steal_pointer (&running->error));
}

static gboolean
on_frame (gpointer data)
{
  GTask *task = data;
  Running *running = g_task_get_task_data (task);
  const BpJob *job = &running->job;

  if (!atomic_load (&running->has_ended))
    {
      if (job->progress_func != NULL)
        job->progress_func (bp_progress_get_fraction (&running->progress), job->progress_data);
      return G_SOURCE_CONTINUE;
    }

  end (running, task);
  return G_SOURCE_REMOVE;
}

/* A program whose windows are closed waits for the thread. */
static void
hold_application (Running *running)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return;
  running->application = g_object_ref (application);
  g_application_hold (application);
}

/**
 * bp_job_start:
 * @job: the job; copied
 * @source_tag: the function that was called
 * @cancellable: (nullable): cancels the work
 * @callback: (nullable): called in the caller's main context when the work is done
 * @user_data: for @callback
 *
 * The application, where there is one, is held until the task is freed.
 */
void
bp_job_start (const BpJob *job,
              gpointer source_tag,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSource) timer = g_timeout_source_new (FRAME_MILLISECONDS);
  Running *running = g_new0 (Running, 1);

  running->job = *job;
  hold_application (running);
  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, !job->is_lasting);
  g_task_set_task_data (task, running, running_free);

  if (cancellable != NULL)
    running->cancelled_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &running->progress, NULL);
  running->thread = g_thread_try_new ("job", run, running, &running->error);
  if (running->thread == NULL)
    end (running, task);
  else
    g_task_attach_source (task, timer, on_frame);
}

/**
 * bp_job_finish:
 * @result: the result that the callback got
 * @source_tag: the function that was called
 * @error: return location for the work's error, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer none) (nullable): the job's data, whose results can be taken out of it, or
 *   %NULL with @error set
 */
gpointer
bp_job_finish (GAsyncResult *result, gpointer source_tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  return ((Running *) g_task_get_task_data (G_TASK (result)))->job.data;
}
