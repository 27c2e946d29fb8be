/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The environment variable with the path of a data file or of a folder to search. */
#define BP_DATA_ENVIRONMENT "BACKPROP_DATA"

char *bp_data_search (const char *last_used);
char *bp_data_search_folder (const char *folder);
gboolean bp_data_search_is_idx (const char *name);
