/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-reading.h"
#include "dataset.h"

/* What every reader of arrays ends in: here is decided which of the arrays that were found are
 * images, which labels, and what is trained on. */
BpDataset *bp_dataset_from_arrays (BpDataReading *reading,
                                   const char *path,
                                   char **class_names,
                                   GError **error);
