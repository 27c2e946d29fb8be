/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

GBytes *bp_python_script_write_torch (const BpNetwork *network,
                                      const BpWeightsInfo *info,
                                      const char *script_name,
                                      const char *weights_name,
                                      GError **error);
GBytes *bp_python_script_write_numpy (const BpNetwork *network,
                                      const BpWeightsInfo *info,
                                      const char *script_name,
                                      const char *weights_name,
                                      GError **error);
