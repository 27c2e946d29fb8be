/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights.h"

#include <glib.h>

GString *
bp_c_header_from_network (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
