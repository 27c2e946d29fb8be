/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"
#include "weights-source.h"

#include <glib.h>

GBytes *
bp_weights_safetensors_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
BpNetwork *
bp_weights_safetensors_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error);
