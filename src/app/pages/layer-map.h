/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <gtk/gtk.h>

#define BP_TYPE_LAYER_MAP (bp_layer_map_get_type ())

/**
 * BpLayerMap:
 *
 * A map of the last hidden layer: each image is the first letter of its class, where the
 * activations of the layer put it in the plane in which they differ most. Images that the network
 * takes for alike lie close together. Point at an image, or move over the map with the arrow keys,
 * to see it; a click, or Enter, chooses it. The image of the pad is a circle.
 *
 * The map is computed on a thread, as long as the widget is on the screen, for each network that it
 * is given; networks that come in meanwhile are skipped but for the newest.
 *
 * The signal "image-chosen" comes with an image that belongs on the pad: its pixels (#GBytes, width
 * * height), width and height (guint), and what it is, in words.
 */
G_DECLARE_FINAL_TYPE (BpLayerMap, bp_layer_map, BP, LAYER_MAP, GtkWidget)

void bp_layer_map_set_network (BpLayerMap *self, BpNetwork *network);
void bp_layer_map_set_dataset (BpLayerMap *self, BpDataset *dataset, BpSplit split);
void bp_layer_map_set_pad_image (BpLayerMap *self, const guint8 *image);
