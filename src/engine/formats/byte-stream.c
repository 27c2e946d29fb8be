/* SPDX-License-Identifier: MIT */

/* Reads files as a stream of bytes, gzip or plain. zlib's gzFile unpacks, verifies the checksums,
 * continues with the next gzip member and ignores bytes after the last one, such as padding zeros;
 * a plain file passes through it. The window between zlib and the reader is small enough for the
 * processor's cache; no other part of the file is in memory.
 *
 * Thread rule: a stream belongs to one thread at a time.
 */
#include "byte-stream.h"

#include "error.h"
#include "regular-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define WINDOW_SIZE (128 * 1024)

/* The buffer of packed bytes. zlib unpacks directly into the window where it has room for twice as
 * many. */
#define INPUT_SIZE (32 * 1024)

/* Limits on the unpacked size: a multiple of the file's size, plus an allowance for small files of
 * blank images, and at most the last limit. Real image data unpacks to 4 to 76 times its packed
 * size; zeros, to 1,000 times. The holes of an unpacked sparse file are limited in the same way. */
#define MAX_RATIO       72
#define RATIO_ALLOWANCE (G_GUINT64_CONSTANT (128) << 20)
#define MAX_UNPACKED    (G_GUINT64_CONSTANT (4) << 30)

/* The same for the memory of a reader, which keeps one byte for each pixel. */
#define MAX_MEMORY_RATIO 10
#define MEMORY_ALLOWANCE (G_GUINT64_CONSTANT (64) << 20)
#define MAX_MEMORY       (G_GUINT64_CONSTANT (1) << 30)

struct _BpByteStream
{
  gboolean is_packed;
  int fd;             /* of @file */
  gboolean is_at_end; /* the window gets no more bytes */
  guint64 file_size;
  guint64 data_size;      /* of @file, without holes */
  guint64 max_size;       /* unpacked */
  guint64 progress_start; /* bytes of other files that were read before */
  guint64 progress_total;
  guint64 n_windowed; /* the total of unpacked bytes read into the window */
  guint8 *next;       /* the next byte in the window */
  gsize n_available;  /* bytes in the window from @next on */

  /* owned */
  char *path; /* nullable, as @file, where the bytes are in memory */
  gzFile file;
  GBytes *bytes;  /* nullable */
  gsize n_taken;  /* of @bytes */
  guint8 *window; /* WINDOW_SIZE */

  /* borrowed */
  BpProgress *progress;
};

static gboolean
set_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is not enough memory to read it"));
  return FALSE;
}

static gboolean
set_cut_off_error (const BpByteStream *self, GError **error)
{
  guint64 n_bytes =
      self->is_packed ? (guint64) gzoffset (self->file) : bp_byte_stream_get_offset (self);

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               self->is_packed ? _ ("its compressed data is cut off after %ju bytes: it was not "
                                    "downloaded or copied whole")
                               : _ ("its data is cut off after %ju bytes: it was not downloaded or "
                                    "copied whole"),
               (uintmax_t) n_bytes);
  return FALSE;
}

/* Sets the error that zlib reports. */
static gboolean
set_read_error (const BpByteStream *self, GError **error)
{
  int saved_errno = errno;
  int code;
  const char *message = gzerror (self->file, &code);
  const char *reason = strstr (message, ": "); /* after the file's name, which is "<fd:3>" */

  if (code == Z_ERRNO)
    return bp_set_errno_error (error, saved_errno, N_ ("Could not read from “%s”: %s"), self->path);
  if (code == Z_MEM_ERROR)
    return set_memory_error (error);
  if (code == Z_BUF_ERROR)
    return set_cut_off_error (self, error);

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its compressed data is damaged (%s): download or copy it again"),
               reason != NULL ? reason + 2 : message);
  return FALSE;
}

