/* SPDX-License-Identifier: MIT */
/*
 * The option --save of "train". The path to save to is checked before the training. If it cannot be
 * written at the end anyway, the weights are saved in another place with a message, since they may
 * have taken hours.
 */
#include "config.h"

#include "train-save.h"

#include "atomic-file.h"
#include "clean-text.h"
#include "error.h"
#include "metrics.h"
#include "run-folder.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>

/**
 * bp_train_check_save_path:
 * @path: (nullable) (type filename): what --save was given
 * @error: return location for a %G_FILE_ERROR, or %BP_ERROR_UNSUPPORTED for an unknown ending
 *
 * Checks before a long training whether its result can be saved.
 *
 * Returns: whether it can
 */
gboolean
bp_train_check_save_path (const char *path, GError **error)
{
  BpAtomicFile *file;

  if (path == NULL)
    return TRUE;

  file = bp_atomic_file_new (path, error);
  if (file == NULL)
    return FALSE;

  bp_atomic_file_free (file);
  return bp_weights_find_format (path, error) != NULL;
}

static gboolean
fill_info (BpWeightsInfo *info,
           const BpTrainer *trainer,
           guint n_epochs_before,
           const char *command,
           GError **error)
{
  const BpTrainingConfig *config = bp_trainer_get_config (trainer);
  BpDataset *dataset = bp_trainer_get_dataset (trainer);
  g_autoptr (GStrvBuilder) class_names = g_strv_builder_new ();
  g_auto (BpMetrics) metrics = { 0 };

  if (!bp_evaluate (bp_trainer_get_network (trainer),
                    bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), config->n_threads, NULL,
                    &metrics, error))
    return FALSE;
  if (metrics.count > 0)
    {
      info->held_out_accuracy = metrics.accuracy;
      info->held_out_loss = metrics.loss;
    }

  for (guint i = 0; i < bp_dataset_get_n_classes (dataset); i++)
    g_strv_builder_add (class_names, bp_dataset_get_class_name (dataset, i));
  info->class_names = g_strv_builder_end (class_names);
  info->dataset_name = g_strdup (bp_dataset_get_name (dataset));
  info->dataset_sha256 = g_strdup (bp_dataset_get_sha256 (dataset));
  info->seed = config->seed;
  info->n_epochs = n_epochs_before + bp_trainer_get_epoch (trainer) - 1;
  info->command = g_strdup (command);
  info->settings = bp_training_config_describe (config);
  return TRUE;
}

/* Saves under the same name in the user's data folder, or else in that for temporary files.
 * Returns: (transfer full) (nullable): the file */
static char *
save_elsewhere (const BpNetwork *network, const BpWeightsInfo *info, const char *path)
{
  g_autofree char *data_folder = g_build_filename (g_get_user_data_dir (), "backprop", NULL);
  const char *const folders[] = { data_folder, g_get_tmp_dir () };
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *unique = g_strdup_printf ("rescued-%08x-%s", g_random_int (), name);
      g_autofree char *place = g_build_filename (folders[i], unique, NULL);

      (void) g_mkdir_with_parents (folders[i], 0700);
      if (bp_weights_save (network, info, place, NULL))
        return g_steal_pointer (&place);
    }
  return NULL;
}

/**
 * bp_train_save:
 * @trainer: the trainer at the end of its run
 * @n_epochs_before: epochs that the network was trained for before the run
 * @command: (nullable): the command line to record
 * @path: (type filename): the file
 * @saved_path: (out) (type filename) (nullable): the file that has the weights, which may be
 * another
 * @error: return location for an error of bp_weights_save(); its message names the other file where
 *   there is one
 *
 * Returns: whether the weights are in @path
 */
gboolean
bp_train_save (const BpTrainer *trainer,
               guint n_epochs_before,
               const char *command,
               const char *path,
               char **saved_path,
               GError **error)
{
  const BpNetwork *network = bp_trainer_get_network (trainer);
  g_auto (BpWeightsInfo) info;
  g_autoptr (GError) cause = NULL;
  g_autofree char *display_name = NULL;

  bp_weights_info_init (&info);
  *saved_path = NULL;
  if (!fill_info (&info, trainer, n_epochs_before, command, error))
    return FALSE;
  if (bp_weights_save (network, &info, path, &cause))
    {
      *saved_path = g_strdup (path);
      return TRUE;
    }

  if (cause->domain == G_FILE_ERROR)
    *saved_path = save_elsewhere (network, &info, path);
  if (*saved_path == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  display_name = bp_clean_path (*saved_path);
  g_set_error (error, cause->domain, cause->code, _ ("%s; the weights are in “%s” instead"),
               cause->message, display_name);
  return FALSE;
}

/**
 * bp_train_save_again:
 * @run_folder: (type filename): the folder of a run that has ended
 * @path: (type filename): the file
 * @error: return location for an error of bp_weights_load() or bp_weights_save()
 *
 * Returns: whether the run's last network is in @path
 */
gboolean
bp_train_save_again (const char *run_folder, const char *path, GError **error)
{
  g_autofree char *final_path = g_build_filename (run_folder, BP_RUN_FILE_FINAL, NULL);
  g_auto (BpWeightsInfo) info;
  g_autoptr (BpNetwork) network = NULL;

  bp_weights_info_init (&info);
  network = bp_weights_load (final_path, &info, error);
  return network != NULL && bp_weights_save (network, &info, path, error);
}
