/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "page.h"
#include "time-travel.h"

#define BP_TYPE_INSPECT_PAGE (bp_inspect_page_get_type ())

/**
 * BpInspectPart:
 * @BP_INSPECT_PART_MATRIX: the confusion matrix
 * @BP_INSPECT_PART_CLASSES: precision, recall and F1 of each class
 * @BP_INSPECT_PART_CALIBRATION: the reliability diagram
 * @BP_INSPECT_PART_LANDSCAPE: the loss around the network
 * @BP_INSPECT_PART_DISTRIBUTIONS: how the weights, activations or gradients of a layer are
 *   distributed
 *
 * What the page shows and exports.
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

/**
 * BpInspectPage:
 *
 * How good is the network, and on which images is it wrong? The confusion matrix of the held-out or
 * test images, the images of each cell, figures of each class, and the calibration. The figures
 * follow the network while it learns, from epoch to epoch, as long as the page is on the screen;
 * see #BpInspector.
 *
 * The signal "image-chosen" comes with an image that belongs on the pad: its pixels (#GBytes, width
 * * height), width and height (guint), and what it is, in words. The signal "changed" is emitted
 * when there are other figures, or none any more. Its button activates "win.export-inspection".
 */
G_DECLARE_FINAL_TYPE (BpInspectPage, bp_inspect_page, BP, INSPECT_PAGE, BpPage)

void bp_inspect_page_set_network (BpInspectPage *self, BpNetwork *network, guint n_epochs);
void bp_inspect_page_set_dataset (BpInspectPage *self, BpDataset *dataset);
void bp_inspect_page_reload_drawings (BpInspectPage *self);
void bp_inspect_page_set_time_travel (BpInspectPage *self, BpTimeTravel *time_travel);
void bp_inspect_page_set_drawing (BpInspectPage *self, const guint8 *image);

gboolean bp_inspect_page_has_figures (BpInspectPage *self);
BpInspectPart bp_inspect_page_get_part (BpInspectPage *self);
const char *bp_inspect_part_get_name (BpInspectPart part);
gboolean
bp_inspect_page_save (BpInspectPage *self, BpInspectPart part, const char *path, GError **error);
