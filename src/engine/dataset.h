/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/progress.h"

#include <glib.h>

/**
 * BpSplit:
 * @BP_SPLIT_TRAIN: the samples that the network learns from
 * @BP_SPLIT_HELD_OUT: samples kept apart, to see after each epoch how well it does on what it has
 *   not seen; choices (which epoch was best) are made on these
 * @BP_SPLIT_TEST: samples looked at once, at the very end
 */
typedef enum
{
  BP_SPLIT_TRAIN,
  BP_SPLIT_HELD_OUT,
  BP_SPLIT_TEST,
  BP_N_SPLITS,
} BpSplit;

/**
 * BpSamples:
 * @images: (count, width * height) one byte a pixel, 0 background to 255 full ink, rows from the
 * top
 * @labels: (count) class indices
 * @count: how many
 *
 * A view into a #BpDataset, valid as long as the data set is.
 */
typedef struct
{
  const guint8 *images;
  const guint8 *labels;
  gsize count;
} BpSamples;

/**
 * BpDataset:
 *
 * Images with their labels in up to three splits. Immutable once made, and counted: any number of
 * threads may share one. Training and held-out samples lie next to each other in the file's order,
 * so that bp_dataset_resplit() shares the bytes of the original.
 */
typedef struct _BpDataset BpDataset;

#define BP_DATASET_MAX_CLASSES 256

BpDataset *bp_dataset_load (const char *path, BpProgress *progress, GError **error);
BpDataset *
bp_dataset_resplit (BpDataset *dataset, gsize train_limit, gssize n_held_out, GError **error);
BpDataset *bp_dataset_ref (BpDataset *dataset);
void bp_dataset_unref (BpDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDataset, bp_dataset_unref)

BpSamples bp_dataset_get_samples (const BpDataset *dataset, BpSplit split);
guint bp_dataset_get_width (const BpDataset *dataset);
guint bp_dataset_get_height (const BpDataset *dataset);
guint bp_dataset_get_n_pixels (const BpDataset *dataset);
guint bp_dataset_get_n_classes (const BpDataset *dataset);
const char *bp_dataset_get_class_name (const BpDataset *dataset, guint label);
const char *bp_dataset_get_name (const BpDataset *dataset);
const char *bp_dataset_get_path (const BpDataset *dataset);
const char *bp_dataset_get_sha256 (const BpDataset *dataset);
