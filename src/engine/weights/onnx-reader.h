/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

BpNetwork *
bp_onnx_to_network (const guint8 *bytes, gsize length, BpWeightsInfo *info, GError **error);
