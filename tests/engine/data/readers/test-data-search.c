/* SPDX-License-Identifier: MIT */
#include "data-search.h"
#include "test-file.h"

#include <glib/gstdio.h>

typedef struct
{
  char *root;
} Fixture;

/* The user's data folder of the whole test program. Each test has a subfolder. */
static char *user_data_folder;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *current = NULL;

  fixture->root = g_dir_make_tmp ("backprop-XXXXXX", &error);
  g_assert_no_error (error);
  current = g_build_filename (fixture->root, "current", NULL);
  g_assert_cmpint (g_mkdir (current, 0700), ==, 0);
  g_assert_cmpint (g_chdir (current), ==, 0);
  g_unsetenv (BP_DATA_ENVIRONMENT);
}

static void
remove_recursively (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
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

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *user = g_build_filename (user_data_folder, "backprop", NULL);

  g_assert_cmpint (g_chdir ("/"), ==, 0);
  remove_recursively (fixture->root);
  remove_recursively (user);
  g_free (fixture->root);
}

/* Makes an empty file with the folders above it. */
static char *
make_file (const char *folder, const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  return path;
}

static void
make_idx_files (const char *folder, const char *const names[4])
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = make_file (folder, names[i]);

      g_assert_nonnull (path);
    }
}

static void
assert_found (const char *last_used, const char *expected)
{
  g_autofree char *found = bp_data_search (last_used);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_nothing (Fixture *fixture G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  assert_found (NULL, NULL);
  assert_found ("/no/such/file", NULL);
}

static void
test_order_of_places (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *current = g_get_current_dir ();
  g_autofree char *environment = g_build_filename (fixture->root, "environment", NULL);
  g_autofree char *in_current = make_file (current, "mnist.pkl.gz");
  g_autofree char *in_user = NULL;
  g_autofree char *in_environment = NULL;
  g_autofree char *last_used = NULL;

  assert_found (NULL, in_current);
  in_user = make_file (user_data_folder, "backprop/mnist.pkl.gz");
  assert_found (NULL, in_user);
  in_environment = make_file (environment, "mnist.pkl.gz");
  g_setenv (BP_DATA_ENVIRONMENT, environment, TRUE);
  assert_found (NULL, in_environment);
  last_used = make_file (fixture->root, "last.csv");
  assert_found (last_used, last_used);
  g_unlink (last_used);
  assert_found (last_used, in_environment);
}

/* The path in the environment is used, with any content. */
static void
test_environment (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *current = g_get_current_dir ();
  g_autofree char *in_current = make_file (current, "mnist.pkl.gz");
  g_autofree char *file = make_file (fixture->root, "digits.bin");

  g_setenv (BP_DATA_ENVIRONMENT, file, TRUE);
  assert_found (NULL, file);
  g_setenv (BP_DATA_ENVIRONMENT, "/no/such/folder", TRUE);
  assert_found (NULL, "/no/such/folder");
  g_setenv (BP_DATA_ENVIRONMENT, "", TRUE);
  assert_found (NULL, in_current);
}

static void
test_idx_files (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[][4] = {
    { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte" },
    { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz" },
    { "train-images.idx3-ubyte", "train-labels-idx1-ubyte.gz", "t10k-images.idx3-ubyte.gz",
      "t10k-labels.idx1-ubyte" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%u", fixture->root, i);
      g_autofree char *inner_folder = g_build_filename (folder, "mnist", NULL);
      g_autofree char *pickle = make_file (inner_folder, "mnist.pkl.gz");
      g_autofree char *one = g_build_filename (inner_folder, names[i][3], NULL);
      g_autofree char *found = NULL;

      make_idx_files (inner_folder, names[i]);
      found = bp_data_search_folder (folder);
      g_assert_cmpstr (found, ==, inner_folder);

      /* Three of the four files are not a data set. */
      g_assert_cmpint (g_unlink (one), ==, 0);
      g_free (found);
      found = bp_data_search_folder (folder);
      g_assert_cmpstr (found, ==, pickle);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

static void
remove_user_data_folder (void)
{
  g_rmdir (user_data_folder);
  g_free (user_data_folder);
}

BP_TEST_FILE (data_search)
{
  g_autoptr (GError) error = NULL;

  user_data_folder = g_dir_make_tmp ("backprop-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", user_data_folder, TRUE);
  atexit (remove_user_data_folder);

  ADD ("/data-search/nothing", test_nothing);
  ADD ("/data-search/order-of-places", test_order_of_places);
  ADD ("/data-search/environment", test_environment);
  ADD ("/data-search/idx-files", test_idx_files);
}
