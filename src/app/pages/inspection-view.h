/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection-source.h"
#include "inspector.h"
#include "time-travel.h"

#include <adwaita.h>

/**
 * BpInspectPart:
 * @BP_INSPECT_PART_MATRIX: the confusion matrix
 * @BP_INSPECT_PART_CLASSES: precision, recall and F1 of each class
 * @BP_INSPECT_PART_CALIBRATION: the reliability diagram
 * @BP_INSPECT_PART_LANDSCAPE: the loss around the network
 * @BP_INSPECT_PART_DISTRIBUTIONS: how the weights, activations or gradients of a layer are
 *   distributed
 *
 * What can be exported.
 */
typedef enum
{
  BP_INSPECT_PART_MATRIX,
  BP_INSPECT_PART_CLASSES,
  BP_INSPECT_PART_CALIBRATION,
  BP_INSPECT_PART_LANDSCAPE,
  BP_INSPECT_PART_DISTRIBUTIONS,
  BP_INSPECT_N_PARTS,
} BpInspectPart;

#define BP_TYPE_INSPECTION_VIEW (bp_inspection_view_get_type ())

/**
 * BpInspectionView:
 *
 * The figures of an inspection in parts, one of which is shown: beside those of #BpInspectPart the
 * map and the weights. A caption says what the figures are about, and a drop-down chooses the
 * images. The keyboard's focus goes to the confusion matrix.
 *
 * The signal "list-chosen" comes with a #BpImageList whose images the user wants to see;
 * "image-chosen" with an image that belongs on the pad: its pixels (#GBytes, width * height), width
 * and height (guint), what it is, in words, and its class (guint).
 */
G_DECLARE_FINAL_TYPE (BpInspectionView, bp_inspection_view, BP, INSPECTION_VIEW, AdwBin)

void bp_inspection_view_set_inspector (BpInspectionView *self,
                                       BpInspector *inspector,
                                       BpInspectionSource *source);
void bp_inspection_view_update (BpInspectionView *self);
void bp_inspection_view_set_network (BpInspectionView *self, BpNetwork *network);
void bp_inspection_view_set_drawing (BpInspectionView *self, const guint8 *image);
void bp_inspection_view_set_time_travel (BpInspectionView *self, BpTimeTravel *time_travel);

BpInspectPart bp_inspection_view_get_part (BpInspectionView *self);
const char *bp_inspect_part_get_name (BpInspectPart part);
gboolean bp_inspection_view_save (BpInspectionView *self,
                                  BpInspectPart part,
                                  const char *path,
                                  GError **error);
