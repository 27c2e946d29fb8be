/* SPDX-License-Identifier: MIT */
#include "regular-file.h"

#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  BpTestFolder *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = bp_test_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_test_folder_free (fixture->folder);
}

static void
test_read (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = bp_test_folder_write (fixture->folder, "file", "ab\0cd", 5);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  content = bp_regular_file_read (path, 5, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (content, length + 1, "ab\0cd", 6);

  g_assert_null (bp_regular_file_read (path, 4, &length, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "it has 5 bytes, but no more than 4 are read");
}

/* Devices, FIFOs and folders are refused. */
static void
test_no_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *fifo = g_build_filename (fixture->folder->path, "fifo", NULL);
  const char *paths[] = { "/dev/zero", fixture->folder->path, fifo };
  gsize length;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (bp_regular_file_read (paths[i], 1000, &length, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
    }
}

static guint64
measure (const char *path, guint64 *length)
{
  g_autoptr (GError) error = NULL;
  int fd = bp_regular_file_open (path, length, &error);
  guint64 n_bytes;

  g_assert_no_error (error);
  n_bytes = bp_regular_file_measure (fd, *length);
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, 0);
  close (fd);
  return n_bytes;
}

/* Holes do not count: a terabyte of holes with a few bytes at both ends and in the middle is
 * small. */
static void
test_holes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const guint64 offsets[] = { 0, G_GUINT64_CONSTANT (1) << 39,
                                     G_GUINT64_CONSTANT (1) << 40 };
  g_autofree char *solid = bp_test_folder_write (fixture->folder, "solid", "abc", 3);
  g_autofree char *empty = bp_test_folder_write (fixture->folder, "empty", "", 0);
  g_autofree char *path = g_build_filename (fixture->folder->path, "sparse", NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  guint64 length;

  g_assert_cmpuint (measure (solid, &length), ==, 3);
  g_assert_cmpuint (measure (empty, &length), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    g_assert_cmpint (pwrite (fd, "abc", 3, (off_t) offsets[i]), ==, 3);
  close (fd);
  g_assert_cmpuint (measure (path, &length), <, 10000000);
  g_assert_cmpuint (measure (path, &length), >, 0);
  g_assert_cmpuint (length, ==, offsets[2] + 3);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (regular_file)
{
  ADD ("/regular-file/read", test_read);
  ADD ("/regular-file/no-file", test_no_file);
  ADD ("/regular-file/holes", test_holes);
}
