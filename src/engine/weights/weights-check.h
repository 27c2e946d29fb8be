/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"
#include "network.h"

gboolean bp_weights_check_write (const BpNetwork *network, BpMetadata *metadata, GError **error);
gboolean bp_weights_check_verify (const BpNetwork *network,
                                  const BpMetadata *metadata,
                                  gboolean is_rounded,
                                  GError **error);
