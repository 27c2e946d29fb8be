/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

/* The most classes, and the fewest drawings of each. */
#define BP_CLASSES_MOST       50
#define BP_CLASS_MIN_DRAWINGS 2

BpDataset *bp_dataset_new_of_classes (const GPtrArray *drawings,
                                      const char *path,
                                      GPtrArray *notes,
                                      BpProgress *progress,
                                      GError **error);
