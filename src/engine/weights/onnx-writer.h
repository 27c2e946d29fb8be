/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

const char *bp_onnx_get_operator (BpActivation activation);
GBytes *bp_onnx_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
