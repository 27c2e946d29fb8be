/* SPDX-License-Identifier: MIT */
#pragma once

#include "pad.h"

void bp_pad_keys_attach (BpPad *pad);
