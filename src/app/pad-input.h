/* SPDX-License-Identifier: MIT */
#pragma once

#include "app/pad.h"

void bp_pad_input_attach (BpPad *pad);
