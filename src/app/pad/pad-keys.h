/* SPDX-License-Identifier: MIT */
#pragma once

#include "pad.h"

void bp_pad_keys_attach (BpPad *pad);
void bp_pad_keys_install_actions (GtkWidgetClass *widget_class);
