/* SPDX-License-Identifier: MIT */
#pragma once

#include "favourites.h"

#include <gio/gio.h>

#define BP_TYPE_FAVOURITE_FINDER (bp_favourite_finder_get_type ())

/**
 * BpFavouriteFinder:
 *
 * Finds the training images that excite the units of a network most, on a thread, and keeps those
 * of the last networks. The signal "found" is emitted when a search has ended; then
 * bp_favourite_finder_find() has the result.
 */
G_DECLARE_FINAL_TYPE (BpFavouriteFinder, bp_favourite_finder, BP, FAVOURITE_FINDER, GObject)

BpFavouriteFinder *bp_favourite_finder_new (void);
const BpFavourites *
bp_favourite_finder_find (BpFavouriteFinder *self, BpNetwork *network, BpDataset *dataset);
void bp_favourite_finder_cancel (BpFavouriteFinder *self);
