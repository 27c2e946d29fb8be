/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights.h"

#include <glib.h>

/**
 * BpWeightsFormat:
 * @BP_WEIGHTS_FORMAT_SAFETENSORS: this program's own and PyTorch's, see bp_weights_save()
 * @BP_WEIGHTS_FORMAT_NPZ: NumPy's arrays, see bp_weights_npz_write()
 * @BP_WEIGHTS_FORMAT_ONNX: for other runtimes, see bp_onnx_from_network()
 * @BP_WEIGHTS_FORMAT_C_HEADER: for programs without any, see bp_c_header_from_network()
 */
typedef enum
{
  BP_WEIGHTS_FORMAT_SAFETENSORS,
  BP_WEIGHTS_FORMAT_NPZ,
  BP_WEIGHTS_FORMAT_ONNX,
  BP_WEIGHTS_FORMAT_C_HEADER,
  BP_N_WEIGHTS_FORMATS,
} BpWeightsFormat;

gboolean bp_weights_format_from_path (const char *path, BpWeightsFormat *format, GError **error);
gboolean bp_weights_export (const BpNetwork *network,
                            const BpWeightsInfo *info,
                            BpWeightsFormat format,
                            const char *path,
                            GError **error);
gboolean bp_weights_recognise (const char *path);
BpNetwork *bp_weights_import (const char *path, BpWeightsInfo *info, GError **error);
