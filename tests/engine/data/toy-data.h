/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

BpDataset *bp_toy_dataset_new (gsize n_train, gsize n_held_out, gsize n_test, guint64 seed);
