/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"
#include "network.h"
#include "weights-info.h"

/* What the two numbers are called, in every format, that bring pixels to the network's scale. */
#define BP_WEIGHTS_KEY_INPUT_OFFSET "input_offset"
#define BP_WEIGHTS_KEY_INPUT_SCALE  "input_scale"

/* What every format that can says about its network. */
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
