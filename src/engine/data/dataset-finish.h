/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpSampleSet:
 * @images: (count, width * height) one byte a pixel, from g_malloc() or its kin
 * @labels: (count) likewise
 * @count: how many, 0 where the file has no such split
 */
typedef struct
{
  guint8 *images;
  guint8 *labels;
  gsize count;
} BpSampleSet;

/**
 * BpSplitSets:
 * @sets: (owned): what the file has for each split, indexed by #BpSplit; a set that is neither
 *   called one nor the other is at %BP_SPLIT_TRAIN
 * @width: pixels of a row
 * @height: rows of an image
 * @class_names: (nullable) (owned) (array length=n_classes): what the file calls the classes
 * @n_classes: how many classes the file names, or 0 to tell from the labels
 * @names_beside: (nullable) (borrowed): the names of a list that lies beside the data
 * @source_highest: the largest pixel as the file has it, or 0 where it is one of 255
 * @notes: (nullable) (borrowed) (element-type utf8): what a person should know of the data
 *
 * Begins as zeroed memory.
 */
typedef struct
{
  BpSampleSet sets[BP_N_SPLITS];
  guint width;
  guint height;
  char **class_names;
  guint n_classes;
  char **names_beside;
  double source_highest;
  GPtrArray *notes;
} BpSplitSets;

void bp_split_sets_clear (BpSplitSets *sets);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpSplitSets, bp_split_sets_clear)

BpDataset *bp_dataset_finish (BpSplitSets *sets, const char *path, GError **error);
char **bp_class_names_parse (const char *text, gsize length);
