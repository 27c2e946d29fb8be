/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

#include <glib.h>

/**
 * BpInflate:
 *
 * A file read once from front to back through a window of fixed size, unpacked on the way where it
 * is a gzip stream. The reader looks at what comes next (peek), takes it (take, read, consume) or
 * passes over it (skip). A plain file and a packed one look the same.
 *
 * What a file claims is bounded here: see bp_inflate_get_remaining() before believing a size, and
 * bp_inflate_get_memory_budget() before holding what it unpacks to.
 */
typedef struct _BpInflate BpInflate;

/* The most bytes that can be looked at or taken in one piece. */
#define BP_INFLATE_MAX_PIECE 16384

BpInflate *bp_inflate_open (const char *path, BpProgress *progress, GError **error);
void bp_inflate_close (BpInflate *inflate);
void bp_inflate_set_progress_range (BpInflate *inflate, guint64 done_before, guint64 total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpInflate, bp_inflate_close)

gboolean bp_inflate_peek (BpInflate *inflate,
                          gsize wanted,
                          const guint8 **bytes,
                          gsize *length,
                          GError **error);
void bp_inflate_consume (BpInflate *inflate, gsize length);
const guint8 *bp_inflate_take (BpInflate *inflate, gsize length, GError **error);
gboolean bp_inflate_read (BpInflate *inflate, void *buffer, gsize length, GError **error);
gboolean bp_inflate_skip (BpInflate *inflate, guint64 length, GError **error);
gboolean bp_inflate_rewind (BpInflate *inflate, GError **error);

guint64 bp_inflate_get_offset (const BpInflate *inflate);
guint64 bp_inflate_get_remaining (const BpInflate *inflate);
gsize bp_inflate_get_memory_budget (const BpInflate *inflate);
gboolean bp_inflate_is_packed (const BpInflate *inflate);
