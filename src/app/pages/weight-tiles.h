/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

#include <gtk/gtk.h>

#define BP_TYPE_WEIGHT_TILES (bp_weight_tiles_get_type ())

/* Further units are left out. */
#define BP_WEIGHT_TILES_MOST 256

/**
 * BpWeightTiles:
 *
 * The weights of units of the first layer as pictures, one tile for each unit: weights over 0 in
 * the theme's why_for_color, others in its why_against_color, the larger the more opaque. A click,
 * or the arrow keys, choose a unit; silenced units are crossed out.
 *
 * The signal "unit-chosen" is emitted when another tile is chosen.
 */
G_DECLARE_FINAL_TYPE (BpWeightTiles, bp_weight_tiles, BP, WEIGHT_TILES, GtkWidget)

void bp_weight_tiles_set_units (BpWeightTiles *self,
                                const BpNetwork *network,
                                const guint *units,
                                guint n_units,
                                guint width,
                                guint height);
void bp_weight_tiles_set_silenced (BpWeightTiles *self, const guint *units, guint n_units);
int bp_weight_tiles_get_chosen (BpWeightTiles *self);
void bp_weight_tiles_set_description (BpWeightTiles *self, const char *text);
