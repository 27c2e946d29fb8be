/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "favourites.h"

#include <gtk/gtk.h>

#define BP_TYPE_IMAGE_GRID (bp_image_grid_get_type ())

/**
 * BpImageGrid:
 *
 * The images that excite a unit most, three in a row, the most exciting one first.
 */
G_DECLARE_FINAL_TYPE (BpImageGrid, bp_image_grid, BP, IMAGE_GRID, GtkWidget)

void bp_image_grid_set (BpImageGrid *self,
                        const BpDataset *dataset,
                        const BpFavourite *favourites,
                        guint n);
