/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpWeightsSource:
 * @path: (nullable) (type filename): the file, or %NULL where the bytes are in memory
 * @length: in bytes
 *
 * The bytes of a weight file: an open file, or bytes in memory.
 */
typedef struct
{
  const char *path;
  guint64 length;
  /*< private >*/
  int fd;
  GBytes *bytes;
} BpWeightsSource;

gboolean bp_weights_source_open (BpWeightsSource *source, const char *path, GError **error);
void bp_weights_source_init_bytes (BpWeightsSource *source, GBytes *bytes);
void bp_weights_source_clear (BpWeightsSource *source);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpWeightsSource, bp_weights_source_clear)

gboolean bp_weights_source_read_at (const BpWeightsSource *source,
                                    void *buffer,
                                    gsize length,
                                    guint64 offset,
                                    GError **error);
GBytes *
bp_weights_source_read_all (const BpWeightsSource *source, guint64 max_length, GError **error);
