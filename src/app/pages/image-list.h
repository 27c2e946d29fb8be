/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspected-images.h"

/**
 * BpImageListKind:
 * @BP_IMAGE_LIST_CELL: the images of a cell of the confusion matrix
 * @BP_IMAGE_LIST_ERRORS: those with a wrong answer
 * @BP_IMAGE_LIST_SURE_ERRORS: those with a wrong answer of which the network was sure
 */
typedef enum
{
  BP_IMAGE_LIST_CELL,
  BP_IMAGE_LIST_ERRORS,
  BP_IMAGE_LIST_SURE_ERRORS,
} BpImageListKind;

/**
 * BpImageList:
 * @kind: which images
 * @label: the row of the cell
 * @answer: its column
 *
 * Which images of an inspection are listed. It stays while one inspection follows another: in one
 * with fewer classes, a cell that is not there stands for the one nearest to it.
 */
typedef struct
{
  BpImageListKind kind;
  guint label;
  guint answer;
} BpImageList;

BpInspectedImages *bp_image_list_get_images (const BpImageList *list, BpInspection *inspection);
char *bp_image_list_describe (const BpImageList *list, const BpInspection *inspection);
