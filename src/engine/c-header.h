/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/network.h"
#include "engine/weights.h"

#include <glib.h>

GString *
bp_c_header_from_network (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
