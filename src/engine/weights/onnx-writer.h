/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

GByteArray *
bp_onnx_from_network (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
