/* SPDX-License-Identifier: MIT */

/* Files as a stream of bytes, gzip or plain. The window is small enough to stay in the processor's
 * cache between zlib, which writes it, and the reader, who turns it into pixels; nothing else of
 * the file is ever held. Used by one thread at a time.
 */
#include "inflate-private.h"

#include "error.h"
#include "regular-file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_SIZE (128 * 1024)
#define INPUT_SIZE  (64 * 1024)

/* Real image data of the kinds that are read here unpacks to 4 to 76 times its packed size; zeros
 * alone, to 1,000 times. A file may unpack to this many times its own size, beyond an allowance
 * that lets small files of blank images through, and never to more than the last limit. */
#define MAX_RATIO       72
#define RATIO_ALLOWANCE (G_GUINT64_CONSTANT (128) << 20)
#define MAX_UNPACKED    (G_GUINT64_CONSTANT (4) << 30)

/* Likewise for what is kept of it, one byte a pixel. */
#define MAX_MEMORY_RATIO 10
#define MEMORY_ALLOWANCE (G_GUINT64_CONSTANT (64) << 20)
#define MAX_MEMORY       (G_GUINT64_CONSTANT (1) << 30)

/* inflateInit2: 15 bits of window, and 16 for "gzip alone, checked by its CRC". */
#define GZIP_WINDOW_BITS (15 + 16)

/* Returns the bytes read, 0 at the end of the file, or -1 with @error set. */
static gssize
read_file (BpInflate *self, guint8 *buffer, gsize size, GError **error)
{
  gssize n_read;

  if (!bp_progress_check (self->progress, error))
    return -1;

  do
    n_read = read (self->fd, buffer, size);
  while (n_read < 0 && errno == EINTR);

  if (n_read < 0)
    {
      bp_set_errno_error (error, errno, "read from", self->path);
      return -1;
    }

  self->n_read += (gsize) n_read;
  bp_progress_report (self->progress, self->progress_start + self->n_read, self->progress_total);
  return n_read;
}

/**
 * bp_inflate_set_cut_off_error:
 * @inflate: a stream
 * @error: return location for %BP_ERROR_DAMAGED
 *
 * Says that the file ends too early.
 *
 * Returns: %FALSE, so that a caller can return it
 */
gboolean
bp_inflate_set_cut_off_error (const BpInflate *inflate, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               "its %sdata is cut off after %" G_GUINT64_FORMAT
               " bytes: it was not downloaded or copied whole",
               inflate->is_packed ? "compressed " : "",
               inflate->is_packed ? inflate->n_read : bp_inflate_get_offset (inflate));
  return FALSE;
}

static gboolean
set_damaged_error (const BpInflate *self, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               "its compressed data is damaged (%s): download or copy it again",
               self->stream.msg != NULL ? self->stream.msg : "inconsistent");
  return FALSE;
}

/* Several gzip streams one after the other unpack to one; anything else behind a stream's end, such
 * as the zeros that pad a tape's block, is not part of the content. */
static gboolean
start_next_member (BpInflate *self, gboolean *has_next, GError **error)
{
  z_stream *stream = &self->stream;

  *has_next = FALSE;
  if (stream->avail_in < 2)
    {
      memmove (self->input, stream->next_in, stream->avail_in);
      stream->next_in = self->input;

      gssize n_read =
          read_file (self, self->input + stream->avail_in, INPUT_SIZE - stream->avail_in, error);

      if (n_read < 0)
        return FALSE;
      stream->avail_in += (guint) n_read;
    }

  if (stream->avail_in >= 2 && stream->next_in[0] == 0x1f && stream->next_in[1] == 0x8b)
    {
      *has_next = TRUE;
      inflateReset (stream);
    }
  return TRUE;
}

/* Unpacks into the @size bytes at @buffer, at least one unless the end is reached. */
static gboolean
unpack (BpInflate *self, guint8 *buffer, gsize size, gsize *n_unpacked, GError **error)
{
  z_stream *stream = &self->stream;

  stream->next_out = buffer;
  stream->avail_out = (guint) size;
  while (stream->avail_out == size)
    {
      gboolean has_next = TRUE;

      if (stream->avail_in == 0)
        {
          gssize n_read = read_file (self, self->input, INPUT_SIZE, error);

          if (n_read < 0)
            return FALSE;
          if (n_read == 0)
            return bp_inflate_set_cut_off_error (self, error);
          stream->next_in = self->input;
          stream->avail_in = (guint) n_read;
        }

      int status = inflate (stream, Z_NO_FLUSH);

      if (status == Z_STREAM_END && !start_next_member (self, &has_next, error))
        return FALSE;
      if (status == Z_MEM_ERROR)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                               "there is not enough memory to unpack it");
          return FALSE;
        }
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
        return set_damaged_error (self, error);
      if (!has_next)
        {
          self->is_at_end = TRUE;
          break;
        }
    }

  *n_unpacked = size - stream->avail_out;
  return TRUE;
}

