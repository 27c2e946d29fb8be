/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "labelled-drawing.h"

#include <adwaita.h>

/**
 * BpImageSource:
 * @BP_IMAGE_SOURCE_PAD: what is on the pad
 * @BP_IMAGE_SOURCE_NEXT: the training images, one after the other
 * @BP_IMAGE_SOURCE_ANY: an image of a split by its number
 *
 * Where an image comes from. The order is that of the template.
 */
typedef enum
{
  BP_IMAGE_SOURCE_PAD,
  BP_IMAGE_SOURCE_NEXT,
  BP_IMAGE_SOURCE_ANY,
} BpImageSource;

#define BP_TYPE_IMAGE_CHOOSER (bp_image_chooser_get_type ())

/**
 * BpImageChooser:
 *
 * Chooses an image: the drawing on the pad, the next training image, or any image of the data set.
 * The signal "changed" is emitted when another image is chosen.
 */
G_DECLARE_FINAL_TYPE (BpImageChooser, bp_image_chooser, BP, IMAGE_CHOOSER, AdwBin)

void bp_image_chooser_set_dataset (BpImageChooser *self, BpDataset *dataset);
BpImageSource bp_image_chooser_get_source (BpImageChooser *self);
const guint8 *bp_image_chooser_get_image (BpImageChooser *self,
                                          const BpLabelledDrawing *drawing,
                                          guint n_inputs,
                                          guint *label);
char *bp_image_chooser_describe_missing (BpImageChooser *self, guint n_inputs);
