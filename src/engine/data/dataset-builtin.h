/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "digit-image.h"
#include "progress.h"

/* The name of the data set. It is written to files, so that it is the same in every language. */
#define BP_BUILTIN_NAME "Built-in digits"

/* The default built-in digits: as many as in MNIST, always the same. */
#define BP_BUILTIN_SEED       1
#define BP_BUILTIN_N_TRAIN    50000
#define BP_BUILTIN_N_HELD_OUT 10000
#define BP_BUILTIN_N_TEST     10000

BpDataset *bp_dataset_new_builtin (guint64 seed,
                                   gsize n_train,
                                   gsize n_held_out,
                                   gsize n_test,
                                   guint n_threads,
                                   BpProgress *progress,
                                   GError **error);
