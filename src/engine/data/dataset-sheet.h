/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"
#include "dataset.h"

/* Cells on each side of a sheet; each cell shows one sample. */
#define BP_SHEET_SIDE    10
#define BP_SHEET_N_CELLS 100 /* 10 x 10 */

/* The index of a blank cell. */
#define BP_SHEET_BLANK G_MAXUINT32

/**
 * BpDatasetSheet:
 * @split: of the samples
 * @cell_width: the width of a sample, in pixels
 * @cell_height: the height of a sample, in pixels
 * @indices: (10, 10) the index in the split of the sample in a cell, or %BP_SHEET_BLANK
 * @labels: (10, 10) its class; for a blank cell, the class that has too few samples
 * @pixels: (owned): (10 * cell_height, 10 * cell_width) grey bytes, 0 background to 255 full ink
 *
 * A hundred samples of a data set at a glance.
 */
typedef struct
{
  BpSplit split;
  guint cell_width;
  guint cell_height;
  guint32 indices[BP_SHEET_N_CELLS];
  guint8 labels[BP_SHEET_N_CELLS];
  guint8 *pixels;
} BpDatasetSheet;

BpDatasetSheet *bp_dataset_sheet_new (const BpDataset *dataset, BpSplit split, GError **error);
void bp_dataset_sheet_free (BpDatasetSheet *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDatasetSheet, bp_dataset_sheet_free)

void bp_dataset_sheet_augment (BpDatasetSheet *sheet,
                               const BpDataset *dataset,
                               const BpAugmentation *augmentation,
                               guint64 seed,
                               guint32 epoch);
