/* SPDX-License-Identifier: MIT */
/*
 * Replaces files atomically: a temporary file in the same folder, fsync, rename, fsync of the
 * folder. Without the first fsync a power cut can leave an empty file under the final name, without
 * the second the old one.
 *
 * A process that is killed leaves its temporary file behind. The next process that writes into the
 * folder removes it. A temporary file that is still being written has a lock on it, from its
 * creation until it has its final name; one without a lock is left over.
 */
#include "atomic-file.h"

#include "clean-text.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The most symbolic links that are followed, as in Linux. */
#define MAX_LINKS 40

/* The most names that are tried. A random name is taken once in 2^32 times, so that many taken
 * names mean another fault. */
#define MAX_NAMES 100

/* The names of temporary files: PREFIX, N_DIGITS hexadecimal digits, SUFFIX. */
#define PREFIX   ".backprop-"
#define SUFFIX   ".tmp"
#define N_DIGITS 8

struct _BpAtomicFile
{
  char *path; /* the file to replace, after following links */
  char *folder;
  char *temporary_path; /* NULL after it was renamed */
  int fd;               /* locked; -1 after it was closed */
};

/* Follows symbolic links, so that their target is replaced and the links stay. The target may be
 * missing. */
static char *
follow_links (const char *path, GError **error)
{
  g_autofree char *current = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = NULL;
      struct stat status;

      if (g_lstat (current, &status) != 0 || !S_ISLNK (status.st_mode))
        return g_steal_pointer (&current);

      target = g_file_read_link (current, error);
      if (target == NULL)
        return NULL;
      if (!g_path_is_absolute (target))
        {
          g_autofree char *folder = g_path_get_dirname (current);
          char *joined = g_build_filename (folder, target, NULL);

          g_free (target);
          target = joined;
        }
      g_free (current);
      current = g_steal_pointer (&target);
    }

  bp_set_errno_error (error, ELOOP, N_ ("Could not write to “%s”: %s"), path);
  return NULL;
}

/* Waits for the lock on a file that was just made. On file systems without locks this fails, and
 * remove_if_left_over() fails there as well, so that no file is removed too early. */
static void
lock (int fd)
{
  while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
    ;
}

/* Whether the file still has a name: between its creation and its lock another process may have
 * removed it as left over. */
static gboolean
has_name (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 && status.st_nlink > 0;
}

static gboolean
is_temporary_name (const char *name)
{
  gsize length = strlen (PREFIX);

  if (!g_str_has_prefix (name, PREFIX))
    return FALSE;
  for (guint i = 0; i < N_DIGITS; i++, length++)
    if (!g_ascii_isxdigit (name[length]))
      return FALSE;
  return strcmp (name + length, SUFFIX) == 0;
}

static void
remove_if_left_over (const char *path)
{
  int fd = g_open (path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
  struct stat status;

  if (fd < 0)
    return;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  close (fd);
}

/* Removes the temporary files of processes that have ended. Errors are ignored: a remaining file
 * does no harm. */
static void
remove_left_over_files (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (is_temporary_name (name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        remove_if_left_over (path);
      }
}

/* Makes the temporary file with the permissions of any new file. mkstemp() would make it readable
 * only for its owner. */
static gboolean
create_temporary (BpAtomicFile *file, GError **error)
{
  int saved_errno = EEXIST;

  for (guint i = 0; i < MAX_NAMES && saved_errno == EEXIST; i++)
    {
      g_autofree char *name = g_strdup_printf (PREFIX "%0*x" SUFFIX, N_DIGITS, g_random_int ());
      g_autofree char *path = g_build_filename (file->folder, name, NULL);

      file->fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (file->fd < 0)
        {
          saved_errno = errno;
          continue;
        }
      lock (file->fd);
      if (has_name (file->fd))
        {
          file->temporary_path = g_steal_pointer (&path);
          return TRUE;
        }
      close (file->fd);
      file->fd = -1;
    }

  return bp_set_errno_error (error, saved_errno, N_ ("Could not write to “%s”: %s"), file->path);
}

/* Refuses targets that must not be replaced: a folder, a device, or a read-only file, which a
 * rename would replace. */
static gboolean
check_target (const char *path, const struct stat *status, GError **error)
{
  if (S_ISDIR (status->st_mode))
    return bp_set_errno_error (error, EISDIR, N_ ("Could not write to “%s”: %s"), path);
  if (!S_ISREG (status->st_mode))
    {
      g_autofree char *display_name = bp_clean_path (path);

      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   _ ("Could not write to “%s”: it is a device or a pipe, not a file"),
                   display_name);
      return FALSE;
    }
  if (g_access (path, W_OK) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), path);
  return TRUE;
}

