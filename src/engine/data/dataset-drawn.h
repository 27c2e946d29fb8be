/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

BpDataset *bp_dataset_new_drawn (const GPtrArray *drawings, GError **error);
gboolean bp_dataset_is_drawn (const BpDataset *dataset);
