/* SPDX-License-Identifier: MIT */

/* What is common to all who read files. Any thread. */
#include "regular-file.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Leaves @length alone where what is open is no file. */
static gboolean
check_kind (int fd, const char *path, guint64 *length, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return bp_set_errno_error (error, errno, "look at", path);
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                           S_ISDIR (status.st_mode) ? "it is a folder, not a file"
                                                    : "it is a pipe or a device, not a file");
      return FALSE;
    }

  *length = (guint64) status.st_size;
  return TRUE;
}

/**
 * bp_regular_file_open:
 * @path: (type filename): a file
 * @length: (out): how many bytes it has now; it may grow or shrink while it is read
 * @error: return location for a %G_FILE_ERROR, or %BP_ERROR_UNRECOGNISED for a folder, a pipe or a
 *   device, which are refused at once
 *
 * Returns: a file descriptor to read from, or -1 with @error set
 */
int
bp_regular_file_open (const char *path, guint64 *length, GError **error)
{
  /* Without O_NONBLOCK, a FIFO that nobody writes to would never open. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      bp_set_errno_error (error, errno, "open", path);
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
 * bp_regular_file_read_at:
 * @fd: from bp_regular_file_open()
 * @path: (type filename): what was opened
 * @buffer: (out) (array length=length): takes the bytes
 * @length: how many; there were so many when the file was opened
 * @offset: from the beginning of the file
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
        return bp_set_errno_error (error, errno, "read", path);
      if (n_read == 0)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                               "it became shorter while it was being read");
          return FALSE;
        }
      target += n_read;
      offset += (guint64) n_read;
      length -= (gsize) n_read;
    }
  return TRUE;
}
