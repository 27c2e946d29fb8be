/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"
#include "weights-source.h"

#include <glib.h>

/* The array that holds the description of the network, as JSON. */
#define BP_WEIGHTS_NPZ_METADATA "metadata"

gboolean bp_weights_npz_recognise (const BpWeightsSource *source);
BpNetwork *bp_weights_npz_load (const BpWeightsSource *source, BpWeightsInfo *info, GError **error);
