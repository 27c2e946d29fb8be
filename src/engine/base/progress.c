/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include "error.h"

/**
 * bp_progress_report:
 * @progress: (nullable): the progress to update
 * @done: the amount done
 * @total: the total amount in the same unit, or 0 where it is unknown
 */
void
bp_progress_report (BpProgress *progress, guint64 done, guint64 total)
{
  if (progress == NULL)
    return;

  atomic_store_explicit (&progress->total, total, memory_order_relaxed);
  atomic_store_explicit (&progress->done, done, memory_order_relaxed);
}

/**
 * bp_progress_get_fraction:
 * @progress: the progress to read, from any thread
 *
 * Returns: the share that is done, from 0 to 1, or -1 while the total is not known
 */
double
bp_progress_get_fraction (BpProgress *progress)
{
  guint64 done = atomic_load_explicit (&progress->done, memory_order_relaxed);
  guint64 total = atomic_load_explicit (&progress->total, memory_order_relaxed);

  if (total == 0)
    return -1.0;

  return MIN ((double) done / (double) total, 1.0);
}

/**
 * bp_progress_cancel:
 * @progress: the progress of a call to cancel, from any thread
 */
void
bp_progress_cancel (BpProgress *progress)
{
  atomic_store (&progress->is_cancelled, TRUE);
}

/**
 * bp_progress_check:
 * @progress: (nullable): the progress to check
 * @error: return location for %BP_ERROR_CANCELLED
 *
 * Returns: %FALSE with @error set where the work was cancelled
 */
gboolean
bp_progress_check (BpProgress *progress, GError **error)
{
  if (progress == NULL || !atomic_load_explicit (&progress->is_cancelled, memory_order_relaxed))
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_CANCELLED, "Cancelled");
  return FALSE;
}
