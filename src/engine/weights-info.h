/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/safetensors.h"
#include "engine/weights.h"

void bp_weights_info_write (const BpWeightsInfo *info, BpSafetensorsWriter *writer);
void bp_weights_info_read (BpWeightsInfo *info, const BpSafetensors *safetensors, guint n_classes);

void bp_metadata_add_number (BpSafetensorsWriter *writer, const char *key, double number);
gboolean bp_metadata_parse_number (const char *text, double *number);
