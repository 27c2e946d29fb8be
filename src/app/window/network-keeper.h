/* SPDX-License-Identifier: MIT */
#pragma once

#include "document.h"
#include "pending.h"

#define BP_TYPE_NETWORK_KEEPER (bp_network_keeper_get_type ())

/**
 * BpNetworkKeeper:
 *
 * Keeps the newest network from one start of the program to the next, so that closing the window
 * loses nothing and needs no question.
 *
 * The signal "restored" comes with a #BpDocument once a network has been restored.
 */
G_DECLARE_FINAL_TYPE (BpNetworkKeeper, bp_network_keeper, BP, NETWORK_KEEPER, GObject)

BpNetworkKeeper *bp_network_keeper_new (BpPending *pending);
void bp_network_keeper_keep (BpNetworkKeeper *self, BpDocument *document);
void bp_network_keeper_restore (BpNetworkKeeper *self);