/**
 * bp_inflate_refill:
 * @inflate: a stream that is not at its end
 * @error: as of bp_inflate_peek()
 *
 * Moves what is left of the window to its front and reads what goes behind that, if only a part.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_inflate_refill (BpInflate *inflate, GError **error)
{
  gsize n_new = 0;
  gsize size = WINDOW_SIZE - inflate->n_available;

  memmove (inflate->window, inflate->next, inflate->n_available);
  inflate->next = inflate->window;

  guint8 *buffer = inflate->window + inflate->n_available;

  if (inflate->is_packed)
    {
      if (!unpack (inflate, buffer, size, &n_new, error))
        return FALSE;
    }
  else
    {
      gssize n_read = read_file (inflate, buffer, size, error);

      if (n_read < 0)
        return FALSE;
      inflate->is_at_end = n_read == 0;
      n_new = (gsize) n_read;
    }

  inflate->n_available += n_new;
  inflate->n_windowed += n_new;
  if (inflate->n_windowed > inflate->max_size)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "it %s more than %" G_GUINT64_FORMAT
                   " MB, far more than a data set of its kind takes",
                   inflate->is_packed ? "unpacks to" : "holds", inflate->max_size / 1000000);
      return FALSE;
    }
  return TRUE;
}

static gboolean
start_unpacking (BpInflate *self, GError **error)
{
  guint64 capacity = RATIO_ALLOWANCE + MIN (self->file_size, MAX_UNPACKED) * MAX_RATIO;

  self->max_size = MIN (capacity, MAX_UNPACKED);
  self->input = g_try_malloc (INPUT_SIZE);
  if (self->input == NULL || inflateInit2 (&self->stream, GZIP_WINDOW_BITS) != Z_OK)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "there is not enough memory to unpack it");
      return FALSE;
    }

  self->is_packed = TRUE;
  return bp_inflate_rewind (self, error);
}

static gboolean
open_file (BpInflate *self, GError **error)
{
  self->fd = bp_regular_file_open (self->path, &self->file_size, error);
  if (self->fd < 0)
    return FALSE;

  self->progress_total = self->file_size;
  self->max_size = MAX_UNPACKED;
  return TRUE;
}

/**
 * bp_inflate_open:
 * @path: (type filename): a file
 * @progress: (nullable): told how much of the file has been read; borrowed until closed
 * @error: return location for a %G_FILE_ERROR, or a %BP_ERROR
 *
 * Opens a file; one that begins like a gzip stream is unpacked as it is read. Anything but a file
 * (a folder, a FIFO, a device) is refused at once. The %BP_ERROR messages here and below begin with
 * "it" or "its", so that "“NAME” cannot be loaded: " fits before them.
 *
 * Returns: (transfer full): the stream at its beginning, or %NULL with @error set
 */
BpInflate *
bp_inflate_open (const char *path, BpProgress *progress, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (BpInflate) self = g_new0 (BpInflate, 1);
  const guint8 *bytes;
  gsize length;

  self->path = g_strdup (path);
  self->progress = progress;
  self->fd = -1;
  if (!open_file (self, error))
    return NULL;

  self->window = g_try_malloc (WINDOW_SIZE);
  if (self->window == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "there is not enough memory to read it");
      return NULL;
    }
  self->next = self->window;

  if (!bp_inflate_peek (self, 2, &bytes, &length, error))
    return NULL;
  if (length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b && !start_unpacking (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bp_inflate_close:
 * @inflate: (transfer full): a stream
 */
void
bp_inflate_close (BpInflate *inflate)
{
  g_return_if_fail (inflate != NULL);

  if (inflate->is_packed)
    inflateEnd (&inflate->stream);
  if (inflate->fd >= 0)
    close (inflate->fd);
  g_free (inflate->path);
  g_free (inflate->window);
  g_free (inflate->input);
  g_free (inflate);
}

/**
 * bp_inflate_set_progress_range:
 * @inflate: a stream
 * @done_before: bytes of other files that were read before this one
 * @total: bytes of all files that are read
 *
 * For whoever reads several files under one progress.
 */
void
bp_inflate_set_progress_range (BpInflate *inflate, guint64 done_before, guint64 total)
{
  inflate->progress_start = done_before;
  inflate->progress_total = total;
}

/**
 * bp_inflate_rewind:
 * @inflate: a stream
 * @error: return location for a %G_FILE_ERROR
 *
 * Goes back to the beginning, to read the file a second time.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_inflate_rewind (BpInflate *inflate, GError **error)
{
  if (lseek (inflate->fd, 0, SEEK_SET) != 0)
    return bp_set_errno_error (error, errno, "go back in", inflate->path);

  if (inflate->is_packed)
    {
      inflateReset (&inflate->stream);
      inflate->stream.avail_in = 0;
    }
  inflate->next = inflate->window;
  inflate->n_available = 0;
  inflate->n_read = 0;
  inflate->n_windowed = 0;
  inflate->is_at_end = FALSE;
  return TRUE;
}

/**
 * bp_inflate_get_offset:
 * @inflate: a stream
 *
 * Returns: how many (unpacked) bytes have been taken so far
 */
guint64
bp_inflate_get_offset (const BpInflate *inflate)
{
  return inflate->n_windowed - inflate->n_available;
}

/**
 * bp_inflate_get_remaining:
 * @inflate: a stream
 *
 * Returns: the most bytes that can still come: a size in the file that is over it is a lie
 */
guint64
bp_inflate_get_remaining (const BpInflate *inflate)
{
  guint64 total = inflate->is_packed ? inflate->max_size : inflate->file_size;
  guint64 offset = bp_inflate_get_offset (inflate);

  return total > offset ? total - offset : 0;
}

/**
 * bp_inflate_get_memory_budget:
 * @inflate: a stream
 *
 * Returns: the most bytes of memory that holding what a sound file of this size unpacks to can
 * take, one byte a pixel: whoever needs more should give up with %BP_ERROR_TOO_LARGE
 */
gsize
bp_inflate_get_memory_budget (const BpInflate *inflate)
{
  guint64 budget = MEMORY_ALLOWANCE + MIN (inflate->file_size, MAX_MEMORY) * MAX_MEMORY_RATIO;

  return (gsize) MIN (budget, MAX_MEMORY);
}

/**
 * bp_inflate_is_packed:
 * @inflate: a stream
 *
 * Returns: whether the file is a gzip stream
 */
gboolean
bp_inflate_is_packed (const BpInflate *inflate)
{
  return inflate->is_packed;
}
