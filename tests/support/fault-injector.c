/* SPDX-License-Identifier: MIT */
/*
 * A library for LD_PRELOAD in which one file operation beneath a folder fails, or all from one on.
 *
 *   FAULT_FOLDER   the folder, absolute
 *   FAULT_AT       the number of the operation that fails, from 1
 *   FAULT_ERRNO    with which errno
 *   FAULT_STAYS    set where those after it fail, too
 *   FAULT_REPORT   a file that is made when an operation has failed
 *
 * A write that fails has written half of its bytes before, as on a disk that becomes full.
 */

/* So that open() and open64() are two functions, as programs call either. */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Atomic int n_operations;

#define NEXT(name, type) ((type) dlsym (RTLD_NEXT, name))

typedef int (*OpenFunction) (const char *path, int flags, ...);
typedef ssize_t (*WriteFunction) (int fd, const void *bytes, size_t length);
typedef ssize_t (*PwriteFunction) (int fd, const void *bytes, size_t length, off_t offset);
typedef int (*DescriptorFunction) (int fd);
typedef int (*PathFunction) (const char *path);
typedef int (*RenameFunction) (const char *from, const char *to);
typedef int (*MakeFolderFunction) (const char *path, mode_t mode);
typedef int (*TruncateFunction) (int fd, off_t length);

static int
is_beneath (const char *path)
{
  const char *folder = getenv ("FAULT_FOLDER");

  return folder != NULL && path != NULL && strncmp (path, folder, strlen (folder)) == 0;
}

static int
is_descriptor_beneath (int fd)
{
  char link[64];
  char path[PATH_MAX];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = '\0';
  return is_beneath (path);
}

/* Counts an operation beneath the folder. Returns: whether it is to fail, with errno set */
static int
fails (void)
{
  const char *at = getenv ("FAULT_AT");
  int number = atomic_fetch_add (&n_operations, 1) + 1;
  int first = at != NULL ? atoi (at) : 0;
  const char *report = getenv ("FAULT_REPORT");

  if (first == 0 || number < first || (number > first && getenv ("FAULT_STAYS") == NULL))
    return 0;
  if (report != NULL)
    {
      int fd = NEXT ("open", OpenFunction) (report, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

      if (fd >= 0)
        close (fd);
    }
  errno = atoi (getenv ("FAULT_ERRNO"));
  return 1;
}

static int
open_file (const char *name, const char *path, int flags, mode_t mode)
{
  if (is_beneath (path) && (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 && fails ())
    return -1;
  return NEXT (name, OpenFunction) (path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return open_file ("open", path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return open_file ("open64", path, flags, mode);
}

ssize_t
write (int fd, const void *bytes, size_t length)
{
  WriteFunction next = NEXT ("write", WriteFunction);

  if (is_descriptor_beneath (fd) && fails ())
    {
      int saved_errno = errno;

      (void) !next (fd, bytes, length / 2);
      errno = saved_errno;
      return -1;
    }
  return next (fd, bytes, length);
}

static ssize_t
write_at (const char *name, int fd, const void *bytes, size_t length, off_t offset)
{
  PwriteFunction next = NEXT (name, PwriteFunction);

  if (is_descriptor_beneath (fd) && fails ())
    {
      int saved_errno = errno;

      (void) !next (fd, bytes, length / 2, offset);
      errno = saved_errno;
      return -1;
    }
  return next (fd, bytes, length, offset);
}

ssize_t
pwrite (int fd, const void *bytes, size_t length, off_t offset)
{
  return write_at ("pwrite", fd, bytes, length, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off_t offset)
{
  return write_at ("pwrite64", fd, bytes, length, offset);
}

int
fsync (int fd)
{
  return is_descriptor_beneath (fd) && fails () ? -1 : NEXT ("fsync", DescriptorFunction) (fd);
}

int
fdatasync (int fd)
{
  return is_descriptor_beneath (fd) && fails () ? -1 : NEXT ("fdatasync", DescriptorFunction) (fd);
}

int
ftruncate (int fd, off_t length)
{
  return is_descriptor_beneath (fd) && fails () ? -1
                                                : NEXT ("ftruncate", TruncateFunction) (fd, length);
}

int
ftruncate64 (int fd, off_t length)
{
  return is_descriptor_beneath (fd) && fails ()
             ? -1
             : NEXT ("ftruncate64", TruncateFunction) (fd, length);
}

int
rename (const char *from, const char *to)
{
  return is_beneath (to) && fails () ? -1 : NEXT ("rename", RenameFunction) (from, to);
}

int
unlink (const char *path)
{
  return is_beneath (path) && fails () ? -1 : NEXT ("unlink", PathFunction) (path);
}

int
mkdir (const char *path, mode_t mode)
{
  return is_beneath (path) && fails () ? -1 : NEXT ("mkdir", MakeFolderFunction) (path, mode);
}
