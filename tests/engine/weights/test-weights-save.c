/* SPDX-License-Identifier: MIT */
/* Saving: after any failure at any time, the old file is whole. */
#include "weights.h"

#include "weights-check.h"

#include "test-file.h"
#include "weights-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The number of saving processes that are killed. */
#define N_KILLS 200

/* Counts the files in @folder. */
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

  /* Finite weights with infinite logits. */
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
  g_autofree char *link = g_build_filename (fixture->folder, "link.safetensors", NULL);
  g_autofree char *link_to_link =
      g_build_filename (fixture->folder, "link-to-link.safetensors", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop.safetensors", NULL);
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  /* The target of the links does not exist yet. */
  g_assert_cmpint (symlink ("file.safetensors", link), ==, 0);
  g_assert_cmpint (symlink (link, link_to_link), ==, 0);
  bp_save_weights (network, link_to_link);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (link_to_link, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));

  bp_save_weights (network, link_to_link);
  g_assert_true (g_file_test (link_to_link, G_FILE_TEST_IS_SYMLINK));

  g_assert_cmpint (symlink ("loop.safetensors", loop), ==, 0);
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

/* A read-only file, and a file in a read-only folder, are not replaced. */
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

/* Runs @check in a new process, as a user without privileges. */
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
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "file.safetensors", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "folder.safetensors", NULL);

  assert_not_saved (nowhere, G_FILE_ERROR_NOENT);
  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  assert_not_saved (folder, G_FILE_ERROR_ISDIR);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (mkfifo (folder, 0600), ==, 0);
  assert_not_saved (folder, G_FILE_ERROR_INVAL);
  g_assert_cmpint (g_unlink (folder), ==, 0);

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

/* A limit on the size of files stops a write in the middle, like a full disk. */
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

/* Fills the disk except for @n_free bytes. */
static void
fill_disk (const char *path, gsize n_free)
{
  const char bytes[512] = { 0 };
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  off_t length = 0;

  g_assert_cmpint (fd, >=, 0);
  for (ssize_t n; (n = write (fd, bytes, sizeof bytes)) > 0;)
    length += n;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpint (ftruncate (fd, MAX (length - (off_t) n_free, 0)), ==, 0);
  g_assert_cmpint (close (fd), ==, 0);
}

/* Mounts a small disk in memory at @folder; returns whether that is possible. */
static gboolean
mount_small_disk (const char *folder)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return FALSE;
  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", folder, "tmpfs", 0, "size=256k") == 0;
}

/* Saves on a disk with too few free bytes, then with more and more. */
static void
save_on_small_disk (const BpWeightsFixture *fixture)
{
  const guint sizes[] = { 784, 30, 10 };
  const gsize n_free[] = { 0, 4096, 40960, 81920, 200000 };
  g_autoptr (BpNetwork) old = bp_small_network_new ();
  g_autoptr (BpNetwork) network = bp_sample_network_new (sizes, G_N_ELEMENTS (sizes));
  g_autofree char *old_sha256 = bp_weights_sha256 (old);
  g_autofree char *sha256 = bp_weights_sha256 (network);
  g_autofree char *ballast = g_build_filename (fixture->folder, "ballast", NULL);
  gboolean is_saved = FALSE;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  bp_save_weights (old, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (n_free); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (is_saved);
      fill_disk (ballast, n_free[i]);
      is_saved = bp_weights_save (network, &info, fixture->path, &error);
      if (!is_saved)
        g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
      assert_old_file_is_whole (fixture, is_saved ? sha256 : old_sha256);
      g_assert_cmpuint (count_files (fixture->folder), ==, 2);
    }
  g_assert_true (is_saved);
}

#define NO_DISK 77

static void
test_full_small_disk (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (!mount_small_disk (fixture->folder))
        _exit (NO_DISK);
      save_on_small_disk (fixture);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFEXITED (status) && WEXITSTATUS (status) == NO_DISK)
    g_test_skip ("No file system may be mounted here, not even in a name space of one's own");
  else
    g_assert_cmpint (status, ==, 0);
}

/* The next save removes the temporary files of a killed process. Files with similar names, and
 * those of a running process, stay. */
static void
test_left_over_files (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const others[] = { ".backprop-0000000.tmp", ".backprop-0000000g.tmp",
                                        "backprop-00000000.tmp", ".backprop-00000000.tmp~" };
  g_autofree char *left_over = g_build_filename (fixture->folder, ".backprop-0123abcd.tmp", NULL);
  g_autofree char *held = g_build_filename (fixture->folder, ".backprop-11111111.tmp", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, ".backprop-22222222.tmp", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, ".backprop-33333333.tmp", NULL);
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  int fd;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, others[i], NULL);

      g_assert_true (g_file_set_contents (path, "other", 5, NULL));
    }
  g_assert_true (g_file_set_contents (left_over, "half", 4, NULL));
  g_assert_cmpint (symlink (".backprop-0000000.tmp", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  fd = g_open (held, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);

  bp_save_weights (network, fixture->path);
  g_assert_false (g_file_test (left_over, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (held, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (fixture->folder), ==, 4 + G_N_ELEMENTS (others));

  close (fd);
  bp_save_weights (network, fixture->path);
  g_assert_false (g_file_test (held, G_FILE_TEST_EXISTS));

  g_unlink (link);
  g_unlink (pipe);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, others[i], NULL);

      g_unlink (path);
    }
}

/* Processes that save into one folder do not remove each other's temporary files. */
static void
test_parallel_saves (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  pid_t children[4];

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      g_assert_cmpint (children[i], >=, 0);
      if (children[i] == 0)
        {
          g_auto (BpWeightsInfo) info;

          bp_weights_info_init (&info);
          for (guint k = 0; k < 100; k++)
            if (!bp_weights_save (network, &info, fixture->path, NULL))
              _exit (1);
          _exit (0);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* Kills a process that alternately saves two networks, at many times, and checks the file. */
static void
test_killed_saves (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint sizes[] = { 300, 30, 10 };
  g_autoptr (BpNetwork) first = bp_small_network_new ();
  g_autoptr (BpNetwork) second = bp_sample_network_new (sizes, G_N_ELEMENTS (sizes));
  g_autofree char *first_sha256 = bp_weights_sha256 (first);
  g_autofree char *second_sha256 = bp_weights_sha256 (second);

  bp_save_weights (first, fixture->path);
  for (guint i = 0; i < N_KILLS; i++)
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
    }

  /* All temporary files are removed. */
  bp_save_weights (first, fixture->path);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

BP_TEST_FILE (weights_save)
{
  BP_WEIGHTS_TEST_ADD ("/weights-save/refuses-to-save-what-diverged",
                       test_refuses_to_save_what_diverged);
  BP_WEIGHTS_TEST_ADD ("/weights-save/permissions", test_permissions);
  BP_WEIGHTS_TEST_ADD ("/weights-save/symbolic-links-stay", test_symbolic_links_stay);
  BP_WEIGHTS_TEST_ADD ("/weights-save/places-that-cannot-be-written",
                       test_places_that_cannot_be_written);
  BP_WEIGHTS_TEST_ADD ("/weights-save/full-disk", test_full_disk);
  BP_WEIGHTS_TEST_ADD ("/weights-save/full-small-disk", test_full_small_disk);
  BP_WEIGHTS_TEST_ADD ("/weights-save/left-over-files", test_left_over_files);
  BP_WEIGHTS_TEST_ADD ("/weights-save/parallel-saves", test_parallel_saves);
  BP_WEIGHTS_TEST_ADD ("/weights-save/killed-saves", test_killed_saves);
}
