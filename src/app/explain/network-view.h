/* SPDX-License-Identifier: MIT */
#pragma once

#include "unit-text.h"

#include <gtk/gtk.h>

#define BP_TYPE_NETWORK_VIEW (bp_network_view_get_type ())

/**
 * BpNetworkView:
 *
 * A picture on its way through a network: the picture, each hidden layer as tiles tinted by their
 * activations, the output as bars, and lines for the strongest contributions into the chosen unit.
 * A click chooses a unit; the arrow keys move a cursor over the units, and Enter chooses the one
 * under it. Screen readers read the number of the unit under the cursor.
 *
 * The signal "unit-chosen" has the layer and the unit, both from 0.
 */
G_DECLARE_FINAL_TYPE (BpNetworkView, bp_network_view, BP, NETWORK_VIEW, GtkWidget)

void bp_network_view_set_walkthrough (BpNetworkView *self,
                                      const BpWalkthrough *walkthrough,
                                      const BpUnitNames *names,
                                      guint width,
                                      guint height);
void bp_network_view_choose_unit (BpNetworkView *self, guint layer, guint unit);
void bp_network_view_update (BpNetworkView *self, const guint8 *image);
