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
 * @split: what the samples are from
 * @cell_width: pixels of a row of a sample
 * @cell_height: rows of a sample
 * @indices: (10, 10) which sample of the split a cell shows, or %BP_SHEET_BLANK
 * @labels: (10, 10) its class; where the cell is blank, the class that has no further sample
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
