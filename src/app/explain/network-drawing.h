/* SPDX-License-Identifier: MIT */
#pragma once

#include "network-scene.h"
#include "network-texts.h"

double bp_network_drawing_get_line_height (BpNetworkTexts *texts);
void bp_network_drawing_snapshot (const BpNetworkScene *scene,
                                  BpNetworkTexts *texts,
                                  GtkWidget *widget,
                                  GtkSnapshot *snapshot);
