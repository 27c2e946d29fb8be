/* SPDX-License-Identifier: MIT */
#include "atomic-file.h"

#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  BpTestFolder *folder;
  char *path; /* of a file with the content "old" */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = bp_test_folder_new ();
  fixture->path = bp_test_folder_write (fixture->folder, "file", "old", 3);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_free (fixture->path);
  bp_test_folder_free (fixture->folder);
}

static void
replace (const char *path)
{
  g_autoptr (GError) error = NULL;
  BpAtomicFile *file = bp_atomic_file_new (path, &error);

  g_assert_no_error (error);
  g_assert_true (bp_atomic_file_write (file, "new", 3, &error));
  g_assert_true (bp_atomic_file_commit (file, &error));
  g_assert_no_error (error);
  bp_atomic_file_free (file);
}

static void
assert_has (const char *path, const char *expected)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

/* Who may read a file, and write to it, stays as it was. */
static void
test_keeps_permissions (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const mode_t modes[] = { 0640, 0600, 0664 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      GStatBuf status;

      g_assert_cmpint (g_chmod (fixture->path, (int) modes[i]), ==, 0);
      replace (fixture->path);
      assert_has (fixture->path, "new");
      g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 0777, ==, modes[i]);
    }
}

/* What is not finished leaves the old file, and nothing beside it. */
static void
test_not_committed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpAtomicFile *file = bp_atomic_file_new (fixture->path, NULL);
  g_autoptr (GDir) dir = NULL;

  g_assert_true (bp_atomic_file_write (file, "new", 3, NULL));
  bp_atomic_file_free (file);
  assert_has (fixture->path, "old");
  dir = g_dir_open (fixture->folder->path, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "file");
  g_assert_null (g_dir_read_name (dir));
}

/* A link stays, and what it leads to is replaced. */
static void
test_link (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *link = g_build_filename (fixture->folder->path, "link", NULL);

  g_assert_cmpint (symlink ("file", link), ==, 0);
  replace (link);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_has (fixture->path, "new");
}

BP_TEST_FILE (atomic_file)
{
#define ADD(path, test) g_test_add ("/atomic-file/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("keeps-permissions", test_keeps_permissions);
  ADD ("not-committed", test_not_committed);
  ADD ("link", test_link);
#undef ADD
}
