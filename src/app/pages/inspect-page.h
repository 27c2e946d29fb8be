/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection-view.h"
#include "page.h"

#define BP_TYPE_INSPECT_PAGE (bp_inspect_page_get_type ())

/**
 * BpInspectPage:
 *
 * How good is the network, and on which images is it wrong? The page shows the figures of
 * #BpInspectionView, a list of images that one of them leads to, or why there are no figures. They
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
gboolean
bp_inspect_page_save (BpInspectPage *self, BpInspectPart part, const char *path, GError **error);
