/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/dataset.h"

BpDataset *bp_dataset_mix (BpDataset *dataset,
                           gsize n_builtin,
                           gsize n_non_digits,
                           guint n_threads,
                           BpProgress *progress,
                           GError **error);
