/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

#define BP_DATA_OPTION_HELP \
  N_ ("A data set: a file, several, a folder, an archive, or “builtin” for the built-in digits")

char **bp_data_option_list_builtin (void);
char **bp_data_option_find (const char *const *data);
gboolean bp_data_option_is_builtin (const char *const *data);
BpDataset *bp_data_option_load (const char *const *data, BpProgress *progress, GError **error);
void bp_dataset_print_notes (const BpDataset *dataset);
char *bp_dataset_describe_splits (const BpDataset *dataset);
