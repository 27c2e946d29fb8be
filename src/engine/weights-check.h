/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/network.h"
#include "engine/safetensors.h"

gboolean
bp_weights_check_write (const BpNetwork *network, BpSafetensorsWriter *writer, GError **error);
gboolean bp_weights_check_verify (const BpNetwork *network,
                                  const BpSafetensors *safetensors,
                                  gboolean is_rounded,
                                  GError **error);
