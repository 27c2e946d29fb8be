/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

char *bp_network_note_describe (const BpNetwork *network);
