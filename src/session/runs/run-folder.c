/* SPDX-License-Identifier: MIT */
/*
 * The folder of a run: what is in it, and who may write to it. The lock is one of flock(): the
 * kernel drops it when the program that holds it ends, in whatever way.
 *
 * Thread rule: any thread.
 */
#include "run-folder.h"

#include "clean-text.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Whoever only looks whether a run is locked holds its lock for a moment. */
#define LOCK_TRIES        20
#define LOCK_MICROSECONDS 10000

/* What files that are being written are called until they are whole: see atomic-file.c. */
#define TEMPORARY_PREFIX ".backprop-"

/* Checkpoints are written in turns, so that one is whole at every moment. */
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
 * @folder: (type filename): a folder, or none
 *
 * Returns: whether a run was begun there
 */
gboolean
bp_run_folder_has_run (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, BP_RUN_FILE_RECORD, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Whether all that is in the folder is what a run that was killed at its start leaves. */
static gboolean
check_contents (const char *folder, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  const char *name;

  if (directory == NULL)
    return FALSE;
  while ((name = g_dir_read_name (directory)) != NULL)
    if (!is_known (name))
      {
        g_autofree char *display_name = bp_clean_path (folder);
        g_autofree char *display_file = bp_clean_path (name);

        g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                     "“%s” is not empty, as the folder of a new run has to be: it has “%s” in it",
                     display_name, display_file);
        return FALSE;
      }
  return TRUE;
}

/**
 * bp_run_folder_make:
 * @folder: (type filename): where a new run is to be kept
 * @error: return location for %BP_ERROR_MISMATCH, where there is a run already or something else,
 *   or a %G_FILE_ERROR
 *
 * Makes the folder and those that it lies in. One that is empty, or in which a run was killed
 * before it had a run.json, is taken.
 *
 * Returns: whether a run can be begun there
 */
gboolean
bp_run_folder_make (const char *folder, GError **error)
{
  g_autofree char *epochs = g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, NULL);

  if (bp_run_folder_has_run (folder))
    {
      g_autofree char *display_name = bp_clean_path (folder);

      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   "“%s” holds a run already: continue it with --resume, or choose another folder",
                   display_name);
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0777) != 0)
    return bp_set_errno_error (error, errno, "make the folder", folder);
  if (!check_contents (folder, error))
    return FALSE;
  if (g_mkdir (epochs, 0777) != 0 && errno != EEXIST)
    return bp_set_errno_error (error, errno, "make the folder", epochs);
  return TRUE;
}

/**
 * bp_run_folder_lock:
 * @folder: (type filename): a run's folder
 * @error: return location for %BP_ERROR_MISMATCH, where another program writes the run, or a
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
      bp_set_errno_error (error, errno, "write to", path);
      return -1;
    }
  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
      /* A file system without locks has to do without. */
      if (errno != EWOULDBLOCK && errno != EINTR)
        return fd;
      g_usleep (LOCK_MICROSECONDS);
    }

  close (fd);
  display_name = bp_clean_path (folder);
  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               "The run in “%s” is being trained by another program: wait for it, or stop it first",
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
 * Returns: whether a program, or a run of this one, writes the run at present
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

/* Removes what a run has put into a folder, or into its folder of epochs. */
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
        return bp_set_errno_error (error, errno, "remove", path);
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
 * Removes a run for good: its files, and the folder, unless something else is in it.
 *
 * Returns: whether the files are gone
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
    return bp_set_errno_error (error, errno, "remove", folder);
  return TRUE;
}
