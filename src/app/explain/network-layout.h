/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

/* The most units of a hidden layer that are shown; of a wider one, evenly chosen ones. */
#define BP_NETWORK_LAYOUT_MAX_TILES 256

/**
 * BpBox:
 *
 * A rectangle in pixels.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} BpBox;

/**
 * BpNetworkLayoutLayer:
 * @n_units: of the layer
 * @n_tiles: of the units that are shown
 * @n_columns: tiles in a row; 1 for the output
 * @pitch_x: from one tile to the next in a row
 * @pitch_y: from one row to the next
 * @box: of all tiles
 * @caption: above them
 *
 * The place of one layer. Its tiles fill rows from the left.
 */
typedef struct
{
  guint n_units;
  guint n_tiles;
  guint n_columns;
  double pitch_x;
  double pitch_y;
  BpBox box;
  BpBox caption;
} BpNetworkLayoutLayer;

/**
 * BpNetworkLayout:
 * @is_wide: whether the layers are side by side; in a narrow place they are one below the other
 * @n_layers: of weights, the last being the output
 * @picture: of the input
 * @picture_caption: above it
 * @layers: (n_layers)
 * @height: of everything
 *
 * Where the parts of a network are drawn: the input, hidden layers as tiles, the output as bars.
 */
typedef struct
{
  gboolean is_wide;
  guint n_layers;
  BpBox picture;
  BpBox picture_caption;
  BpNetworkLayoutLayer layers[BP_NETWORK_MAX_LAYERS];
  double height;
} BpNetworkLayout;

guint bp_network_layout_count_tiles (const BpNetwork *network, guint layer);
void bp_network_layout_compute (BpNetworkLayout *layout,
                                const BpNetwork *network,
                                double aspect,
                                double width,
                                double line_height);

guint bp_network_layout_find_unit (const BpNetworkLayoutLayer *layer, guint tile);
guint bp_network_layout_find_tile (const BpNetworkLayoutLayer *layer, guint unit);
BpBox bp_network_layout_get_tile (const BpNetworkLayoutLayer *layer, guint tile);
gboolean bp_network_layout_hit (const BpNetworkLayout *layout,
                                double x,
                                double y,
                                guint *layer,
                                guint *tile);
void
bp_network_layout_move (const BpNetworkLayout *layout, int dx, int dy, guint *layer, guint *tile);
