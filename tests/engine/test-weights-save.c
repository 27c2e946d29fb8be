/* SPDX-License-Identifier: MIT */
/* Saving: whatever goes wrong, and whenever, the file that was there is whole. */
#include "engine/weights.h"

#include "weights-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The files that are in @folder. */
static guint
count_files (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  g_assert_nonnull (directory);
  while (g_dir_read_name (directory) != NULL)
    n_files++;
  return n_files;
}

static void
test_refuses_to_save_what_diverged (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  network->layers[0].weights[1] = NAN;
  g_assert_false (bp_weights_save (network, &info, fixture->path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "“file.safetensors” was not saved: a weight is not finite: its training has "
                   "diverged");
  g_clear_error (&error);

  /* Finite weights whose answers are not. */
  for (guint j = 0; j < 4; j++)
    network->layers[0].biases[j] = 3e38F;
  network->layers[0].weights[1] = 0.0F;
  network->layers[1].weights[0] = 3e38F;
  g_assert_false (bp_weights_save (network, &info, fixture->path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static guint
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_permissions (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  mode_t old_mask = umask (027);

  bp_save_weights (network, fixture->path);
  umask (old_mask);
  g_assert_cmphex (get_mode (fixture->path), ==, 0640);

  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  bp_save_weights (network, fixture->path);
  g_assert_cmphex (get_mode (fixture->path), ==, 0604);
}

static void
test_symbolic_links_stay (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *link_to_link = g_build_filename (fixture->folder, "link-to-link", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  /* What the links lead to is not there yet. */
  g_assert_cmpint (symlink ("file.safetensors", link), ==, 0);
  g_assert_cmpint (symlink (link, link_to_link), ==, 0);
  bp_save_weights (network, link_to_link);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (link_to_link, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));

  bp_save_weights (network, link_to_link);
  g_assert_true (g_file_test (link_to_link, G_FILE_TEST_IS_SYMLINK));

  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  bp_weights_info_init (&info);
  g_assert_false (bp_weights_save (network, &info, loop, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);

  g_unlink (loop);
  g_unlink (link);
  g_unlink (link_to_link);
}

static void
assert_not_saved (const char *path, GFileError code)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  g_assert_false (bp_weights_save (network, &info, path, &error));
  g_assert_error (error, G_FILE_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "Could not write to “"));
}

/* Neither a file that must not be written nor one in a folder that must not is replaced. */
static void
assert_permissions_count (const BpWeightsFixture *fixture)
{
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  assert_not_saved (fixture->path, G_FILE_ERROR_ACCES);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  assert_not_saved (fixture->path, G_FILE_ERROR_ACCES);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
}

/* Runs @check in a process of its own, as a user whom permissions stop. */
static void
run_without_privileges (const BpWeightsFixture *fixture,
                        void (*check) (const BpWeightsFixture *fixture))
{
  const uid_t nobody = 65534;
  pid_t child;
  int status;

  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (fixture->folder, nobody, nobody), ==, 0);
      g_assert_cmpint (chown (fixture->path, nobody, nobody), ==, 0);
    }

  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (geteuid () == 0 && (setgid (nobody) != 0 || setuid (nobody) != 0))
        _exit (1);
      check (fixture);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
test_places_that_cannot_be_written (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "file", NULL);

  assert_not_saved (nowhere, G_FILE_ERROR_NOENT);
  assert_not_saved (fixture->folder, G_FILE_ERROR_ISDIR);
  assert_not_saved ("/dev/null", G_FILE_ERROR_INVAL);

  g_assert_true (g_file_set_contents (fixture->path, "old", 3, NULL));
  run_without_privileges (fixture, assert_permissions_count);
}

/* Asserts that the fixture's file still holds the network of @sha256. */
static void
assert_old_file_is_whole (const BpWeightsFixture *fixture, const char *sha256)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_weights_load (fixture->path, NULL, &error);
  g_autofree char *loaded_sha256 = NULL;

  g_assert_no_error (error);
  loaded_sha256 = bp_weights_sha256 (network);
  g_assert_cmpstr (loaded_sha256, ==, sha256);
}

/* A limit on the size of files ends a write in the middle, as a full disk does. */
static void
test_full_disk (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint sizes[] = { 784, 30, 10 };
  g_autoptr (BpNetwork) old = bp_small_network_new ();
  g_autoptr (BpNetwork) network = bp_sample_network_new (sizes, G_N_ELEMENTS (sizes));
  g_autofree char *sha256 = bp_weights_sha256 (old);
  const rlim_t limits[] = { 0, 5, 1000, 4096, 90000 };

  bp_save_weights (old, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      pid_t child = fork ();
      int status;

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          const struct rlimit limit = { limits[i], limits[i] };
          g_autoptr (GError) error = NULL;
          g_auto (BpWeightsInfo) info;

          bp_weights_info_init (&info);
          signal (SIGXFSZ, SIG_IGN);
          if (setrlimit (RLIMIT_FSIZE, &limit) != 0 ||
              bp_weights_save (network, &info, fixture->path, &error))
            _exit (1);
          _exit (g_error_matches (error, G_FILE_ERROR, g_file_error_from_errno (EFBIG)) ? 0 : 2);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (status, ==, 0);
      assert_old_file_is_whole (fixture, sha256);
      g_assert_cmpuint (count_files (fixture->folder), ==, 1);
    }
}

/* Removes what a killed process could not. */
static void
remove_temporary_files (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".tmp"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* Kills a process that saves two networks in turn, at many moments, and looks at what is there. */
static void
test_killed_saves (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint sizes[] = { 300, 30, 10 };
  g_autoptr (BpNetwork) first = bp_small_network_new ();
  g_autoptr (BpNetwork) second = bp_sample_network_new (sizes, G_N_ELEMENTS (sizes));
  g_autofree char *first_sha256 = bp_weights_sha256 (first);
  g_autofree char *second_sha256 = bp_weights_sha256 (second);
  guint n_rounds = g_test_slow () ? 200 : 40;

  bp_save_weights (first, fixture->path);
  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) loaded = NULL;
      g_autofree char *sha256 = NULL;
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          g_auto (BpWeightsInfo) info;

          bp_weights_info_init (&info);
          while (bp_weights_save (second, &info, fixture->path, NULL) &&
                 bp_weights_save (first, &info, fixture->path, NULL))
            ;
          _exit (1);
        }
      g_usleep (500 + (gulong) g_test_rand_int_range (0, 10000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);

      loaded = bp_weights_load (fixture->path, NULL, &error);
      g_assert_no_error (error);
      sha256 = bp_weights_sha256 (loaded);
      g_assert_true (g_str_equal (sha256, first_sha256) || g_str_equal (sha256, second_sha256));
      remove_temporary_files (fixture->folder);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  BP_WEIGHTS_TEST_ADD ("/weights-save/refuses-to-save-what-diverged",
                       test_refuses_to_save_what_diverged);
  BP_WEIGHTS_TEST_ADD ("/weights-save/permissions", test_permissions);
  BP_WEIGHTS_TEST_ADD ("/weights-save/symbolic-links-stay", test_symbolic_links_stay);
  BP_WEIGHTS_TEST_ADD ("/weights-save/places-that-cannot-be-written",
                       test_places_that_cannot_be_written);
  BP_WEIGHTS_TEST_ADD ("/weights-save/full-disk", test_full_disk);
  BP_WEIGHTS_TEST_ADD ("/weights-save/killed-saves", test_killed_saves);

  return g_test_run ();
}
