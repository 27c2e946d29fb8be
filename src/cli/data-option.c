/* SPDX-License-Identifier: MIT */
/* The option --data: finds and loads the data set. */
#include "config.h"

#include "data-option.h"

#include "clean-text.h"
#include "data-search.h"
#include "dataset-builtin.h"
#include "dataset-load.h"
#include "file-recogniser.h"
#include "progress-bar.h"

#include <glib/gi18n.h>
#include <string.h>

#define BUILTIN "builtin"

/**
 * bp_data_option_list_builtin:
 *
 * Returns: (transfer full) (array zero-terminated=1): what --data is given for the built-in digits
 */
char **
bp_data_option_list_builtin (void)
{
  const char *const data[] = { BUILTIN, NULL };

  return g_strdupv ((char **) data);
}

/**
 * bp_data_option_find:
 * @data: (nullable) (array zero-terminated=1) (element-type filename): what --data was given
 *
 * Returns: (nullable) (transfer full) (array zero-terminated=1) (element-type filename): the files
 *   that are meant by it; %NULL for the built-in digits
 */
char **
bp_data_option_find (const char *const *data)
{
  g_autofree char *found = NULL;

  if (data == NULL || data[0] == NULL)
    {
      const char *const paths[] = { found = bp_data_search (NULL), NULL };

      return found != NULL ? g_strdupv ((char **) paths) : NULL;
    }
  return strcmp (data[0], BUILTIN) == 0 && data[1] == NULL ? NULL : g_strdupv ((char **) data);
}

/**
 * bp_data_option_is_builtin:
 * @data: (nullable) (array zero-terminated=1) (element-type filename): what --data was given
 *
 * Returns: whether bp_data_option_load() makes the built-in digits
 */
gboolean
bp_data_option_is_builtin (const char *const *data)
{
  g_auto (GStrv) paths = bp_data_option_find (data);

  return paths == NULL;
}

/**
 * bp_data_option_load:
 * @data: (nullable) (array zero-terminated=1) (element-type filename): what --data was given, once
 *   or several times; %NULL looks where data is usually found and takes the built-in digits if
 * there is none
 * @progress: counts the loaded data; cancels
 * @error: return location for an error of bp_dataset_load()
 *
 * Loads a data set and shows a progress bar meanwhile.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_data_option_load (const char *const *data, BpProgress *progress, GError **error)
{
  g_auto (GStrv) paths = bp_data_option_find (data);
  BpProgressBar *bar = bp_progress_bar_start (paths == NULL ? _ ("Making the built-in digits")
                                                            : _ ("Loading the data"),
                                              progress);
  BpDataset *dataset;

  if (paths == NULL)
    dataset = bp_dataset_new_builtin (BP_BUILTIN_SEED, BP_BUILTIN_N_TRAIN, BP_BUILTIN_N_HELD_OUT,
                                      BP_BUILTIN_N_TEST, g_get_num_processors (), progress, error);
  else
    dataset = bp_dataset_load_files ((const char *const *) paths, progress, error);
  bp_progress_bar_stop (bar);
  if (dataset == NULL && paths != NULL && paths[1] == NULL)
    bp_file_explain (paths[0], BP_FILE_USE_DATA, N_ ("“%s” cannot be loaded: "), error);
  return dataset;
}

/**
 * bp_dataset_print_notes:
 * @dataset: a data set
 *
 * Prints the notes about the data on the standard error, for example on left-out images.
 */
void
bp_dataset_print_notes (const BpDataset *dataset)
{
  const char *const *notes = bp_dataset_get_notes (dataset);

  for (guint i = 0; notes[i] != NULL; i++)
    {
      g_printerr (_ ("Note: %s"), notes[i]);
      g_printerr ("\n");
    }
}

/**
 * bp_dataset_describe_splits:
 * @dataset: a data set
 *
 * Returns: (transfer full): its name and the number of its images, translated
 */
char *
bp_dataset_describe_splits (const BpDataset *dataset)
{
  const char *path = bp_dataset_get_path (dataset);
  g_autofree char *display_path = path != NULL ? bp_clean_path (path) : NULL;
  g_autofree char *counts =
      g_strdup_printf (_ ("%s: %u images to train on, %u held out, %u to test with"),
                       bp_dataset_get_name (dataset),
                       (guint) bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count,
                       (guint) bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count,
                       (guint) bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count);

  return display_path != NULL ? g_strdup_printf ("%s (%s)", counts, display_path)
                              : g_steal_pointer (&counts);
}
