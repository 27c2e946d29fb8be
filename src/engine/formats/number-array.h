/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-levels.h"

#define BP_NUMBER_ARRAY_MAX_DIMS 4

/**
 * BpNumberArray:
 * @name: (nullable): its name in the file, as in "x_train" or "train/images"
 * @n_dims: 0 to %BP_NUMBER_ARRAY_MAX_DIMS
 * @dims: (n_dims): the shape
 * @levels: the numbers, in C order (the last index varies fastest)
 * @words: (nullable) (array zero-terminated=1): for levels that number words, such as labels, the
 *   words
 *
 * An array of a file, which may be images, labels or neither.
 */
typedef struct
{
  char *name;
  guint n_dims;
  gsize dims[BP_NUMBER_ARRAY_MAX_DIMS];
  BpByteLevels levels;
  char **words;
} BpNumberArray;

BpNumberArray *bp_number_array_new (const char *name);
void bp_number_array_free (BpNumberArray *array);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpNumberArray, bp_number_array_free)

gboolean bp_number_array_count (const BpNumberArray *array, gsize *count);
gboolean bp_number_array_reorder_fortran (BpNumberArray *array);
char *bp_number_array_describe (const BpNumberArray *array);
