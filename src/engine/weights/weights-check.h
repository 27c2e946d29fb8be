/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"
#include "network.h"

/* Pixel i of the fixed input: an expression of C and of Python. */
#define BP_WEIGHTS_CHECK_PIXEL "(73 * i + 19) % 256"

void bp_weights_check_fill_image (guint8 *image, guint n_pixels);
gboolean bp_weights_check_owns_key (const char *key);
gboolean bp_weights_check_write (const BpNetwork *network, BpMetadata *metadata, GError **error);
gboolean bp_weights_check_verify (const BpNetwork *network,
                                  const BpMetadata *metadata,
                                  gboolean is_rounded,
                                  GError **error);
char *bp_weights_sha256 (const BpNetwork *network);
