/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpSampleSet:
 * @images: (count, width * height) one byte a pixel, from g_malloc() or its kin
 * @labels: (count) likewise
 * @count: the number of samples; 0 where the file does not have the split
 */
typedef struct
{
  guint8 *images;
  guint8 *labels;
  gsize count;
} BpSampleSet;

/**
 * BpSplitSets:
 * @sets: (owned): the set of each split, indexed by #BpSplit; a set without a name for its split is
 *   at %BP_SPLIT_TRAIN
 * @width: of an image, in pixels
 * @height: of an image, in pixels
 * @class_names: (nullable) (owned) (array length=n_classes): the names of the classes in the file
 * @n_classes: the number of classes in the file, or 0 to find it from the labels
 * @names_beside: (nullable) (borrowed): the names of classes from a list beside the data
 * @source_highest: the number in the file that became 255, or 0 where it is 255 itself
 * @notes: (nullable) (borrowed) (element-type utf8): notes about the data for users, one sentence
 *   each
 *
 * The samples of a file by split. Begins as zeroed memory.
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
