/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights.h"

#include <glib.h>

/* What a TensorProto calls 32-bit floats. */
#define BP_ONNX_TYPE_FLOAT 1

GByteArray *
bp_onnx_from_network (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
BpNetwork *
bp_onnx_to_network (const guint8 *bytes, gsize length, BpWeightsInfo *info, GError **error);
