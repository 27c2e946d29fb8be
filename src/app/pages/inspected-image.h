/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <glib-object.h>

#define BP_TYPE_INSPECTED_IMAGE (bp_inspected_image_get_type ())

/**
 * BpInspectedImage:
 *
 * One image of an inspection, in a list of them.
 *
 * Properties, read-only strings: "title", as in "Test image 1,234: labelled 7"; "answers", the most
 * probable classes with their probabilities, as in "2: 97 %, 7: 3 %"; "label", the right class;
 * "verdict", the most probable class, and whether it is right, as in "✗ 2: 97 %".
 */
G_DECLARE_FINAL_TYPE (BpInspectedImage, bp_inspected_image, BP, INSPECTED_IMAGE, GObject)

BpInspectedImage *bp_inspected_image_new (BpInspection *inspection, guint32 index);
char *bp_inspected_image_get_title (BpInspectedImage *self);
char *bp_inspected_image_get_answers (BpInspectedImage *self);
const BpDataset *bp_inspected_image_get_dataset (BpInspectedImage *self);
guint bp_inspected_image_get_label (BpInspectedImage *self);
const guint8 *bp_inspected_image_get_pixels (BpInspectedImage *self);
