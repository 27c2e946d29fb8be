/* SPDX-License-Identifier: MIT */
#pragma once

#include "weights.h"

#include <glib.h>

/* The array that holds what is known of a network, as JSON. */
#define BP_WEIGHTS_NPZ_METADATA "metadata"

GByteArray *
bp_weights_npz_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
gboolean bp_weights_npz_recognise (const char *path);
BpNetwork *bp_weights_npz_read (const char *path, BpWeightsInfo *info, GError **error);
