/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpDataKind:
 * @BP_DATA_KIND_ANY: the name does not say
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
 * @family: what is left of the name, in lower case: the same for all files of one data set
 * @split: the split that the name says, or %BP_N_SPLITS
 * @kind: what of it the file has
 *
 * What the name of a file or of an array says: "emnist-letters-test-labels-idx1-ubyte.gz" has the
 * labels of the test of "emnist letters".
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
 * @base: the folder that has a folder for each class, or such folders in one for each split; "" for
 *   where the path begins
 * @class_name: the folder that the picture is in
 * @split: the split that the folder around it says, or %BP_N_SPLITS
 *
 * What the path of a picture says: "mnist_png/train/7/2.png" is of the class "7", of the training
 * images of "mnist_png".
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
