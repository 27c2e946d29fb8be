/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "number-array.h"

/* What an array of a file could be, as far as its shape, its values and its name tell. */

typedef enum
{
  BP_ROLE_NONE,
  BP_ROLE_IMAGES,
  BP_ROLE_LABELS,
  BP_ROLE_ONE_HOT_LABELS,
} BpRole;

#define BP_SPLIT_UNKNOWN BP_N_SPLITS

typedef struct
{
  BpNumberArray *array; /* borrowed */
  BpRole role;
  gsize count;
  gsize n_columns; /* numbers of each image or label */
  guint width;
  guint height;
  BpSplit named_split; /* or BP_SPLIT_UNKNOWN */
  gboolean is_used;
} BpCandidate;

GArray *bp_candidates_find (GPtrArray *arrays);
BpCandidate *bp_candidates_find_labels (GArray *candidates, const BpCandidate *images);
char *bp_candidates_describe (GArray *candidates);
gboolean bp_candidate_is_labels (const BpCandidate *candidate);