/* Reads up to @size bytes, at least one unless the end is reached. */
static gboolean
read_file (BpByteStream *self, guint8 *buffer, gsize size, gsize *n_read, GError **error)
{
  int code = Z_OK;
  int result;

  if (!bp_progress_check (self->progress, error))
    return FALSE;
  if (self->bytes != NULL)
    {
      *n_read = MIN (size, (gsize) self->file_size - self->n_taken);
      if (*n_read > 0) /* no bytes have no address */
        memcpy (buffer, (const guint8 *) g_bytes_get_data (self->bytes, NULL) + self->n_taken,
                *n_read);
      self->n_taken += *n_read;
      self->is_at_end = *n_read == 0;
      return TRUE;
    }

  result = gzread (self->file, buffer, (guint) size);
  if (result <= 0)
    (void) gzerror (self->file, &code);
  if (result < 0 || code != Z_OK)
    return set_read_error (self, error);

  *n_read = (gsize) result;
  self->is_at_end = result == 0;
  bp_progress_report (self->progress, self->progress_start + (guint64) gzoffset (self->file),
                      self->progress_total);
  return TRUE;
}

/* Moves the rest of the window to its front, and fills the space after it. */
static gboolean
refill (BpByteStream *self, GError **error)
{
  gsize n_new = 0;

  memmove (self->window, self->next, self->n_available);
  self->next = self->window;
  if (!read_file (self, self->window + self->n_available, WINDOW_SIZE - self->n_available, &n_new,
                  error))
    return FALSE;

  self->n_available += n_new;
  self->n_windowed += n_new;
  if (self->n_windowed > self->max_size)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   self->is_packed
                       ? _ ("it unpacks to more than %ju MB, far more than a data set of its kind "
                            "takes")
                       : _ ("it holds more than %ju MB, far more than a data set of its kind "
                            "takes"),
                   (uintmax_t) (self->max_size / 1000000));
      return FALSE;
    }
  return TRUE;
}

/* The most bytes that the file may hold or unpack to. */
static guint64
get_max_size (const BpByteStream *self)
{
  guint64 capacity = RATIO_ALLOWANCE + MIN (self->data_size, MAX_UNPACKED) * MAX_RATIO;

  return MIN (capacity, MAX_UNPACKED);
}

/* Takes ownership of @fd, also where it fails. */
static gboolean
open_file (BpByteStream *self, int fd, GError **error)
{
  self->fd = fd;
  self->data_size = bp_regular_file_measure (fd, self->file_size);
  self->file = gzdopen (fd, "rb");
  if (self->file == NULL)
    {
      close (fd);
      return set_memory_error (error);
    }
  gzbuffer (self->file, INPUT_SIZE);
  self->is_packed = gzdirect (self->file) == 0;
  self->max_size = get_max_size (self);
  self->progress_total = self->file_size;
  return TRUE;
}

static gboolean
allocate_window (BpByteStream *self, GError **error)
{
  self->window = g_try_malloc (WINDOW_SIZE);
  self->next = self->window;
  return self->window != NULL || set_memory_error (error);
}

/**
 * bp_byte_stream_open:
 * @path: (type filename): a file
 * @progress: (nullable): counts the bytes read from the file; borrowed until closed
 * @error: return location for a %G_FILE_ERROR, or a %BP_ERROR
 *
 * Opens a file. A gzip stream is unpacked as it is read. Anything but a regular file (a folder, a
 * FIFO, a device) is an error. The %BP_ERROR messages here and below begin with "it" or "its", so
 * that "“NAME” cannot be loaded: " fits before them.
 *
 * Returns: (transfer full): the stream at its beginning, or %NULL with @error set
 */
BpByteStream *
bp_byte_stream_open (const char *path, BpProgress *progress, GError **error)
{
  guint64 length;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = bp_regular_file_open (path, &length, error);
  return fd >= 0 ? bp_byte_stream_open_fd (fd, path, progress, error) : NULL;
}

/**
 * bp_byte_stream_open_fd:
 * @fd: (transfer full): a file that is open for reading, closed also where this fails
 * @path: (type filename): its name in errors
 * @progress: (nullable): as of bp_byte_stream_open()
 * @error: as of bp_byte_stream_open()
 *
 * Returns: (transfer full): the stream at the beginning of the file, or %NULL with @error set
 */
