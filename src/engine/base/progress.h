/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdatomic.h>

/**
 * BpProgress:
 *
 * How far a long engine call is, and whether it should give up. The engine has no callbacks: the
 * working thread stores its progress here and looks at the flag between pieces of work of at most a
 * few milliseconds; any other thread reads the one and raises the other at any time.
 *
 * Begins as zeroed memory ("= { 0 }"). It must outlive the call that it is given to. Wherever a
 * function takes one, %NULL means without progress.
 */
typedef struct
{
  _Atomic guint64 done;
  _Atomic guint64 total; /* in the same unit as done; 0 while it is not known */
  atomic_bool is_cancelled;
} BpProgress;

/**
 * BpProgressFunc:
 * @fraction: the share that is done, from 0 to 1, or -1 while it cannot be known
 * @user_data: what was given along with the function
 *
 * How asynchronous calls report progress: in the caller's main context, at most once a frame, and
 * never after the call's own callback has begun.
 */
typedef void (*BpProgressFunc) (double fraction, gpointer user_data);

void bp_progress_report (BpProgress *progress, guint64 done, guint64 total);
double bp_progress_get_fraction (BpProgress *progress);
void bp_progress_cancel (BpProgress *progress);
gboolean bp_progress_check (BpProgress *progress, GError **error);

/**
 * BpProgressFunc:
 * @fraction: the share that is done, from 0 to 1, or -1 while it cannot be known
 * @user_data: what was given along with the function
 *
 * Called in the caller's main context, at most once a frame, and never after the call's own
 * callback has begun.
 */
typedef void (*BpProgressFunc) (double fraction, gpointer user_data);
