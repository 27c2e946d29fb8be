/* SPDX-License-Identifier: MIT */
#include "test-files.h"

#include <glib/gstdio.h>
#include <zlib.h>

static void
remove_recursively (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (directory)) != NULL)
        {
          g_autofree char *inner = g_build_filename (path, name, NULL);

          remove_recursively (inner);
        }
    }
  g_remove (path);
}

/**
 * bp_test_folder_new:
 *
 * Returns: (transfer full): an empty folder
 */
BpTestFolder *
bp_test_folder_new (void)
{
  BpTestFolder *folder = g_new0 (BpTestFolder, 1);
  g_autoptr (GError) error = NULL;

  folder->path = g_dir_make_tmp ("backprop-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

/**
 * bp_test_folder_free:
 * @folder: (transfer full): a folder
 */
void
bp_test_folder_free (BpTestFolder *folder)
{
  remove_recursively (folder->path);
  g_free (folder->path);
  g_free (folder);
}

/**
 * bp_test_folder_write:
 * @folder: a folder
 * @name: the name of a file in it; missing subfolders are made
 * @bytes: (array length=length): its content
 * @length: of @bytes
 *
 * Returns: (transfer full) (type filename): the file
 */
char *
bp_test_folder_write (BpTestFolder *folder, const char *name, gconstpointer bytes, gsize length)
{
  char *path = g_build_filename (folder->path, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  /* A new file, because the old one would keep its length where the new content is shorter. */
  g_remove (path);
  g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  return path;
}

/**
 * bp_test_gzip:
 * @bytes: (array length=length): anything
 * @length: of @bytes
 *
 * Returns: (transfer full): the bytes as a gzip stream
 */
GByteArray *
bp_test_gzip (gconstpointer bytes, gsize length)
{
  GByteArray *packed = g_byte_array_new ();
  z_stream stream = { 0 };

  /* 15 bits of window, and 16 for the gzip header. */
  g_assert_cmpint (deflateInit2 (&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  g_byte_array_set_size (packed, (guint) deflateBound (&stream, length));
  stream.next_in = (Bytef *) bytes;
  stream.avail_in = (guint) length;
  stream.next_out = packed->data;
  stream.avail_out = packed->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (packed, (guint) stream.total_out);
  deflateEnd (&stream);
  return packed;
}
