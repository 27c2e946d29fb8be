/* SPDX-License-Identifier: MIT */
#pragma once

#include "announcer.h"
#include "draw-pane.h"
#include "run-controller.h"

void bp_window_announce_attach (BpAnnouncer *announcer,
                                BpDrawPane *draw_pane,
                                BpRunController *controller);
