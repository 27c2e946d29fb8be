/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "progress.h"

/**
 * BpExplainedImage:
 * @data: (nullable) (owned) (array zero-terminated=1) (element-type filename): the values of --data
 * @split: (nullable) (owned): the value of --split
 * @index: (nullable) (owned): the value of --index
 * @strokes: (nullable) (owned) (type filename): the value of --strokes
 * @pictures: (nullable) (owned) (array zero-terminated=1) (element-type filename): the names of
 *   pictures
 * @pixels: (nullable) (owned): (n_inputs) the image, once it is read
 * @label: its class in the data set; -1 for pictures and drawings
 * @class_names: (nullable) (owned): those of the data set
 *
 * The one image that "explain" is about: of a data set, a picture or a drawing.
 */
typedef struct
{
  char **data;
  char *split;
  char *index;
  char *strokes;
  char **pictures;
  guint8 *pixels;
  int label;
  char **class_names;
} BpExplainedImage;

void bp_explained_image_clear (BpExplainedImage *image);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpExplainedImage, bp_explained_image_clear)

gboolean bp_explained_image_check (const BpExplainedImage *image, GError **error);
gboolean bp_explained_image_read (BpExplainedImage *image,
                                  const BpNetwork *network,
                                  BpProgress *progress,
                                  GError **error);
