/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "number-array.h"

/* The possible role of an array of a file, by its shape, its values and its name. */

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
  gsize n_columns; /* the numbers of one image or label */
  guint width;
  guint height;
  BpSplit named_split; /* or BP_SPLIT_UNKNOWN */
  gboolean is_used;
} BpArrayRole;

GArray *bp_array_roles_find (GPtrArray *arrays);
BpArrayRole *bp_array_roles_find_labels (GArray *candidates, const BpArrayRole *images);
char *bp_array_roles_describe (GArray *candidates);
gboolean bp_array_role_is_labels (const BpArrayRole *candidate);
