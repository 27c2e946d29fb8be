/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

#include <gio/gio.h>

/**
 * BpJobWork:
 * @data: the arguments of the work, and the place of its results
 * @progress: takes the progress, and says whether the work was cancelled
 * @error: return location for an error
 *
 * Blocking work on a thread of its own. It ends early when @progress is cancelled, where possible.
 *
 * Returns: whether it was done
 */
typedef gboolean (*BpJobWork) (gpointer data, BpProgress *progress, GError **error);

/**
 * BpJob:
 * @work: the function that does the work
 * @data: (transfer full): belongs to the thread of @work while that runs, and to the caller's
 *   thread before and after
 * @free_data: frees @data
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @is_lasting: the work cannot be undone, so that it succeeds even where it was cancelled meanwhile
 *
 * One asynchronous call of a blocking function.
 */
typedef struct
{
  BpJobWork work;
  gpointer data;
  GDestroyNotify free_data;
  BpProgressFunc progress_func;
  gpointer progress_data;
  gboolean is_lasting;
} BpJob;

void bp_job_start (const BpJob *job,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data);
gpointer bp_job_finish (GAsyncResult *result, gpointer source_tag, GError **error);
