/* SPDX-License-Identifier: MIT */
/*
 * The folder of a run: its contents and its lock. The lock is one of flock(): the kernel releases
 * it when the program that holds it ends for any reason.
 *
 * Thread rule: any thread.
 */
#include "run-folder.h"

#include "clean-text.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Another program that checks whether a run is locked holds the lock for a moment. */
#define LOCK_TRIES        20
#define LOCK_MICROSECONDS 10000

/* The prefix of temporary files: see atomic-file.c. */
#define TEMPORARY_PREFIX ".backprop-"

/* Checkpoints are written alternately, so that one is always complete. */
const char *const bp_run_checkpoint_files[BP_RUN_N_CHECKPOINTS] = {
  "checkpoint-0.safetensors",
  "checkpoint-1.safetensors",
};

static const char *const known_files[] = {
  BP_RUN_FILE_RECORD,         BP_RUN_FILE_LABEL,          BP_RUN_FILE_LOG,      BP_RUN_FILE_LOSSES,
  BP_RUN_FILE_BEST,           BP_RUN_FILE_FINAL,          BP_RUN_FOLDER_EPOCHS, BP_RUN_FILE_LOCK,
  "checkpoint-0.safetensors", "checkpoint-1.safetensors",
};

static gboolean
is_known (const char *name)
{
  if (g_str_has_prefix (name, TEMPORARY_PREFIX))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (known_files); i++)
    if (strcmp (name, known_files[i]) == 0)
      return TRUE;
  return FALSE;
}

/**
 * bp_run_folder_has_run:
 * @folder: (type filename): a folder, which may be missing
 *
 * Returns: whether a run was begun there
 */
gboolean
bp_run_folder_has_run (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, BP_RUN_FILE_RECORD, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Whether a start that was killed before its run.json can have left a file. A run that begins from
 * a network has its first checkpoint before. */
static gboolean
is_of_start (const char *name)
{
  return g_str_has_prefix (name, TEMPORARY_PREFIX) || strcmp (name, BP_RUN_FILE_LOCK) == 0 ||
         strcmp (name, BP_RUN_FOLDER_EPOCHS) == 0 || strcmp (name, bp_run_checkpoint_files[0]) == 0;
}

static gboolean
is_temporary (const char *name)
{
  return g_str_has_prefix (name, TEMPORARY_PREFIX);
}

/* Whether a folder, which may be missing, only has files whose names are accepted. */
static gboolean
check_names (const char *folder, gboolean (*is_accepted) (const char *name), GError **error)
{
  g_autoptr (GError) own_error = NULL;
  g_autoptr (GDir) directory = g_dir_open (folder, 0, &own_error);
  const char *name;

  if (g_error_matches (own_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  if (directory == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }
  while ((name = g_dir_read_name (directory)) != NULL)
    if (!is_accepted (name))
      {
        g_autofree char *display_name = bp_clean_path (folder);
        g_autofree char *display_file = bp_clean_path (name);

        g_set_error (
            error, BP_ERROR, BP_ERROR_MISMATCH,
            _ ("“%s” is not empty, as the folder of a new run has to be: it has “%s” in it"),
            display_name, display_file);
        return FALSE;
      }
  return TRUE;
}

/**
 * bp_run_folder_check_new:
 * @folder: (type filename): the folder for a new run, which may be missing
 * @error: return location for %BP_ERROR_MISMATCH, where it has a run or other files, or a
 *   %G_FILE_ERROR
 *
 * Accepts a folder that is empty, or in which a run was killed before it had a run.json. Changes
 * nothing.
 *
 * Returns: whether a run can be begun there
 */
gboolean
bp_run_folder_check_new (const char *folder, GError **error)
{
  g_autofree char *epochs = g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, NULL);

  if (bp_run_folder_has_run (folder))
    {
      g_autofree char *display_name = bp_clean_path (folder);

      g_set_error (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("“%s” holds a run already: continue it with --resume, or choose another folder"),
          display_name);
      return FALSE;
    }
  return check_names (folder, is_of_start, error) && check_names (epochs, is_temporary, error);
}

/**
 * bp_run_folder_make:
 * @folder: (type filename): the folder for a new run, see bp_run_folder_check_new()
 * @error: return location for a %G_FILE_ERROR
 *
 * Makes the folder with its parents and its folder of epochs, where they are missing.
 *
 * Returns: whether they are there
 */
gboolean
bp_run_folder_make (const char *folder, GError **error)
{
  g_autofree char *epochs = g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, NULL);

  if (g_mkdir_with_parents (epochs, 0777) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not make the folder “%s”: %s"), epochs);
  return TRUE;
}

/**
 * bp_run_folder_clear_start:
 * @folder: (type filename): the folder of a new run, locked
 * @error: return location for a %G_FILE_ERROR
 *
 * Removes the checkpoint of a start that was killed, which may be that of another network.
 *
 * Returns: whether there is none
 */
gboolean
bp_run_folder_clear_start (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, bp_run_checkpoint_files[0], NULL);

  if (g_unlink (path) != 0 && errno != ENOENT)
    return bp_set_errno_error (error, errno, N_ ("Could not remove “%s”: %s"), path);
  return TRUE;
}

/**
 * bp_run_folder_lock:
 * @folder: (type filename): a run's folder
 * @error: return location for %BP_ERROR_MISMATCH, where another program trains the run, or a
 *   %G_FILE_ERROR
 *
 * Returns: the lock, for bp_run_folder_unlock(), or -1 with @error set
 */
int
bp_run_folder_lock (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, BP_RUN_FILE_LOCK, NULL);
  g_autofree char *display_name = NULL;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

  if (fd < 0)
    {
      bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), path);
      return -1;
    }
  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
      /* File systems without locks are used without a lock. */
      if (errno != EWOULDBLOCK && errno != EINTR)
        return fd;
      g_usleep (LOCK_MICROSECONDS);
    }

  close (fd);
  display_name = bp_clean_path (folder);
  g_set_error (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("The run in “%s” is being trained by another program: wait for it, or stop it first"),
      display_name);
  return -1;
}