BpByteStream *
bp_byte_stream_open_fd (int fd, const char *path, BpProgress *progress, GError **error)
{
  g_autoptr (BpByteStream) self = g_new0 (BpByteStream, 1);
  struct stat status;

  self->path = g_strdup (path);
  self->progress = progress;
  if (fstat (fd, &status) != 0 || lseek (fd, 0, SEEK_SET) != 0)
    {
      bp_set_errno_error (error, errno, N_ ("Could not look at “%s”: %s"), path);
      close (fd);
      return NULL;
    }
  self->file_size = (guint64) status.st_size;
  if (!open_file (self, fd, error))
    return NULL;

  return allocate_window (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bp_byte_stream_new_from_bytes:
 * @bytes: (not empty): the bytes of a file, unpacked; they are referenced and not copied
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the stream at its beginning, or %NULL with @error set
 */
BpByteStream *
bp_byte_stream_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (BpByteStream) self = g_new0 (BpByteStream, 1);

  self->bytes = g_bytes_ref (bytes);
  self->file_size = g_bytes_get_size (bytes);
  self->max_size = MAX_UNPACKED;
  return allocate_window (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bp_byte_stream_close:
 * @stream: (transfer full): a stream
 */
void
bp_byte_stream_close (BpByteStream *stream)
{
  g_return_if_fail (stream != NULL);

  if (stream->file != NULL)
    gzclose (stream->file);
  g_clear_pointer (&stream->bytes, g_bytes_unref);
  g_free (stream->path);
  g_free (stream->window);
  g_free (stream);
}

/**
 * bp_byte_stream_set_progress_range:
 * @stream: a stream
 * @done_before: the bytes of the files read before this one
 * @total: the bytes of all files
 *
 * Makes the progress count this file as one of several.
 */
void
bp_byte_stream_set_progress_range (BpByteStream *stream, guint64 done_before, guint64 total)
{
  stream->progress_start = done_before;
  stream->progress_total = total;
}

/**
 * bp_byte_stream_rewind:
 * @stream: a stream
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns to the beginning, to read the file a second time.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_byte_stream_rewind (BpByteStream *stream, GError **error)
{
  if (stream->file != NULL)
    gzclearerr (stream->file);
  if (stream->file != NULL && gzrewind (stream->file) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not go back in “%s”: %s"), stream->path);

  stream->n_taken = 0;
  stream->next = stream->window;
  stream->n_available = 0;
  stream->n_windowed = 0;
  stream->is_at_end = FALSE;
  return TRUE;
}

/**
 * bp_byte_stream_peek:
 * @stream: a stream
 * @wanted: 1 to %BP_BYTE_STREAM_MAX_PIECE
 * @bytes: (out) (array length=length) (transfer none): the next bytes, valid until the next call
 * @length: (out): the number of bytes: at least @wanted unless the file ends before
 * @error: return location for a %G_FILE_ERROR; for %BP_ERROR_DAMAGED where the gzip stream is cut
 * off or does not agree with its checksum; %BP_ERROR_TOO_LARGE; %BP_ERROR_CANCELLED
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_byte_stream_peek (BpByteStream *stream,
                     gsize wanted,
                     const guint8 **bytes,
                     gsize *length,
                     GError **error)
{
  g_assert (wanted > 0 && wanted <= BP_BYTE_STREAM_MAX_PIECE);

  while (stream->n_available < wanted && !stream->is_at_end)
    if (!refill (stream, error))
      return FALSE;

  *bytes = stream->next;
  *length = stream->n_available;
  return TRUE;
}

/**
 * bp_byte_stream_consume:
 * @stream: a stream
 * @length: the number of bytes to remove, at most the length of bp_byte_stream_peek()
 */
void
bp_byte_stream_consume (BpByteStream *stream, gsize length)
{
  g_assert (length <= stream->n_available);

  stream->next += length;
  stream->n_available -= length;
}

/**
 * bp_byte_stream_take:
 * @stream: a stream
 * @length: 1 to %BP_BYTE_STREAM_MAX_PIECE
 * @error: as of bp_byte_stream_peek(), and %BP_ERROR_DAMAGED where fewer bytes are left
 *
 * Returns: (transfer none) (array length=length): the next bytes, valid until the next call, or
 *   %NULL with @error set
 */
const guint8 *
bp_byte_stream_take (BpByteStream *stream, gsize length, GError **error)
{
  const guint8 *bytes = stream->next;
  gsize n_available = stream->n_available;

  if (n_available < length)
    {
      if (!bp_byte_stream_peek (stream, length, &bytes, &n_available, error))
        return NULL;
      if (n_available < length)
        {
          bp_byte_stream_consume (stream, n_available);
          set_cut_off_error (stream, error);
          return NULL;
        }
    }

  stream->next += length;
  stream->n_available -= length;
  return bytes;
}

/**
 * bp_byte_stream_read:
 * @stream: a stream
 * @buffer: (out caller-allocates) (array length=length): set to the next bytes
 * @length: in bytes, without a limit
 * @error: as of bp_byte_stream_take()
 *
 * Returns: %FALSE with @error set where fewer bytes are left
 */
gboolean
bp_byte_stream_read (BpByteStream *stream, void *buffer, gsize length, GError **error)
{
  guint8 *next = buffer;

  while (length > 0)
    {
      const guint8 *bytes;
      gsize n_available;

      if (!bp_byte_stream_peek (stream, 1, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return set_cut_off_error (stream, error);

      gsize n_copied = MIN (n_available, length);

      memcpy (next, bytes, n_copied);
      bp_byte_stream_consume (stream, n_copied);
      next += n_copied;
      length -= n_copied;
    }
  return TRUE;
}

/**
 * bp_byte_stream_skip:
 * @stream: a stream
 * @length: the number of bytes to skip
 * @error: as of bp_byte_stream_take()
 *
 * Returns: %FALSE with @error set where fewer bytes are left
 */
gboolean
bp_byte_stream_skip (BpByteStream *stream, guint64 length, GError **error)
{
  while (length > 0)
    {
      const guint8 *bytes;
      gsize n_available;

      if (!bp_byte_stream_peek (stream, 1, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return set_cut_off_error (stream, error);

      gsize n_skipped = MIN (n_available, length);

      bp_byte_stream_consume (stream, n_skipped);
      length -= n_skipped;
    }
  return TRUE;
}

/**
 * bp_byte_stream_get_offset:
 * @stream: a stream
 *
 * Returns: the number of (unpacked) bytes taken so far
 */
guint64
bp_byte_stream_get_offset (const BpByteStream *stream)
{
  return stream->n_windowed - stream->n_available;
}

/**
 * bp_byte_stream_get_remaining:
 * @stream: a stream
 *
 * Returns: the most bytes that can follow; a file that declares a larger size is damaged
 */
guint64
bp_byte_stream_get_remaining (const BpByteStream *stream)
{
  guint64 total = stream->is_packed ? stream->max_size : MIN (stream->file_size, stream->max_size);
  guint64 offset = bp_byte_stream_get_offset (stream);

  return total > offset ? total - offset : 0;
}

/**
 * bp_byte_stream_get_memory_budget:
 * @stream: a stream
 *
 * Returns: the most bytes of memory that the unpacked content of a valid file of this size can
 *   need, at one byte for each pixel. A reader that needs more refuses the file with
 *   %BP_ERROR_TOO_LARGE.
 */
gsize
bp_byte_stream_get_memory_budget (const BpByteStream *stream)
{
  guint64 budget = MEMORY_ALLOWANCE + MIN (stream->data_size, MAX_MEMORY) * MAX_MEMORY_RATIO;

  return (gsize) MIN (budget, MAX_MEMORY);
}

/**
 * bp_byte_stream_is_packed:
 * @stream: a stream
 *
 * Returns: whether the file is a gzip stream
 */
gboolean
bp_byte_stream_is_packed (const BpByteStream *stream)
{
  return stream->is_packed;
}

/**
 * bp_byte_stream_dup_fd:
 * @stream: a stream, which must not be read afterwards
 * @error: return location for a %G_FILE_ERROR
 *
 * Duplicates the file descriptor, for another reader of the file.
 *
 * Returns: (transfer full): the file at its beginning, or -1 with @error set
 */
int
bp_byte_stream_dup_fd (BpByteStream *stream, GError **error)
{
  int fd = fcntl (stream->fd, F_DUPFD_CLOEXEC, 0);

  if (fd < 0 || lseek (fd, 0, SEEK_SET) != 0)
    {
      bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), stream->path);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}
