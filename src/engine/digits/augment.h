/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"
#include "random.h"

/**
 * BpAugmentation:
 * @rotation: turned by up to so many radians either way
 * @scale: made larger or smaller by up to this share, each axis by itself
 * @shear: slanted by up to so many pixels a pixel either way
 * @shift: moved by up to so many pixels either way on each axis
 * @elastic: bent: the standard deviation, in pixels, of where each part of the picture moves
 *
 * The ranges of random changes to training images, which differ in every epoch. All zero leaves
 * images unchanged.
 */
typedef struct
{
  float rotation;
  float scale;
  float shear;
  float shift;
  float elastic;
} BpAugmentation;

/* Larger changes make digits unreadable. */
#define BP_AUGMENTATION_MAX_ROTATION 0.8f
#define BP_AUGMENTATION_MAX_SCALE    0.5f
#define BP_AUGMENTATION_MAX_SHEAR    0.8f
#define BP_AUGMENTATION_MAX_SHIFT    8.0f
#define BP_AUGMENTATION_MAX_ELASTIC  4.0f

gboolean bp_augmentation_is_none (const BpAugmentation *augmentation);
void bp_augment_image (const BpAugmentation *augmentation,
                       guint64 seed,
                       guint32 epoch,
                       guint32 index,
                       const guint8 image[BP_DIGIT_N_PIXELS],
                       guint8 augmented[BP_DIGIT_N_PIXELS]);
