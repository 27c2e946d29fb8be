/* SPDX-License-Identifier: MIT */
/*
 * The source of bytes for the readers of weight formats. A file is read in pieces and never mapped,
 * so that a file that shrinks meanwhile is an error and not a crash.
 *
 * Thread rule: one thread at a time uses a source.
 */
#include "weights-source.h"

#include "error.h"
#include "regular-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/**
 * bp_weights_source_open:
 * @source: (out caller-allocates): the source; to be cleared in either case
 * @path: (type filename): a file, borrowed until @source is cleared
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_UNRECOGNISED
 *
 * Returns: whether @path is a file that can be read
 */
gboolean
bp_weights_source_open (BpWeightsSource *source, const char *path, GError **error)
{
  *source = (BpWeightsSource){ .path = path };
  source->fd = bp_regular_file_open (path, &source->length, error);
  return source->fd >= 0;
}

/**
 * bp_weights_source_init_bytes:
 * @source: (out caller-allocates): the source; to be cleared
 * @bytes: the bytes, which are referenced and not copied
 */
void
bp_weights_source_init_bytes (BpWeightsSource *source, GBytes *bytes)
{
  *source = (BpWeightsSource){
    .length = g_bytes_get_size (bytes),
    .fd = -1,
    .bytes = g_bytes_ref (bytes),
  };
}

/**
 * bp_weights_source_clear:
 * @source: the source to close
 */
void
bp_weights_source_clear (BpWeightsSource *source)
{
  /* A zeroed source has no file; descriptor 0 is the standard input. */
  if (source->path != NULL && source->fd >= 0)
    close (source->fd);
  source->fd = -1;
  g_clear_pointer (&source->bytes, g_bytes_unref);
}

/**
 * bp_weights_source_read_at:
 * @source: the source
 * @buffer: (out) (array length=length): takes the bytes
 * @length: in bytes; @offset + @length is at most the source's length
 * @offset: from the beginning, in bytes
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_DAMAGED
 *
 * Returns: whether all bytes were read
 */
gboolean
bp_weights_source_read_at (const BpWeightsSource *source,
                           void *buffer,
                           gsize length,
                           guint64 offset,
                           GError **error)
{
  if (source->bytes == NULL)
    return bp_regular_file_read_at (source->fd, source->path, buffer, length, offset, error);

  if (length > 0)
    memcpy (buffer, (const guint8 *) g_bytes_get_data (source->bytes, NULL) + offset, length);
  return TRUE;
}

/**
 * bp_weights_source_read_all:
 * @source: the source
 * @max_length: the largest accepted length, in bytes
 * @error: return location for a %G_FILE_ERROR, %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE or
 *   %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): all of its bytes, not copied where they are in memory already; or
 *   %NULL with @error set
 */
GBytes *
bp_weights_source_read_all (const BpWeightsSource *source, guint64 max_length, GError **error)
{
  g_autofree guint8 *buffer = NULL;

  if (source->length > max_length)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                           _ ("it is far larger than any network that is trained here"));
      return NULL;
    }
  if (source->bytes != NULL)
    return g_bytes_ref (source->bytes);

  buffer = g_try_malloc (MAX (source->length, 1));
  if (buffer == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is no memory to read it"));
      return NULL;
    }
  if (!bp_weights_source_read_at (source, buffer, source->length, 0, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&buffer), source->length);
}
