/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpSha256:
 *
 * The SHA-256 of bytes that arrive in pieces. It identifies data sets and weights, and verifies
 * downloads.
 */
typedef struct _BpSha256 BpSha256;

BpSha256 *bp_sha256_new (void);
void bp_sha256_free (BpSha256 *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpSha256, bp_sha256_free)

void bp_sha256_update (BpSha256 *sha256, const void *bytes, gsize length);
char *bp_sha256_get_digest (const BpSha256 *sha256);
