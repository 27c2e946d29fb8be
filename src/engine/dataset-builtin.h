/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/dataset.h"
#include "engine/digit-image.h"

BpDataset *bp_dataset_new_builtin (guint64 seed,
                                   gsize n_train,
                                   gsize n_held_out,
                                   gsize n_test,
                                   guint n_threads,
                                   BpProgress *progress,
                                   GError **error);
