/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/metadata.h"
#include "engine/weights.h"

/* What every format that can says about its network. */
BpMetadata *
bp_weights_metadata_make (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
gboolean
bp_weights_metadata_read_input (const BpMetadata *metadata, BpNetwork *network, GError **error);
gboolean bp_weights_metadata_apply (const BpMetadata *metadata,
                                    BpNetwork *network,
                                    gboolean is_rounded,
                                    BpWeightsInfo *info,
                                    GError **error);
