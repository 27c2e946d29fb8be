/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpDatasetSummary:
 * @counts: for each split how many samples each class has, (n_classes) of them in use
 * @n_without_class: training samples labelled %BP_LABEL_NONE
 * @lowest: the least ink that a pixel of any image has
 * @highest: the most
 *
 * The content of a data set in numbers.
 */
typedef struct
{
  gsize counts[BP_N_SPLITS][BP_DATASET_MAX_CLASSES];
  gsize n_without_class;
  guint8 lowest;
  guint8 highest;
} BpDatasetSummary;

void bp_dataset_summarise (const BpDataset *dataset, BpDatasetSummary *summary);
