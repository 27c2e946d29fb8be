/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "favourites.h"

#include <gtk/gtk.h>

#define BP_TYPE_FAVOURITES_VIEW (bp_favourites_view_get_type ())

/**
 * BpFavouritesView:
 *
 * The training images that excite a unit most, or why there are none. Hidden without a data set.
 */
G_DECLARE_FINAL_TYPE (BpFavouritesView, bp_favourites_view, BP, FAVOURITES_VIEW, GtkBox)

void bp_favourites_view_set_images (BpFavouritesView *self,
                                    const BpFavourites *favourites,
                                    const BpDataset *dataset);
void bp_favourites_view_choose_unit (BpFavouritesView *self, guint layer, guint unit);
