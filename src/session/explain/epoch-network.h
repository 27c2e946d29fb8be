/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

BpNetwork *bp_epoch_network_load (const char *path, const BpNetwork *like);
