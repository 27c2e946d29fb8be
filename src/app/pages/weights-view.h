/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <gtk/gtk.h>

#define BP_TYPE_WEIGHTS_VIEW (bp_weights_view_get_type ())

/**
 * BpWeightsView:
 *
 * The units of the first layer as pictures of their weights, the largest first or by the class that
 * they speak for. The chosen unit can be silenced on a copy of the network: a line says what the
 * copy answers to the drawing on the pad, and how many images of the split it has right. Undo takes
 * the last change back; another network takes back all of them.
 */
G_DECLARE_FINAL_TYPE (BpWeightsView, bp_weights_view, BP, WEIGHTS_VIEW, GtkWidget)

void bp_weights_view_set_dataset (BpWeightsView *self, BpDataset *dataset, BpSplit split);
void bp_weights_view_set_network (BpWeightsView *self, BpNetwork *network);
void bp_weights_view_sort (BpWeightsView *self);
void bp_weights_view_set_pad_image (BpWeightsView *self, const guint8 *image);
