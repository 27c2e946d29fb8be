/* SPDX-License-Identifier: MIT */

/* Files of folders and of archives, which the test writes. */
#include "error.h"
#include "file-tree.h"
#include "test-file.h"
#include "test-files.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ANY_LENGTH 1000000

/* A file of an archive: @length bytes of @byte. */
typedef struct
{
  const char *name;
  char byte;
  gsize length;
} Member;

static const Member members[] = {
  { "b/10.txt", 'c', 5 },
  { "b/2.txt", 'b', 70000 },
  { "a.txt", 'a', 1 },
  { "empty", 'e', 0 },
};

static const Member odd_members[] = {
  { "./seen", 's', 3 },     { ".hidden", 'h', 3 },    { "a/.hidden/x", 'h', 3 },
  { "__MACOSX/x", 'h', 3 }, { "../outside", 'h', 3 }, { "a/../b/seen-too", 's', 3 },
};

typedef struct
{
  const char *name;
  int format;
  int filter;
} Packing;

static const Packing packings[] = {
  { "tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE },
  { "tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP },
  { "tar.bz2", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_BZIP2 },
  { "tar.xz", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_XZ },
  { "zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
};

static void
write_member (struct archive *archive, const Member *member)
{
  struct archive_entry *entry = archive_entry_new ();
  g_autofree char *block = g_malloc (65536);

  memset (block, member->byte, 65536);
  archive_entry_set_pathname (entry, member->name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, (la_int64_t) member->length);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  for (gsize done = 0; done < member->length;)
    {
      gsize n_bytes = MIN (member->length - done, 65536);

      g_assert_cmpint (archive_write_data (archive, block, n_bytes), ==, n_bytes);
      done += n_bytes;
    }
  archive_entry_free (entry);
}

static char *
write_archive (BpTestFolder *folder,
               const Packing *packing,
               const char *password,
               const Member *written,
               guint n_written)
{
  char *path = g_build_filename (folder->path, packing->name, NULL);
  struct archive *archive = archive_write_new ();

  archive_write_set_format (archive, packing->format);
  archive_write_add_filter (archive, packing->filter);
  if (password != NULL)
    {
      archive_write_set_options (archive, "zip:encryption=traditional");
      archive_write_set_passphrase (archive, password);
    }
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < n_written; i++)
    write_member (archive, &written[i]);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return path;
}

static void
assert_content (const guint8 *bytes, gsize length, const Member *member)
{
  g_assert_cmpuint (length, ==, member->length);
  for (gsize i = 0; i < length; i++)
    g_assert_cmpuint (bytes[i], ==, (guint8) member->byte);
}

static void
assert_file (BpFileTree *tree, guint index, const Member *member)
{
  g_autofree guint8 *bytes = NULL;
  g_autofree guint8 *streamed = g_malloc (MAX (member->length, 1));
  g_autoptr (BpByteStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_cmpuint (bp_file_tree_get_size (tree, index), ==, member->length);
  bytes = bp_file_tree_read_file (tree, index, ANY_LENGTH, &length, &error);
  g_assert_no_error (error);
  assert_content (bytes, length, member);

  stream = bp_file_tree_open_file (tree, index, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (bp_byte_stream_read (stream, streamed, member->length, &error));
      g_assert_no_error (error);
      assert_content (streamed, member->length, member);
      g_assert_true (bp_byte_stream_rewind (stream, &error));
    }

  if (member->length < 2)
    return;
  g_assert_null (bp_file_tree_read_file (tree, index, member->length - 1, &length, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
}

/* Each file has its packed content, in any order of reading and repeatedly. */
static void
test_packing (gconstpointer data)
{
  static const guint order[] = { 0, 1, 2, 3, 3, 1, 0, 2 };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_archive (folder, data, NULL, members, G_N_ELEMENTS (members));
  g_autoptr (GError) error = NULL;
  g_autoptr (BpFileTree) tree = bp_file_tree_open_archive (path, NULL, &error);
  guint index = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (bp_file_tree_get_path (tree), ==, path);
  g_assert_cmpuint (bp_file_tree_get_n_files (tree), ==, G_N_ELEMENTS (members));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (bp_file_tree_find (tree, members[order[i]].name, &index));
      g_assert_cmpstr (bp_file_tree_get_name (tree, index), ==, members[order[i]].name);
      assert_file (tree, index, &members[order[i]]);
    }
  g_assert_false (bp_file_tree_find (tree, "b", &index));
}

/* No file is written under a name of an archive, and hidden files are left out. */
static void
test_odd_names (gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path =
      write_archive (folder, data, NULL, odd_members, G_N_ELEMENTS (odd_members));
  g_autofree char *outside = g_build_filename (folder->path, "outside", NULL);
  g_autofree char *above = g_build_filename (folder->path, "..", "outside", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpFileTree) tree = bp_file_tree_open_archive (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bp_file_tree_get_n_files (tree), ==, 1);
  g_assert_cmpstr (bp_file_tree_get_name (tree, 0), ==, "seen");
  assert_file (tree, 0, &odd_members[0]);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (above, G_FILE_TEST_EXISTS));
}

/* Reads all files of an archive. */
static gboolean
read_all (const char *path, GError **error)
{
  g_autoptr (BpFileTree) tree = bp_file_tree_open_archive (path, NULL, error);

  for (guint i = 0; tree != NULL && i < bp_file_tree_get_n_files (tree); i++)
    {
      g_autofree guint8 *bytes = NULL;
      gsize length;

      bytes = bp_file_tree_read_file (tree, i, ANY_LENGTH, &length, error);
      if (bytes == NULL)
        return FALSE;
    }
  return tree != NULL;
}

static void
test_cut_off (gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_archive (folder, data, NULL, members, 2);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize n_left = length / 5; n_left <= length / 2; n_left += length / 10)
    {
      g_assert_cmpint (truncate (path, (off_t) n_left), ==, 0);
      g_assert_false (read_all (path, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
    }
  g_assert_true (read_all (path, &error));
  g_assert_no_error (error);
}

/* 180 MB of one byte. A plain tar file is not packed; in a zip file, only the bytes that are read
 * count. */
static void
test_bomb (gconstpointer data)
{
  static const Member bomb = { "bomb", '\0', 180000000 };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_archive (folder, data, NULL, &bomb, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpFileTree) tree = bp_file_tree_open_archive (path, NULL, &error);

  if (tree != NULL)
    g_assert_null (bp_file_tree_open_file (tree, 0, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
}

/* 300 MB of a hole after the beginning of a zip file. */
static void
test_hole (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "hole", "PK\003\004", 4);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, 300000000), ==, 0);
  g_assert_null (bp_file_tree_open_archive (path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "268 MB of it have no beginning of a file"));
}

static void
test_password (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path =
      write_archive (folder, &packings[G_N_ELEMENTS (packings) - 1], "secret", members, 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_file_tree_open_archive (path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, "it is an archive with a password: unpack it first");
}

static void
test_no_archive (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "text", "no archive at all", 17);
  g_autofree char *missing = g_build_filename (folder->path, "missing", NULL);
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };
  g_autofree char *tar = write_archive (folder, &packings[0], NULL, members, 2);

  g_assert_null (bp_file_tree_open_archive (path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (bp_file_tree_open_archive (missing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  bp_progress_cancel (&progress);
  g_assert_null (bp_file_tree_open_archive (tar, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* --- Folders --- */

static void
write_in_folder (BpTestFolder *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autofree char *around = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (around, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "xyz", 3, NULL));
}

static void
assert_listed (BpTestFolder *folder, guint depth, const char *listed)
{
  g_autoptr (BpFileTree) tree = bp_file_tree_new_for_folder (folder->path, depth);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < bp_file_tree_get_n_files (tree); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", bp_file_tree_get_name (tree, i));
  g_assert_cmpstr (names->str, ==, listed);
}

/* Files are in natural order, up to the given depth, and each folder is listed once despite
 * links. */
static void
test_folder (void)
{
  static const char *const names[] = { "10.png", "2.png", ".hidden", "b/1", "a/b/c/1", ".x/1" };
  static const Member member = { "2.png", 'x', 3 };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *loop = g_build_filename (folder->path, "b", "loop", NULL);
  g_autofree char *linked = g_build_filename (folder->path, "linked.png", NULL);
  g_autofree char *broken = g_build_filename (folder->path, "broken", NULL);
  g_autofree char *missing = g_build_filename (folder->path, "missing", NULL);
  g_autoptr (BpFileTree) tree = NULL;
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_in_folder (folder, names[i]);
  g_assert_cmpint (symlink (folder->path, loop), ==, 0);
  g_assert_cmpint (symlink ("10.png", linked), ==, 0);
  g_assert_cmpint (symlink ("nowhere", broken), ==, 0);

  assert_listed (folder, 0, "2.png 10.png linked.png");
  assert_listed (folder, 1, "2.png 10.png b/1 linked.png");
  assert_listed (folder, 5, "2.png 10.png a/b/c/1 b/1 linked.png");

  tree = bp_file_tree_new_for_folder (folder->path, 0);
  bytes = bp_file_tree_read_file (tree, 0, ANY_LENGTH, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, length, "xyz", member.length);
  g_assert_null (bp_file_tree_read_file (tree, 0, 2, &length, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);

  g_clear_pointer (&tree, bp_file_tree_free);
  tree = bp_file_tree_new_for_folder (missing, 5);
  g_assert_cmpuint (bp_file_tree_get_n_files (tree), ==, 0);
}

static void
add_for_each_packing (const char *name, guint first, GTestDataFunc function)
{
  for (guint i = first; i < G_N_ELEMENTS (packings); i++)
    {
      g_autofree char *path = g_strconcat ("/file-tree/", name, "/", packings[i].name, NULL);

      g_test_add_data_func (path, &packings[i], function);
    }
}

BP_TEST_FILE (file_tree)
{
  add_for_each_packing ("packing", 0, test_packing);
  add_for_each_packing ("odd-names", 0, test_odd_names);
  add_for_each_packing ("cut-off", 0, test_cut_off);
  add_for_each_packing ("bomb", 1, test_bomb);
  g_test_add_func ("/file-tree/hole", test_hole);
  g_test_add_func ("/file-tree/password", test_password);
  g_test_add_func ("/file-tree/no-archive", test_no_archive);
  g_test_add_func ("/file-tree/folder", test_folder);
}
