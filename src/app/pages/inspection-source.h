/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "drawn-images.h"

#include <gio/gio.h>

#define BP_TYPE_INSPECTION_SOURCE (bp_inspection_source_get_type ())

/**
 * BpInspectionSource:
 *
 * Which images a network is inspected on: the held-out or the test images of the data set of the
 * window, or, where those are digits, the drawings of the user's collection. The choices are
 * numbered; those without images are left out.
 *
 * The signal "choices-changed" is emitted when there are other choices, "changed" when there are
 * other images, or the drawings could not be read.
 */
G_DECLARE_FINAL_TYPE (BpInspectionSource, bp_inspection_source, BP, INSPECTION_SOURCE, GObject)

BpInspectionSource *bp_inspection_source_new (void);
void bp_inspection_source_set_dataset (BpInspectionSource *self, BpDataset *dataset);
void bp_inspection_source_load_drawings (BpInspectionSource *self);

GStrv bp_inspection_source_list_choices (BpInspectionSource *self);
guint bp_inspection_source_get_choice (BpInspectionSource *self);
void bp_inspection_source_choose (BpInspectionSource *self, guint choice);

BpDataset *bp_inspection_source_get_dataset (BpInspectionSource *self);
BpSplit bp_inspection_source_get_split (BpInspectionSource *self);
gboolean bp_inspection_source_is_drawn (BpInspectionSource *self);
BpDrawnImages *bp_inspection_source_get_drawn_images (BpInspectionSource *self);
