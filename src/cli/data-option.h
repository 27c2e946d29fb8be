/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

#define BP_DATA_OPTION_HELP                                                                      \
  N_ ("A data set: a file, a folder with the four IDX files, or “builtin” for the built-in " \
      "digits")

gboolean bp_data_option_is_builtin (const char *data);
BpDataset *bp_data_option_load (const char *data, BpProgress *progress, GError **error);
char *bp_dataset_describe_splits (const BpDataset *dataset);
