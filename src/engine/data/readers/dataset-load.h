/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

BpDataset *bp_dataset_load_files (const char *const *paths, BpProgress *progress, GError **error);
BpDataset *bp_dataset_load (const char *path, BpProgress *progress, GError **error);
