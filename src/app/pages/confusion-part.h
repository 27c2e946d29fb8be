/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <adwaita.h>

#define BP_TYPE_CONFUSION_PART (bp_confusion_part_get_type ())

/**
 * BpConfusionPart:
 *
 * The confusion matrix of an inspection, with buttons that list its errors, and a choice between
 * counts and shares. The keyboard's focus goes to the matrix.
 *
 * The signal "list-chosen" comes with a #BpImageList whose images the user wants to see.
 */
G_DECLARE_FINAL_TYPE (BpConfusionPart, bp_confusion_part, BP, CONFUSION_PART, AdwBin)

void bp_confusion_part_set_inspection (BpConfusionPart *self, const BpInspection *inspection);
gboolean bp_confusion_part_save_picture (BpConfusionPart *self,
                                         const BpInspection *inspection,
                                         const char *title,
                                         const char *path,
                                         GError **error);
