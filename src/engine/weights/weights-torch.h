/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"
#include "weights-source.h"

#include <glib.h>

gboolean bp_weights_torch_recognise (const BpWeightsSource *source);
BpNetwork *
bp_weights_torch_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error);
