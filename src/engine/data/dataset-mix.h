/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

/* What the name of a data set with built-in digits ends with. Like BP_BUILTIN_NAME, it is the same
 * in every language. */
#define BP_MIXED_NAME_END " with built-in digits"

/**
 * BpDatasetMix:
 * @n_builtin: built-in digits
 * @n_hasty: built-in digits that were written in a hurry
 * @n_non_digits: drawings that are no digits, with %BP_LABEL_NONE
 *
 * The number of additional training images of each kind.
 */
typedef struct
{
  guint n_builtin;
  guint n_hasty;
  guint n_non_digits;
} BpDatasetMix;

BpDataset *bp_dataset_mix (BpDataset *dataset,
                           const BpDatasetMix *mix,
                           guint n_threads,
                           BpProgress *progress,
                           GError **error);
