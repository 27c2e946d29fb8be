/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

gboolean bp_weights_save (const BpNetwork *network,
                          const BpWeightsInfo *info,
                          const char *path,
                          GError **error);
BpNetwork *bp_weights_load (const char *path, BpWeightsInfo *info, GError **error);
