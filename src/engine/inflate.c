/* SPDX-License-Identifier: MIT */

/* Files as a stream of bytes, gzip or plain. The window is small enough to stay in the processor's
 * cache between zlib, which writes it, and the reader, who turns it into pixels; nothing else of
 * the file is ever held. Used by one thread at a time.
 */
#include "engine/inflate.h"

#include "engine/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define WINDOW_SIZE (128 * 1024)
#define INPUT_SIZE  (64 * 1024)

/* Real image data of the kinds that are read here unpacks to 4 to 80 times its packed size; zeros
 * alone, to 1,000 times. A file may unpack to this many times its own size, beyond an allowance
 * that lets small files of blank images through, and never to more than the last limit. */
#define MAX_RATIO       200
#define RATIO_ALLOWANCE (G_GUINT64_CONSTANT (64) << 20)
#define MAX_UNPACKED    (G_GUINT64_CONSTANT (4) << 30)

/* Likewise for what is kept of it, one byte a pixel. */
#define MAX_MEMORY_RATIO 12
#define MEMORY_ALLOWANCE (G_GUINT64_CONSTANT (64) << 20)
#define MAX_MEMORY       (G_GUINT64_CONSTANT (1) << 30)

/* inflateInit2: 15 bits of window, and 16 for "gzip alone, checked by its CRC". */
#define GZIP_WINDOW_BITS (15 + 16)

struct _BpInflate
{
  int fd;
  gboolean is_packed;
  gboolean is_at_end; /* nothing more will come into the window */
  guint64 file_size;
  guint64 max_size;       /* unpacked */
  guint64 n_read;         /* bytes of the file */
  guint64 progress_start; /* added to n_read where progress is reported */
  guint64 progress_total;
  guint64 n_windowed; /* unpacked bytes that have come into the window */
  guint8 *next;       /* what is next in the window */
  gsize n_available;  /* bytes in the window from there on */
  z_stream stream;

  /* owned */
  char *path;
  guint8 *window; /* WINDOW_SIZE */
  guint8 *input;  /* INPUT_SIZE, where it is packed */

  /* borrowed */
  BpProgress *progress;
};

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

static gboolean
set_cut_off_error (const BpInflate *self, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               "its %sdata is cut off after %" G_GUINT64_FORMAT
               " bytes: it was not downloaded or copied whole",
               self->is_packed ? "compressed " : "",
               self->is_packed ? self->n_read : bp_inflate_get_offset (self));
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
            return set_cut_off_error (self, error);
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

/* Moves what is left of the window to its front and fills it up behind that. */
static gboolean
refill (BpInflate *self, GError **error)
{
  gsize n_new = 0;
  gsize size = WINDOW_SIZE - self->n_available;

  memmove (self->window, self->next, self->n_available);
  self->next = self->window;

  guint8 *buffer = self->window + self->n_available;

  if (self->is_packed)
    {
      if (!unpack (self, buffer, size, &n_new, error))
        return FALSE;
    }
  else
    {
      gssize n_read = read_file (self, buffer, size, error);

      if (n_read < 0)
        return FALSE;
      self->is_at_end = n_read == 0;
      n_new = (gsize) n_read;
    }

  self->n_available += n_new;
  self->n_windowed += n_new;
  if (self->n_windowed > self->max_size)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "it %s more than %" G_GUINT64_FORMAT
                   " MB, far more than a data set of its kind takes",
                   self->is_packed ? "unpacks to" : "holds", self->max_size / 1000000);
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
  struct stat status;

  /* Without O_NONBLOCK, a FIFO that nobody writes to would never open. */
  self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0)
    return bp_set_errno_error (error, errno, "open", self->path);
  if (fstat (self->fd, &status) != 0)
    return bp_set_errno_error (error, errno, "look at", self->path);
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                           S_ISDIR (status.st_mode) ? "it is a folder, not a file"
                                                    : "it is a pipe or a device, not a file");
      return FALSE;
    }

  self->file_size = (guint64) status.st_size;
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

  if (!bp_inflate_peek (self, 3, &bytes, &length, error))
    return NULL;
  /* The third byte is the method; 8, deflate, is the only one that there is. */
  if (length >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8 &&
      !start_unpacking (self, error))
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
 * bp_inflate_peek:
 * @inflate: a stream
 * @wanted: 1 to %BP_INFLATE_MAX_PIECE
 * @bytes: (out) (array length=length) (transfer none): what comes next, valid until the next call
 * @length: (out): how much of it there is to see: at least @wanted unless the end is nearer
 * @error: return location for a %G_FILE_ERROR; for %BP_ERROR_DAMAGED where the gzip stream is cut
 * off or does not agree with its checksum; %BP_ERROR_TOO_LARGE; %BP_ERROR_CANCELLED
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_inflate_peek (BpInflate *inflate,
                 gsize wanted,
                 const guint8 **bytes,
                 gsize *length,
                 GError **error)
{
  g_assert (wanted > 0 && wanted <= BP_INFLATE_MAX_PIECE);

  while (inflate->n_available < wanted && !inflate->is_at_end)
    if (!refill (inflate, error))
      return FALSE;

  *bytes = inflate->next;
  *length = inflate->n_available;
  return TRUE;
}

