/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/* The label of a picture whose class is not known. */
#define BP_PICTURE_NO_LABEL G_MAXUINT

/**
 * BpPicture:
 * @image: (28, 28) a digit as the network wants it
 * @caption: (nullable): a short description
 * @label: its class, or %BP_PICTURE_NO_LABEL where it is not known
 *
 * A digit on the pad that was pasted, dropped, opened or taken from the data. Immutable and
 * reference-counted.
 */
typedef struct
{
  guint8 image[BP_DIGIT_N_PIXELS];
  char *caption;
  guint label;
} BpPicture;

BpPicture *bp_picture_new (const guint8 image[BP_DIGIT_N_PIXELS], const char *caption, guint label);
BpPicture *bp_picture_ref (BpPicture *picture);
void bp_picture_unref (BpPicture *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPicture, bp_picture_unref)
