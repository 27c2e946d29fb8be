/* SPDX-License-Identifier: MIT */
#pragma once

#include "draw-pane.h"
#include "message-bar.h"
#include "pages.h"

void bp_window_message_attach (GtkOverlay *overlay,
                               BpMessageBar *message_bar,
                               BpPages *pages,
                               BpDrawPane *draw_pane);