/**
 * bp_inflate_consume:
 * @inflate: a stream
 * @length: how many of the bytes that bp_inflate_peek() showed are done with
 */
void
bp_inflate_consume (BpInflate *inflate, gsize length)
{
  g_assert (length <= inflate->n_available);

  inflate->next += length;
  inflate->n_available -= length;
}

/**
 * bp_inflate_take:
 * @inflate: a stream
 * @length: 1 to %BP_INFLATE_MAX_PIECE
 * @error: as of bp_inflate_peek(), and %BP_ERROR_DAMAGED where fewer bytes are left
 *
 * Returns: (transfer none) (array length=length): the next bytes, valid until the next call, or
 *   %NULL with @error set
 */
const guint8 *
bp_inflate_take (BpInflate *inflate, gsize length, GError **error)
{
  const guint8 *bytes = inflate->next;
  gsize n_available = inflate->n_available;

  if (n_available < length)
    {
      if (!bp_inflate_peek (inflate, length, &bytes, &n_available, error))
        return NULL;
      if (n_available < length)
        {
          bp_inflate_consume (inflate, n_available);
          set_cut_off_error (inflate, error);
          return NULL;
        }
    }

  inflate->next += length;
  inflate->n_available -= length;
  return bytes;
}

/**
 * bp_inflate_read:
 * @inflate: a stream
 * @buffer: (out caller-allocates) (array length=length): where to put it
 * @length: how many bytes, any number
 * @error: as of bp_inflate_take()
 *
 * Returns: %FALSE with @error set where there were not as many
 */
gboolean
bp_inflate_read (BpInflate *inflate, void *buffer, gsize length, GError **error)
{
  guint8 *next = buffer;

  while (length > 0)
    {
      const guint8 *bytes;
      gsize n_available;

      if (!bp_inflate_peek (inflate, 1, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return set_cut_off_error (inflate, error);

      gsize n_copied = MIN (n_available, length);

      memcpy (next, bytes, n_copied);
      bp_inflate_consume (inflate, n_copied);
      next += n_copied;
      length -= n_copied;
    }
  return TRUE;
}

/**
 * bp_inflate_skip:
 * @inflate: a stream
 * @length: how many bytes to pass over
 * @error: as of bp_inflate_take()
 *
 * Returns: %FALSE with @error set where there were not as many
 */
gboolean
bp_inflate_skip (BpInflate *inflate, guint64 length, GError **error)
{
  while (length > 0)
    {
      const guint8 *bytes;
      gsize n_available;

      if (!bp_inflate_peek (inflate, 1, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return set_cut_off_error (inflate, error);

      gsize n_skipped = MIN (n_available, length);

      bp_inflate_consume (inflate, n_skipped);
      length -= n_skipped;
    }
  return TRUE;
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
