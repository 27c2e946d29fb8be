/* SPDX-License-Identifier: MIT */
/* The lock on a collection while it is changed. It is on the folder, since the file itself is
 * replaced by an edit. */
#include "drawing-lock.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/file.h>
#include <unistd.h>

/**
 * bp_drawing_lock:
 * @path: (type filename): a collection, whose folder exists
 * @error: return location for a %G_FILE_ERROR
 *
 * Waits until no other process or thread changes the collection. On file systems without locks,
 * nothing is locked.
 *
 * Returns: the lock for bp_drawing_unlock(), or -1 with @error set
 */
int
bp_drawing_lock (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), folder);
  else
    while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
      ;
  return fd;
}

/**
 * bp_drawing_unlock:
 * @lock: from bp_drawing_lock()
 */
void
bp_drawing_unlock (int lock)
{
  (void) close (lock);
}
