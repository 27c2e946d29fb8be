/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "number-array.h"

/* What every reader of arrays ends in: it hands over what it found, and here is decided which of it
 * are images, which labels, and what is trained on. */
BpDataset *bp_dataset_from_arrays (GPtrArray *arrays, const char *path, GError **error);