/* Gives the temporary file the owner and the permissions of the file that it replaces. */
static gboolean
take_attributes (const BpAtomicFile *file, const struct stat *status, GError **error)
{
  /* Only root may change owners; a file of any other user has the right owner already. */
  if (fchown (file->fd, status->st_uid, status->st_gid) != 0)
    {
      g_autofree char *name = bp_clean_path (file->path);

      g_debug ("The owner of %s cannot be kept", name);
    }
  if (fchmod (file->fd, status->st_mode & 0777) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);
  return TRUE;
}

/* Makes the new name durable. Some file systems do not support that, and a folder that cannot be
 * opened cannot be synchronised; the file is in its place in any case. */
static gboolean
synchronise_folder (const BpAtomicFile *file, GError **error)
{
  int fd = g_open (file->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int saved_errno;

  if (fd < 0)
    return TRUE;

  saved_errno = fsync (fd) == 0 ? 0 : errno;
  close (fd);
  if (saved_errno != 0 && saved_errno != EINVAL && saved_errno != ENOTSUP)
    return bp_set_errno_error (error, saved_errno, N_ ("Could not write to “%s”: %s"),
                               file->folder);
  return TRUE;
}

/**
 * bp_atomic_file_new:
 * @path: (type filename): the file to replace; for a symbolic link, its target
 * @error: return location for a %G_FILE_ERROR
 *
 * Begins a file that will replace @path. It gets the permissions of the old file, or those of a new
 * one. Temporary files of killed processes in the folder are removed.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
BpAtomicFile *
bp_atomic_file_new (const char *path, GError **error)
{
  BpAtomicFile *file;
  g_autofree char *target = follow_links (path, error);
  struct stat status;
  gboolean exists;

  if (target == NULL)
    return NULL;

  exists = g_stat (target, &status) == 0;
  if (exists && !check_target (target, &status, error))
    return NULL;

  file = g_new (BpAtomicFile, 1);
  *file = (BpAtomicFile){ .folder = g_path_get_dirname (target), .fd = -1 };
  file->path = g_steal_pointer (&target);
  remove_left_over_files (file->folder);
  if (!create_temporary (file, error) || (exists && !take_attributes (file, &status, error)))
    {
      bp_atomic_file_free (file);
      return NULL;
    }
  return file;
}

/**
 * bp_atomic_file_free:
 * @file: (transfer full) (nullable): the file, which is removed unless it was committed
 */
void
bp_atomic_file_free (BpAtomicFile *file)
{
  if (file == NULL)
    return;

  if (file->temporary_path != NULL)
    g_unlink (file->temporary_path);
  if (file->fd >= 0)
    close (file->fd);
  g_free (file->temporary_path);
  g_free (file->folder);
  g_free (file->path);
  g_free (file);
}

/**
 * bp_atomic_file_write:
 * @file: a file that was not committed
 * @bytes: (array length=length) (element-type guint8): the bytes to append
 * @length: of @bytes
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: whether it was written
 */
gboolean
bp_atomic_file_write (BpAtomicFile *file, const void *bytes, gsize length, GError **error)
{
  const char *next = bytes;

  g_return_val_if_fail (file->fd >= 0, FALSE);

  while (length > 0)
    {
      ssize_t n_written = write (file->fd, next, length);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);
      next += n_written;
      length -= (gsize) n_written;
    }
  return TRUE;
}

/**
 * bp_atomic_file_get_temporary_path:
 * @file: a file that was not committed
 *
 * Returns: (type filename): the file with the bytes written so far
 */
const char *
bp_atomic_file_get_temporary_path (const BpAtomicFile *file)
{
  return file->temporary_path;
}

/**
 * bp_atomic_file_commit:
 * @file: the complete file
 * @error: return location for a %G_FILE_ERROR
 *
 * Renames the file to its final name, durably against a power cut.
 *
 * Returns: whether that succeeded. After a failure, the old file is unchanged, unless only the
 *   synchronisation of the new name failed.
 */
gboolean
bp_atomic_file_commit (BpAtomicFile *file, GError **error)
{
  int fd = file->fd;

  g_return_val_if_fail (fd >= 0, FALSE);

  if (fsync (fd) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);
  /* The file is closed after the rename: the lock is needed while it has its temporary name. Errors
   * of writing were reported by fsync(). */
  if (g_rename (file->temporary_path, file->path) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);

  file->fd = -1;
  close (fd);
  g_clear_pointer (&file->temporary_path, g_free);
  return synchronise_folder (file, error);
}
