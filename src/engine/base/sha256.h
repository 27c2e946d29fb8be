/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpSha256:
 *
 * A SHA-256 in the making, like #GChecksum, but with the processor's own instructions where it has
 * them: data sets are digested whenever they are loaded.
 */
typedef struct _BpSha256 BpSha256;

BpSha256 *bp_sha256_new (void);
void bp_sha256_free (BpSha256 *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpSha256, bp_sha256_free)

void bp_sha256_update (BpSha256 *sha256, const guint8 *bytes, gsize length);
char *bp_sha256_finish (BpSha256 *sha256);
