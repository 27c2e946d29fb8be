/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The default space for the networks of a run's epochs, in bytes. */
#define BP_RUN_NETWORKS_BUDGET (64 * 1024 * 1024)

GArray *bp_run_networks_list (const char *folder, GError **error);
char *bp_run_networks_get_path (const char *folder, guint epoch);
char *bp_run_networks_find_best (const char *folder, guint best_epoch);
GArray *bp_run_networks_choose (const GArray *epochs, guint best_epoch, guint n_most);
gboolean bp_run_networks_thin (const char *folder,
                               guint best_epoch,
                               guint64 network_length,
                               guint64 budget,
                               GError **error);
