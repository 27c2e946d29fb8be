/* SPDX-License-Identifier: MIT */
/*
 * The networks of a run's epochs, each in a separate safetensors file, which other programs can
 * open. When they exceed a budget, only the first, the last, the best and every second, fourth,
 * eighth, … of the others are kept.
 *
 * Thread rule: any thread.
 */
#include "run-networks.h"

#include "error.h"
#include "run-folder.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define SUFFIX ".safetensors"

/* Digits of an epoch's number in the name of its file, so that names sort like numbers. */
#define N_DIGITS 6

static int
compare_epochs (gconstpointer first, gconstpointer second)
{
  guint a = *(const guint *) first;
  guint b = *(const guint *) second;

  return (a > b) - (a < b);
}

static gboolean
parse_name (const char *name, guint *epoch)
{
  g_autofree char *number = NULL;
  guint64 value;

  if (!g_str_has_suffix (name, SUFFIX))
    return FALSE;
  number = g_strndup (name, strlen (name) - strlen (SUFFIX));
  if (!g_ascii_string_to_unsigned (number, 10, 1, G_MAXUINT, &value, NULL))
    return FALSE;
  *epoch = (guint) value;
  return TRUE;
}

/**
 * bp_run_networks_list:
 * @folder: (type filename): a run's folder
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: (transfer full) (element-type guint): the epochs with a network, in order, or %NULL with
 *   @error set. Epochs that are not in the run's log will be repeated by the run.
 */
GArray *
bp_run_networks_list (const char *folder, GError **error)
{
  g_autofree char *epochs_folder = g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, NULL);
  g_autoptr (GDir) directory = g_dir_open (epochs_folder, 0, error);
  GArray *epochs;
  const char *name;

  if (directory == NULL)
    return NULL;
  epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      guint epoch;

      if (parse_name (name, &epoch))
        g_array_append_val (epochs, epoch);
    }
  g_array_sort (epochs, compare_epochs);
  return epochs;
}

/**
 * bp_run_networks_get_path:
 * @folder: (type filename): a run's folder
 * @epoch: an epoch
 *
 * Returns: (transfer full) (type filename): the file of its network for bp_weights_load(), which
 *   may be missing
 */
char *
bp_run_networks_get_path (const char *folder, guint epoch)
{
  g_autofree char *name = g_strdup_printf ("%0*u" SUFFIX, N_DIGITS, epoch);

  return g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, name, NULL);
}

/* The path of a file in the run's folder, where it exists. */
static char *
find_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

static char *
find_epoch (const char *folder, guint epoch)
{
  g_autofree char *path = bp_run_networks_get_path (folder, epoch);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/**
 * bp_run_networks_find_best:
 * @folder: (type filename): a run's folder
 * @best_epoch: its best epoch, or 0
 *
 * Returns: (transfer full) (nullable) (type filename): the file of the run's best network: of its
 *   best epoch; of a run without held-out images, the last network, which for a run that has not
 *   ended is that of its newest epoch. %NULL where the run has no network yet
 */
char *
bp_run_networks_find_best (const char *folder, guint best_epoch)
{
  g_autoptr (GArray) epochs = NULL;
  char *path = find_file (folder, BP_RUN_FILE_BEST);

  if (path == NULL && best_epoch > 0)
    path = find_epoch (folder, best_epoch);
  if (path == NULL)
    path = find_file (folder, BP_RUN_FILE_FINAL);
  if (path != NULL)
    return path;
  epochs = bp_run_networks_list (folder, NULL);
  if (epochs == NULL || epochs->len == 0)
    return NULL;
  return bp_run_networks_get_path (folder, g_array_index (epochs, guint, epochs->len - 1));
}

/**
 * bp_run_networks_choose:
 * @epochs: (element-type guint): epochs in order
 * @best_epoch: one of them that must stay, or 0
 * @n_most: the most epochs that may stay, at least three
 *
 * Returns: (transfer full) (element-type guint): those that stay: the first, the last, the best,
 *   and as many of the others as allowed, evenly spaced. Choosing again from these and later epochs
 *   gives the same spacing.
 */
GArray *
bp_run_networks_choose (const GArray *epochs, guint best_epoch, guint n_most)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint spacing = 1;; spacing *= 2)
    {
      g_array_set_size (chosen, 0);
      for (guint i = 0; i < epochs->len; i++)
        {
          guint epoch = g_array_index (epochs, guint, i);

          if (i == 0 || i + 1 == epochs->len || epoch == best_epoch || epoch % spacing == 0)
            g_array_append_val (chosen, epoch);
        }
      if (chosen->len <= MAX (n_most, 3) || spacing > G_MAXUINT / 2)
        return chosen;
    }
}

/**
 * bp_run_networks_thin:
 * @folder: (type filename): a run's folder
 * @best_epoch: the best epoch, or 0
 * @network_length: of the file of one network, in bytes
 * @budget: for all of them, in bytes
 * @error: return location for a %G_FILE_ERROR
 *
 * Removes networks of epochs until the others are within the budget.
 *
 * Returns: whether the surplus networks were removed
 */
gboolean
bp_run_networks_thin (const char *folder,
                      guint best_epoch,
                      guint64 network_length,
                      guint64 budget,
                      GError **error)
{
  g_autoptr (GArray) epochs = bp_run_networks_list (folder, error);
  g_autoptr (GArray) chosen = NULL;
  guint next = 0;

  if (epochs == NULL)
    return FALSE;
  chosen = bp_run_networks_choose (epochs, best_epoch,
                                   (guint) MIN (budget / MAX (network_length, 1), G_MAXUINT));
  for (guint i = 0; i < epochs->len; i++)
    {
      guint epoch = g_array_index (epochs, guint, i);
      g_autofree char *path = NULL;

      if (next < chosen->len && g_array_index (chosen, guint, next) == epoch)
        {
          next++;
          continue;
        }
      path = bp_run_networks_get_path (folder, epoch);
      if (g_unlink (path) != 0 && errno != ENOENT)
        return bp_set_errno_error (error, errno, N_ ("Could not remove “%s”: %s"), path);
    }
  return TRUE;
}
