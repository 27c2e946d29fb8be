/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

/* The array that holds what is known of a network, as JSON. */
#define BP_WEIGHTS_NPZ_METADATA "metadata"

gboolean bp_weights_npz_recognise (const char *path);
BpNetwork *bp_weights_npz_read (const char *path, BpWeightsInfo *info, GError **error);
