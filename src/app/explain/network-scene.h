/* SPDX-License-Identifier: MIT */
#pragma once

#include "network-layout.h"
#include "network-numbers.h"
#include "unit-text.h"

/**
 * BpNetworkScene:
 * @walkthrough: (borrowed) (nullable): the walkthrough that is shown
 * @names: (borrowed): of the outputs
 * @ink: (owned) (nullable) (array): (picture_height, picture_width) the picture, 0 to 255
 * @numbers: what tiles, bars and lines show
 * @shown: (n_layers) of (n_tiles): the unit that each tile shows
 * @picture_width: in pixels
 * @picture_height: likewise
 * @layout: for the present width
 * @layer: of the chosen unit
 * @unit: the chosen unit
 * @cursor_layer: of the tile that the keys have reached
 * @cursor_tile: that tile
 *
 * All that a drawing of a network shows, without the drawing. Begins as zeroed memory.
 */
typedef struct
{
  const BpWalkthrough *walkthrough;
  BpUnitNames names;
  guint8 *ink;
  BpNetworkNumbers numbers;
  guint *shown[BP_NETWORK_MAX_LAYERS];
  guint picture_width;
  guint picture_height;
  BpNetworkLayout layout;
  guint layer;
  guint unit;
  guint cursor_layer;
  guint cursor_tile;
} BpNetworkScene;

void bp_network_scene_clear (BpNetworkScene *scene);
void bp_network_scene_begin (BpNetworkScene *scene,
                             const BpWalkthrough *walkthrough,
                             const BpUnitNames *names,
                             guint picture_width,
                             guint picture_height);
void bp_network_scene_arrange (BpNetworkScene *scene, double width, double line_height);
void bp_network_scene_choose_unit (BpNetworkScene *scene, guint layer, guint unit);
void bp_network_scene_update (BpNetworkScene *scene, const guint8 *image);

const BpNetwork *bp_network_scene_get_network (const BpNetworkScene *scene);
guint bp_network_scene_find_tile (const BpNetworkScene *scene, guint layer, guint unit);
gboolean bp_network_scene_is_at_work (const BpNetworkScene *scene, guint layer);
char *bp_network_scene_describe_cursor (const BpNetworkScene *scene);
