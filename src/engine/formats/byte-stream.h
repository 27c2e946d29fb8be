/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

#include <glib.h>

/**
 * BpByteStream:
 *
 * A file that is read from front to back through a window of fixed size, and unpacked where it is a
 * gzip stream. The reader looks at the next bytes (peek), takes them (take, read, consume) or skips
 * them. Plain and packed files behave in the same way.
 *
 * Check sizes that a file declares against bp_byte_stream_get_remaining(), and memory to allocate
 * against bp_byte_stream_get_memory_budget().
 */
typedef struct _BpByteStream BpByteStream;

/* The most bytes of one peek or take. */
#define BP_BYTE_STREAM_MAX_PIECE 16384

BpByteStream *bp_byte_stream_open (const char *path, BpProgress *progress, GError **error);
BpByteStream *
bp_byte_stream_open_fd (int fd, const char *path, BpProgress *progress, GError **error);
BpByteStream *bp_byte_stream_new_from_bytes (GBytes *bytes, GError **error);
void bp_byte_stream_close (BpByteStream *stream);
void bp_byte_stream_set_progress_range (BpByteStream *stream, guint64 done_before, guint64 total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpByteStream, bp_byte_stream_close)

gboolean bp_byte_stream_peek (BpByteStream *stream,
                              gsize wanted,
                              const guint8 **bytes,
                              gsize *length,
                              GError **error);
void bp_byte_stream_consume (BpByteStream *stream, gsize length);
const guint8 *bp_byte_stream_take (BpByteStream *stream, gsize length, GError **error);
gboolean bp_byte_stream_read (BpByteStream *stream, void *buffer, gsize length, GError **error);
gboolean bp_byte_stream_skip (BpByteStream *stream, guint64 length, GError **error);
gboolean bp_byte_stream_rewind (BpByteStream *stream, GError **error);

guint64 bp_byte_stream_get_offset (const BpByteStream *stream);
guint64 bp_byte_stream_get_remaining (const BpByteStream *stream);
gsize bp_byte_stream_get_memory_budget (const BpByteStream *stream);
gboolean bp_byte_stream_is_packed (const BpByteStream *stream);
int bp_byte_stream_dup_fd (BpByteStream *stream, GError **error);
