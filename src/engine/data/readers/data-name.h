/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpDataKind:
 * @BP_DATA_KIND_ANY: unknown
 * @BP_DATA_KIND_IMAGES: images, without their labels
 * @BP_DATA_KIND_LABELS: labels, without their images
 */
typedef enum
{
  BP_DATA_KIND_ANY,
  BP_DATA_KIND_IMAGES,
  BP_DATA_KIND_LABELS,
} BpDataKind;

/**
 * BpDataName:
 * @family: the other words of the name, in lower case: equal for all files of one data set
 * @split: the split that the name contains, or %BP_N_SPLITS
 * @kind: images, labels or unknown
 *
 * The parsed name of a file or an array: "emnist-letters-test-labels-idx1-ubyte.gz" has the test
 * labels of "emnist letters".
 */
typedef struct
{
  char *family;
  BpSplit split;
  BpDataKind kind;
} BpDataName;

void bp_data_name_parse (BpDataName *name, const char *path);
void bp_data_name_clear (BpDataName *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpDataName, bp_data_name_clear)

BpSplit bp_data_name_find_split (const char *path);

/**
 * BpPictureName:
 * @base: the folder with a folder for each class, possibly inside a folder for each split; "" for
 *   the beginning of the path
 * @class_name: the folder of the picture
 * @split: the split that the folder around it names, or %BP_N_SPLITS
 *
 * The parsed path of a picture: "mnist_png/train/7/2.png" is a training image of class "7" in
 * "mnist_png".
 */
typedef struct
{
  char *base;
  char *class_name;
  BpSplit split;
} BpPictureName;

gboolean bp_picture_name_recognise (const char *path);
gboolean bp_picture_name_parse (BpPictureName *name, const char *path);
void bp_picture_name_clear (BpPictureName *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpPictureName, bp_picture_name_clear)
