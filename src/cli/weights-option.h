/* SPDX-License-Identifier: MIT */
#pragma once

#include "weights.h"

#define BP_WEIGHTS_OPTION_HELP N_ ("Saved weights (safetensors, NPZ or ONNX)")

BpNetwork *bp_weights_option_load (const char *path, BpWeightsInfo *info, GError **error);
