/* SPDX-License-Identifier: MIT */
#include "line-reader.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_LENGTH 65536

struct _BpLineReader
{
  char *path;
  int fd;
  GByteArray *bytes; /* unread bytes begin at begin */
  gsize begin;
  gsize searched; /* bytes from begin on that hold no line end */
  guint64 n_lines;
  gboolean is_at_end;
};

/**
 * bp_line_reader_open:
 * @path: (type filename): a file, or "-" for the standard input
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: (transfer full): a reader, or %NULL with @error set
 */
BpLineReader *
bp_line_reader_open (const char *path, GError **error)
{
  BpLineReader *reader;
  int fd = strcmp (path, "-") == 0 ? STDIN_FILENO : g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    {
      bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), path);
      return NULL;
    }

  reader = g_new0 (BpLineReader, 1);
  reader->path = g_strdup (path);
  reader->fd = fd;
  reader->bytes = g_byte_array_sized_new (CHUNK_LENGTH + 1);
  return reader;
}

/**
 * bp_line_reader_free:
 * @reader: (transfer full): the reader to close
 */
void
bp_line_reader_free (BpLineReader *reader)
{
  if (reader->fd != STDIN_FILENO)
    close (reader->fd);
  g_byte_array_unref (reader->bytes);
  g_free (reader->path);
  g_free (reader);
}

/* Appends the available bytes, at most a chunk. */
static gboolean
read_more (BpLineReader *reader, GError **error)
{
  guint length;
  ssize_t n_read;

  g_byte_array_remove_range (reader->bytes, 0, (guint) reader->begin);
  reader->begin = 0;
  length = reader->bytes->len;
  g_byte_array_set_size (reader->bytes, length + CHUNK_LENGTH);
  do
    n_read = read (reader->fd, reader->bytes->data + length, CHUNK_LENGTH);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0)
    return bp_set_errno_error (error, errno, N_ ("Could not read “%s”: %s"), reader->path);

  g_byte_array_set_size (reader->bytes, length + (guint) n_read);
  reader->is_at_end = n_read == 0;
  return TRUE;
}

/* Finds the next line end among the buffered bytes. */
static char *
find_line_end (BpLineReader *reader)
{
  gsize available = reader->bytes->len - reader->begin;
  char *text = (char *) reader->bytes->data + reader->begin;
  char *line_end = available == reader->searched
                       ? NULL
                       : memchr (text + reader->searched, '\n', available - reader->searched);

  reader->searched = line_end != NULL ? 0 : available;
  return line_end;
}

/* Returns @length bytes as a line and skips @n_skipped more. */
static void
take_line (BpLineReader *reader, gsize length, gsize n_skipped, BpLine *line)
{
  /* Room for the NUL behind the last byte, which may be the last of the array. */
  g_byte_array_set_size (reader->bytes, reader->bytes->len + 1);
  g_byte_array_set_size (reader->bytes, reader->bytes->len - 1);

  line->text = (char *) reader->bytes->data + reader->begin;
  line->length = length;
  line->number = ++reader->n_lines;
  reader->begin += length + n_skipped;
  reader->searched = 0;
  line->text[length] = '\0';
}

/**
 * bp_line_reader_next:
 * @reader: the reader
 * @line: (out caller-allocates): the next line; the last one need not have a line end
 * @error: return location for a %G_FILE_ERROR or, where a line is longer than
 *   %BP_LINE_READER_MAX_LENGTH, %BP_ERROR_TOO_LARGE
 *
 * Returns: whether there is another line; where not, @error tells the end from a failure
 */
gboolean
bp_line_reader_next (BpLineReader *reader, BpLine *line, GError **error)
{
  const char *line_end;
  gsize available;

  while ((line_end = find_line_end (reader)) == NULL && !reader->is_at_end)
    {
      if (reader->bytes->len - reader->begin > BP_LINE_READER_MAX_LENGTH)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE, _ ("Line %ju is longer than 16 MiB"),
                       (uintmax_t) (reader->n_lines + 1));
          return FALSE;
        }
      if (!read_more (reader, error))
        return FALSE;
    }

  available = reader->bytes->len - reader->begin;
  if (line_end != NULL)
    take_line (reader, (gsize) (line_end - (char *) reader->bytes->data) - reader->begin, 1, line);
  else if (available > 0)
    take_line (reader, available, 0, line);
  else
    return FALSE;
  return TRUE;
}
