/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

GBytes *bp_weights_npz_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
