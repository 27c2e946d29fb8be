/* SPDX-License-Identifier: MIT */
#include "job.h"

#include "error.h"
#include "test-file.h"

#include <sys/resource.h>
#include <unistd.h>

/* Any address. */
static const char TAG[] = "tag";

typedef struct
{
  gboolean waits;     /* for the cancellation */
  gboolean fails;     /* with an error of its own */
  gboolean is_freed;  /* set by free_call() */
  GThread *worked_on; /* compared only */
  int niceness;       /* of that thread */
} Call;

static void
free_call (gpointer data)
{
  ((Call *) data)->is_freed = TRUE;
}

/* Of the calling thread. */
static int
get_niceness (void)
{
  return getpriority (PRIO_PROCESS, (id_t) gettid ());
}

static gboolean
work (gpointer data, BpProgress *progress, GError **error)
{
  Call *call = data;

  call->worked_on = g_thread_self ();
  call->niceness = get_niceness ();
  bp_progress_report (progress, 1, 4);
  while (call->waits)
    {
      if (!bp_progress_check (progress, error))
        return FALSE;
      g_usleep (1000);
    }
  if (call->fails)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH, "It does not fit");
  return !call->fails;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  g_assert_null (source);
  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
start (Call *call, GCancellable *cancellable, GAsyncResult **result)
{
  const BpJob job = { .work = work, .data = call, .free_data = free_call };

  bp_job_start (&job, (gpointer) TAG, cancellable, on_done, result);
}

static void
test_done (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Call call = { 0 };
  int niceness = get_niceness ();

  start (&call, NULL, &result);
  g_assert_true (bp_job_finish (wait_for (&result), (gpointer) TAG, &error) == &call);
  g_assert_no_error (error);
  g_assert_true (call.worked_on != g_thread_self ());
#ifdef __linux__
  /* The caller's thread, which draws, comes first. */
  g_assert_cmpint (call.niceness, >=, 5);
  g_assert_cmpint (get_niceness (), ==, niceness);
#endif
  g_assert_false (call.is_freed);
  g_clear_object (&result);
  g_assert_true (call.is_freed);
}

static void
test_failed (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Call call = { .fails = TRUE };

  start (&call, NULL, &result);
  g_assert_null (bp_job_finish (wait_for (&result), (gpointer) TAG, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

static void
on_progress (double fraction, gpointer data)
{
  *(double *) data = fraction;
}

/* The progress arrives, and the cancellation reaches the work. */
static void
test_cancelled (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  double fraction = -1.0;
  Call call = { .waits = TRUE };
  const BpJob job = {
    .work = work,
    .data = &call,
    .free_data = free_call,
    .progress_func = on_progress,
    .progress_data = &fraction,
  };

  bp_job_start (&job, (gpointer) TAG, cancellable, on_done, &result);
  while (fraction < 0.25)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_null (bp_job_finish (wait_for (&result), (gpointer) TAG, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Work that cannot be undone succeeds although it was cancelled after it was done. */
static void
test_lasting (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Call call = { 0 };
  const BpJob job = {
    .work = work,
    .data = &call,
    .free_data = free_call,
    .is_lasting = TRUE,
  };

  bp_job_start (&job, (gpointer) TAG, cancellable, on_done, &result);
  wait_for (&result);
  g_cancellable_cancel (cancellable);
  g_assert_true (bp_job_finish (result, (gpointer) TAG, &error) == &call);
  g_assert_no_error (error);
}

BP_TEST_FILE (job)
{
  g_test_add_func ("/job/done", test_done);
  g_test_add_func ("/job/failed", test_failed);
  g_test_add_func ("/job/cancelled", test_cancelled);
  g_test_add_func ("/job/lasting", test_lasting);
}
