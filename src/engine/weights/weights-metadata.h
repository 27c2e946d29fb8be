/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"
#include "network.h"
#include "weights-info.h"

/* The names of the two numbers of the input transform, in every format. */
#define BP_WEIGHTS_KEY_INPUT_OFFSET "input_offset"
#define BP_WEIGHTS_KEY_INPUT_SCALE  "input_scale"

/* The metadata of all formats that can store them. */
BpMetadata *
bp_weights_metadata_make (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
gboolean bp_weights_metadata_read_activation (const BpMetadata *metadata,
                                              BpNetwork *network,
                                              BpWeightsInfo *info,
                                              GError **error);
gboolean
bp_weights_metadata_read_input (const BpMetadata *metadata, BpNetwork *network, GError **error);
gboolean bp_weights_metadata_apply (const BpMetadata *metadata,
                                    BpNetwork *network,
                                    gboolean is_rounded,
                                    BpWeightsInfo *info,
                                    GError **error);
