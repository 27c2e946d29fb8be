/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

double bp_central_difference (const BpNetwork *network,
                              const float *inputs,
                              guint label,
                              guint layer,
                              guint row,
                              guint output);
