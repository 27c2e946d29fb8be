/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "favourites.h"
#include "walkthrough.h"

#include <glib-object.h>

#define BP_TYPE_FAVOURITE_SEARCH (bp_favourite_search_get_type ())

/**
 * BpFavouriteSearch:
 *
 * Looks up which images excite the units of a walkthrough's network most, as soon as the network
 * has stayed the same for a moment: while it changes many times a second, nothing is searched.
 *
 * The signal "found" comes with the images (#BpFavourites).
 */
G_DECLARE_FINAL_TYPE (BpFavouriteSearch, bp_favourite_search, BP, FAVOURITE_SEARCH, GObject)

BpFavouriteSearch *bp_favourite_search_new (void);
void bp_favourite_search_restart (BpFavouriteSearch *self,
                                  const BpWalkthrough *walkthrough,
                                  BpDataset *dataset);
void bp_favourite_search_stop (BpFavouriteSearch *self);
