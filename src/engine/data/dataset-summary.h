/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpDatasetSummary:
 * @counts: for each split, the number of samples of each class; (n_classes) of them are used
 * @n_without_class: training samples labelled %BP_LABEL_NONE
 * @lowest: the smallest pixel of all images
 * @highest: the largest pixel of all images
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
