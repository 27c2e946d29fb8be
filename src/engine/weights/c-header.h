/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

GBytes *bp_c_header_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error);
