/* SPDX-License-Identifier: MIT */
#pragma once

#include "pad.h"

void bp_pad_input_attach (BpPad *pad);
