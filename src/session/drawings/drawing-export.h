/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

/* The files of an IDX pair. */
#define BP_DRAWING_IDX_IMAGES "drawings-images-idx3-ubyte"
#define BP_DRAWING_IDX_LABELS "drawings-labels-idx1-ubyte"

/* The names of their classes, where these are not only numbers. */
#define BP_DRAWING_NAMES "labels.txt"

/**
 * BpDrawingForm:
 * @BP_DRAWING_FORM_IDX: a folder with two files in the format of MNIST, and the names of the
 * classes where they are not only numbers
 * @BP_DRAWING_FORM_PICTURES: a folder with a folder of PNG pictures for each label
 * @BP_DRAWING_FORM_LINES: a file of JSON lines with the strokes
 *
 * A form in which drawings are exported. Pictures are of 28 x 28 pixels, white ink on black, as the
 * network gets them.
 */
typedef enum
{
  BP_DRAWING_FORM_IDX,
  BP_DRAWING_FORM_PICTURES,
  BP_DRAWING_FORM_LINES,
} BpDrawingForm;

gboolean bp_drawings_export (const char *path,
                             BpDrawingForm form,
                             const char *target,
                             BpProgress *progress,
                             guint *n_drawings,
                             GError **error);
