/* SPDX-License-Identifier: MIT */

/* Opens files from outside, and reads at an offset in them. Any thread. */
#include "regular-file.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

/* The most pieces between holes that are counted; a file without holes has one. */
#define MAX_EXTENTS 1000

/* Checks that the descriptor is a regular file. Sets @length only then. */
static gboolean
check_kind (int fd, const char *path, guint64 *length, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not look at “%s”: %s"), path);
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                           S_ISDIR (status.st_mode) ? _ ("it is a folder, not a file")
                                                    : _ ("it is a pipe or a device, not a file"));
      return FALSE;
    }

  *length = (guint64) status.st_size;
  return TRUE;
}

/**
 * bp_regular_file_open:
 * @path: (type filename): a file
 * @length: (out): its present length in bytes; it may change while the file is read
 * @error: return location for a %G_FILE_ERROR, or %BP_ERROR_UNRECOGNISED for a folder, a pipe or a
 *   device, which are refused at once
 *
 * Returns: a file descriptor to read from, or -1 with @error set
 */
int
bp_regular_file_open (const char *path, guint64 *length, GError **error)
{
  /* Without O_NONBLOCK, opening a FIFO waits for a writer. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), path);
      return -1;
    }
  if (!check_kind (fd, path, length, error))
    {
      close (fd);
      return -1;
    }
  return fd;
}

/**
 * bp_regular_file_measure:
 * @fd: from bp_regular_file_open(), at the file's beginning
 * @length: its length as of bp_regular_file_open()
 *
 * Counts the bytes outside holes. A sparse file of any length uses little disk space, and its holes
 * read as zeros; so limits that depend on the size of a file use this number. On file systems that
 * do not report holes, it is the length.
 *
 * Returns: the number of bytes outside holes; a smaller number for a file with very many holes
 */
guint64
bp_regular_file_measure (int fd, guint64 length)
{
  guint64 n_bytes = 0;
  off_t position = 0;

  for (guint i = 0; i < MAX_EXTENTS && (guint64) position < length; i++)
    {
      off_t start = lseek (fd, position, SEEK_DATA);
      off_t end = start >= 0 ? lseek (fd, start, SEEK_HOLE) : -1;

      if (end <= start)
        break;
      n_bytes += (guint64) (end - start);
      position = end;
    }
  (void) lseek (fd, 0, SEEK_SET);
  return MIN (n_bytes, length);
}

/**
 * bp_regular_file_read_at:
 * @fd: from bp_regular_file_open()
 * @path: (type filename): its path, for errors
 * @buffer: (out) (array length=length): set to the bytes
 * @length: in bytes, within the length of the file when it was opened
 * @offset: from the beginning of the file, in bytes
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_DAMAGED
 *
 * Returns: whether all bytes were read
 */
gboolean
bp_regular_file_read_at (int fd,
                         const char *path,
                         void *buffer,
                         gsize length,
                         guint64 offset,
                         GError **error)
{
  guint8 *target = buffer;

  while (length > 0)
    {
      ssize_t n_read = pread (fd, target, length, (off_t) offset);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0)
        return bp_set_errno_error (error, errno, N_ ("Could not read “%s”: %s"), path);
      if (n_read == 0)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                               _ ("it became shorter while it was being read"));
          return FALSE;
        }
      target += n_read;
      offset += (guint64) n_read;
      length -= (gsize) n_read;
    }
  return TRUE;
}

/**
 * bp_regular_file_read:
 * @path: (type filename): a small file
 * @max_length: the largest accepted length, in bytes
 * @length: (out): its length, in bytes
 * @error: return location for a %G_FILE_ERROR; %BP_ERROR_TOO_LARGE; %BP_ERROR_UNRECOGNISED as of
 *   bp_regular_file_open(); %BP_ERROR_DAMAGED where it shrinks meanwhile
 *
 * Returns: (transfer full): the content, followed by a NUL, or %NULL with @error set
 */
char *
bp_regular_file_read (const char *path, gsize max_length, gsize *length, GError **error)
{
  g_autofree char *content = NULL;
  guint64 size = 0;
  gboolean is_read;
  int fd = bp_regular_file_open (path, &size, error);

  if (fd < 0)
    return NULL;
  if (size > max_length)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it has %ju bytes, but no more than %zu are read"), (uintmax_t) size,
                   max_length);
      close (fd);
      return NULL;
    }

  *length = (gsize) size;
  content = g_malloc (*length + 1);
  content[*length] = '\0';
  is_read = bp_regular_file_read_at (fd, path, content, *length, 0, error);
  close (fd);
  return is_read ? g_steal_pointer (&content) : NULL;
}
