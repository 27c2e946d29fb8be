/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/* All splits together, in place of a #BpSplit. */
#define BP_SPLIT_OPTION_ALL BP_N_SPLITS

const char *bp_split_option_get_name (BpSplit split);
gboolean
bp_split_option_read (const char *text, gboolean can_be_all, BpSplit *split, GError **error);
BpSamples bp_split_option_get_samples (const BpDataset *dataset, BpSplit split, GError **error);
