/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"

/* The images that are kept for each unit. */
#define BP_FAVOURITES_PER_UNIT 9

/**
 * BpFavourite:
 * @index: of the image among the samples
 * @value: the activation of a hidden unit, or the sum z of an output
 *
 * An image that excites a unit.
 */
typedef struct
{
  guint32 index;
  float value;
} BpFavourite;

/**
 * BpFavourites:
 *
 * For each unit of a network the images that excite it most. Immutable.
 */
typedef struct _BpFavourites BpFavourites;

BpFavourites *bp_favourites_new (const BpNetwork *network,
                                 BpSamples samples,
                                 BpProgress *progress,
                                 GError **error);
void bp_favourites_free (BpFavourites *favourites);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpFavourites, bp_favourites_free)

const BpFavourite *
bp_favourites_get (const BpFavourites *favourites, guint layer, guint unit, guint *n);
