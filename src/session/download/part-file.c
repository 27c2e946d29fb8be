/* SPDX-License-Identifier: MIT */
/*
 * The checksum is updated while bytes arrive, so that the file need not be read again at the end.
 * An existing beginning is read once.
 */
#include "config.h"

#include "part-file.h"

#include "clean-text.h"
#include "error.h"
#include "sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_LENGTH 65536

struct _BpPartFile
{
  char *path; /* of the whole file */
  char *part_path;
  int fd;
  guint64 size;     /* of the whole file */
  guint64 length;   /* of the part, up to size */
  BpSha256 *sha256; /* of the part */
};

static gboolean
set_no_file_error (const BpPartFile *file, GError **error)
{
  g_autofree char *name = bp_clean_path (file->part_path);

  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               _ ("“%s” is a link, a pipe or a device, not a file; move it away"), name);
  return FALSE;
}

/* Reads the part of an earlier download for the digest. A part that is longer than the file cannot
 * be its beginning, and is emptied. */
static gboolean
read_beginning (BpPartFile *file, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_LENGTH);
  struct stat status;

  if (fstat (file->fd, &status) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not read “%s”: %s"), file->part_path);
  if (!S_ISREG (status.st_mode))
    return set_no_file_error (file, error);
  if (status.st_size > 0 && (guint64) status.st_size > file->size)
    return bp_part_file_truncate (file, error);

  for (;;)
    {
      ssize_t n_read = read (file->fd, buffer, BUFFER_LENGTH);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0)
        return bp_set_errno_error (error, errno, N_ ("Could not read “%s”: %s"), file->part_path);
      if (n_read == 0)
        return TRUE;
      bp_sha256_update (file->sha256, buffer, (gsize) n_read);
      file->length += (gsize) n_read;
    }
}

/* Locks the part, or closes it where another process has it. */
static gboolean
take_lock (BpPartFile *file, GError **error)
{
  g_autofree char *display_name = NULL;
  int saved_errno;

  if (flock (file->fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  saved_errno = errno;
  close (file->fd);
  file->fd = -1;
  if (saved_errno != EWOULDBLOCK)
    return bp_set_errno_error (error, saved_errno, N_ ("Could not write to “%s”: %s"),
                               file->part_path);

  display_name = bp_clean_path (file->path);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
               _ ("“%s” is being downloaded already, in another window or program"), display_name);
  return FALSE;
}

/**
 * bp_part_file_open:
 * @path: (type filename): the final name of the file
 * @size: of the whole file, in bytes
 * @error: return location for a %G_FILE_ERROR
 *
 * Begins a file, or continues the part of an earlier download.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
BpPartFile *
bp_part_file_open (const char *path, guint64 size, GError **error)
{
  g_autoptr (BpPartFile) file = g_new (BpPartFile, 1);

  *file = (BpPartFile){
    .path = g_strdup (path),
    .part_path = g_strconcat (path, ".part", NULL),
    .size = size,
    .sha256 = bp_sha256_new (),
  };
  /* A symbolic link could lead to any file of the user, which would be overwritten. */
  file->fd = g_open (file->part_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
  if (file->fd < 0)
    {
      if (errno == ELOOP)
        set_no_file_error (file, error);
      else
        bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->part_path);
      return NULL;
    }
  if (!take_lock (file, error) || !read_beginning (file, error))
    return NULL;
  return g_steal_pointer (&file);
}

/**
 * bp_part_file_free:
 * @file: (transfer full) (nullable): the file; its part stays on the disk
 */
void
bp_part_file_free (BpPartFile *file)
{
  if (file == NULL)
    return;

  if (file->fd >= 0)
    {
      struct stat status;

      if (fstat (file->fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_size == 0)
        g_unlink (file->part_path);
      close (file->fd);
    }
  bp_sha256_free (file->sha256);
  g_free (file->part_path);
  g_free (file->path);
  g_free (file);
}

/**
 * bp_part_file_get_length:
 * @file: a part of a file
 *
 * Returns: the length of the part, in bytes
 */
guint64
bp_part_file_get_length (const BpPartFile *file)
{
  return file->length;
}

/**
 * bp_part_file_get_size:
 * @file: a part of a file
 *
 * Returns: the size of the whole file, in bytes
 */
guint64
bp_part_file_get_size (const BpPartFile *file)
{
  return file->size;
}

/**
 * bp_part_file_append:
 * @file: a part of a file
 * @bytes: (array length=length) (element-type guint8): the next bytes
 * @length: of @bytes; with the part, at most the size of the whole file
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: whether the bytes were written
 */
gboolean
bp_part_file_append (BpPartFile *file, const void *bytes, gsize length, GError **error)
{
  const guint8 *next = bytes;

  g_return_val_if_fail (length <= file->size - file->length, FALSE);

  while (length > 0)
    {
      ssize_t n_written = write (file->fd, next, length);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"),
                                   file->part_path);
      bp_sha256_update (file->sha256, next, (gsize) n_written);
      file->length += (gsize) n_written;
      next += n_written;
      length -= (gsize) n_written;
    }
  return TRUE;
}

/**
 * bp_part_file_truncate:
 * @file: a part of a file
 * @error: return location for a %G_FILE_ERROR
 *
 * Empties the part.
 *
 * Returns: whether it is empty
 */
gboolean
bp_part_file_truncate (BpPartFile *file, GError **error)
{
  if (ftruncate (file->fd, 0) != 0 || lseek (file->fd, 0, SEEK_SET) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->part_path);

  bp_sha256_free (file->sha256);
  file->sha256 = bp_sha256_new ();
  file->length = 0;
  return TRUE;
}

/**
 * bp_part_file_is_right:
 * @file: a part of a file
 * @sha256: of the right file, in hexadecimal
 *
 * Returns: whether the file is complete and right
 */
gboolean
bp_part_file_is_right (const BpPartFile *file, const char *sha256)
{
  g_autofree char *digest = bp_sha256_get_digest (file->sha256);

  return file->length == file->size && g_str_equal (digest, sha256);
}

/**
 * bp_part_file_commit:
 * @file: a complete file
 * @error: return location for a %G_FILE_ERROR
 *
 * Renames the file to its final name, durably against a power cut. Afterwards, @file can only be
 * freed.
 *
 * Returns: whether that succeeded
 */
gboolean
bp_part_file_commit (BpPartFile *file, GError **error)
{
  g_return_val_if_fail (file->length == file->size, FALSE);

  if (fsync (file->fd) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->part_path);
  if (g_rename (file->part_path, file->path) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);
  return TRUE;
}
