/* SPDX-License-Identifier: MIT */
#include "drawing-lock.h"

#include "test-file.h"
#include "test-files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Nobody else gets the lock, for reading neither, until it is given back. */
static void
test_excludes (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "drawings.jsonl", NULL);
  g_autoptr (GError) error = NULL;
  int lock = bp_drawing_lock (path, &error);
  int other = open (folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_assert_no_error (error);
  g_assert_cmpint (lock, >=, 0);
  g_assert_cmpint (other, >=, 0);
  g_assert_cmpint (flock (other, LOCK_SH | LOCK_NB), ==, -1);
  g_assert_cmpint (errno, ==, EWOULDBLOCK);
  bp_drawing_unlock (lock);
  g_assert_cmpint (flock (other, LOCK_EX | LOCK_NB), ==, 0);
  (void) close (other);
}

static void
test_no_folder (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "gone", "drawings.jsonl", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (bp_drawing_lock (path, &error), <, 0);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

BP_TEST_FILE (drawing_lock)
{
  g_test_add_func ("/drawing-lock/excludes", test_excludes);
  g_test_add_func ("/drawing-lock/no-folder", test_no_folder);
}
