/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-reading.h"
#include "dataset.h"
#include "file-tree.h"

/* Data sets of pictures in a folder for each class. */
BpDataset *bp_dataset_folder_load (BpFileTree *tree,
                                   const char *base,
                                   const char *path,
                                   BpDataReading *reading,
                                   GError **error);
