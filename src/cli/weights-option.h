/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#define BP_WEIGHTS_OPTION_HELP N_ ("Saved weights (safetensors, NPZ, ONNX or PyTorch)")
#define BP_ACTIVATION_OPTION_HELP \
  N_ ("The activation of the hidden layers, for weights that do not name it (relu)")

BpNetwork *bp_weights_option_load (const char *path,
                                   const char *activation,
                                   BpWeightsInfo *info,
                                   GError **error);
gboolean bp_weights_option_check_reads_pictures (const BpNetwork *network, GError **error);
