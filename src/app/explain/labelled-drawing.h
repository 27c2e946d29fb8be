/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/**
 * BpLabelledDrawing:
 * @pixels: (28, 28) what is on the pad as the network sees it, where @has_pixels
 * @has_pixels: whether the pad is not blank
 * @is_picture: the pad has a picture whose class is known
 * @label: the class of that picture, or what the user says that the drawing is;
 *   %BP_WALKTHROUGH_NO_LABEL where neither is known
 *
 * What is on the pad, and of which class it is.
 */
typedef struct
{
  guint8 pixels[BP_DIGIT_N_PIXELS];
  gboolean has_pixels;
  gboolean is_picture;
  guint label;
} BpLabelledDrawing;

void bp_labelled_drawing_init (BpLabelledDrawing *drawing);
void bp_labelled_drawing_set_pixels (BpLabelledDrawing *drawing, const guint8 *pixels, guint label);