/**
 * bp_run_folder_unlock:
 * @lock: a lock from bp_run_folder_lock()
 */
void
bp_run_folder_unlock (int lock)
{
  close (lock);
}

/**
 * bp_run_folder_is_locked:
 * @folder: (type filename): a run's folder
 *
 * Returns: whether this program or another one trains the run at present
 */
gboolean
bp_run_folder_is_locked (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, BP_RUN_FILE_LOCK, NULL);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  gboolean is_locked;

  if (fd < 0)
    return FALSE;
  is_locked = flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);
  return is_locked;
}

/* Removes the files of a run from its folder, or from its folder of epochs. */
static gboolean
remove_files (const char *folder, gboolean (*is_own) (const char *name), GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  const char *name;

  if (directory == NULL)
    return FALSE;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_own (name) && !g_file_test (path, G_FILE_TEST_IS_DIR) && g_unlink (path) != 0)
        return bp_set_errno_error (error, errno, N_ ("Could not remove “%s”: %s"), path);
    }
  return TRUE;
}

static gboolean
is_of_epoch (const char *name)
{
  return g_str_has_suffix (name, ".safetensors") || g_str_has_prefix (name, TEMPORARY_PREFIX);
}

/**
 * bp_run_folder_remove:
 * @folder: (type filename): a run's folder
 * @error: return location for a %G_FILE_ERROR
 *
 * Removes a run permanently: its files, and the folder, unless it has other files.
 *
 * Returns: whether the files were removed
 */
gboolean
bp_run_folder_remove (const char *folder, GError **error)
{
  g_autofree char *epochs = g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, NULL);

  if (g_file_test (epochs, G_FILE_TEST_IS_DIR) && !remove_files (epochs, is_of_epoch, error))
    return FALSE;
  (void) g_rmdir (epochs);
  if (!remove_files (folder, is_known, error))
    return FALSE;
  if (g_rmdir (folder) != 0 && errno != ENOTEMPTY && errno != EEXIST)
    return bp_set_errno_error (error, errno, N_ ("Could not remove “%s”: %s"), folder);
  return TRUE;
}
