/* SPDX-License-Identifier: MIT */
/* The option --data: which data set is meant, and how it is loaded. */
#include "config.h"

#include "data-option.h"

#include "clean-text.h"
#include "data-search.h"
#include "dataset-builtin.h"
#include "dataset-load.h"
#include "progress-bar.h"

#include <glib/gi18n.h>
#include <string.h>

#define BUILTIN "builtin"

/**
 * bp_data_option_is_builtin:
 * @data: (nullable) (type filename): what --data was given
 *
 * Returns: whether bp_data_option_load() makes the built-in digits
 */
gboolean
bp_data_option_is_builtin (const char *data)
{
  g_autofree char *path = data != NULL ? g_strdup (data) : bp_data_search (NULL);

  return path == NULL || strcmp (path, BUILTIN) == 0;
}

/**
 * bp_data_option_load:
 * @data: (nullable) (type filename): what --data was given; %NULL looks where data is usually found
 *   and takes the built-in digits if there is none
 * @progress: counts what is loaded, and cancels
 * @error: return location for an error of bp_dataset_load()
 *
 * Loads a data set and shows a progress bar meanwhile.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_data_option_load (const char *data, BpProgress *progress, GError **error)
{
  g_autofree char *path = data != NULL ? g_strdup (data) : bp_data_search (NULL);
  gboolean is_builtin = path == NULL || strcmp (path, BUILTIN) == 0;
  BpProgressBar *bar =
      bp_progress_bar_start (is_builtin ? _ ("Making the built-in digits") : _ ("Loading the data"),
                             progress);
  BpDataset *dataset;

  if (is_builtin)
    dataset = bp_dataset_new_builtin (BP_BUILTIN_SEED, BP_BUILTIN_N_TRAIN, BP_BUILTIN_N_HELD_OUT,
                                      BP_BUILTIN_N_TEST, g_get_num_processors (), progress, error);
  else
    dataset = bp_dataset_load (path, progress, error);
  bp_progress_bar_stop (bar);
  return dataset;
}

/**
 * bp_dataset_describe_splits:
 * @dataset: a data set
 *
 * Returns: (transfer full): what it is called and how many images it has, translated
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
