/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"
#include "weights.h"

void bp_weights_info_write (const BpWeightsInfo *info, BpMetadata *metadata);
void bp_weights_info_read (BpWeightsInfo *info, const BpMetadata *metadata, guint n_classes);
