/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#define BP_TEAM_MAX_THREADS 64

/**
 * BpTeamFunction:
 * @data: the argument of bp_team_run()
 * @thread: the index of the thread, from 0 (the caller) to the number of threads - 1
 * @block: from 0 to n_blocks - 1
 *
 * Runs one block. Blocks of one run must not depend on each other.
 */
typedef void (*BpTeamFunction) (gpointer data, guint thread, guint block);

/**
 * BpTeam:
 *
 * Threads that share pieces of work of a few microseconds each. The thread that calls bp_team_run()
 * works too; the others are its helpers, which sleep while there is no work. One thread at a time
 * may call.
 */
typedef struct _BpTeam BpTeam;

BpTeam *bp_team_new (guint n_threads, GError **error);
void bp_team_free (BpTeam *team);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTeam, bp_team_free)

guint bp_team_get_n_threads (const BpTeam *team);
void bp_team_run (BpTeam *team, guint n_blocks, BpTeamFunction function, gpointer data);

guint bp_team_choose_n_threads (guint n_wanted);
