/* SPDX-License-Identifier: MIT */
#pragma once

#include "pad.h"

void bp_pad_input_begin (BpPad *pad, GdkDeviceTool *tool, double x, double y, double pressure);
void bp_pad_input_attach (BpPad *pad);
