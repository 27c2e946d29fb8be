/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdatomic.h>

/**
 * BpProgress:
 *
 * The progress of a long engine call, and a flag to cancel it. The engine has no callbacks: the
 * working thread stores its progress here and checks the flag between pieces of work of at most a
 * few milliseconds. Any other thread may read the progress and set the flag at any time.
 *
 * Begins as zeroed memory ("= { 0 }"). It must outlive the call. %NULL always means no progress.
 */
typedef struct
{
  _Atomic guint64 done;
  _Atomic guint64 total; /* in the same unit as done; 0 while it is unknown */
  atomic_bool is_cancelled;
} BpProgress;

/**
 * BpProgressFunc:
 * @fraction: the share that is done, from 0 to 1, or -1 while unknown
 * @user_data: the data given with the function
 *
 * The progress callback of asynchronous calls. It is called in the caller's main context, at most
 * once a frame, and never after the call's own callback has begun.
 */
typedef void (*BpProgressFunc) (double fraction, gpointer user_data);

void bp_progress_report (BpProgress *progress, guint64 done, guint64 total);
double bp_progress_get_fraction (BpProgress *progress);
void bp_progress_cancel (BpProgress *progress);
gboolean bp_progress_check (BpProgress *progress, GError **error);
