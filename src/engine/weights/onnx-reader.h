/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"
#include "weights-source.h"

#include <glib.h>

BpNetwork *bp_onnx_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error);
