/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-reading.h"
#include "dataset.h"

/* The last step of all readers of arrays: assigns the arrays to images, labels and splits. */
BpDataset *bp_dataset_from_arrays (BpDataReading *reading,
                                   const char *path,
                                   char **class_names,
                                   GError **error);
