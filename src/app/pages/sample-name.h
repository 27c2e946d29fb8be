/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

char *bp_describe_sample (const BpDataset *dataset, BpSplit split, gsize index);
char *bp_describe_samples (const BpDataset *dataset, BpSplit split, gsize count);
