/* SPDX-License-Identifier: MIT */
/* "backprop-cli train": load, train, test, save. */
#include "config.h"

#include "atomic-file.h"
#include "command.h"
#include "data-option.h"
#include "dataset-mix.h"
#include "error.h"
#include "interrupt.h"
#include "progress-bar.h"
#include "train-command-line.h"
#include "train-options.h"
#include "train-report.h"
#include "weights-check.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <math.h>

/* Checks before a long training whether its result can be saved. */
static gboolean
check_save_path (const char *path, GError **error)
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

static BpDataset *
load_dataset (const BpTrainOptions *options, BpProgress *progress, GError **error)
{
  g_autoptr (BpDataset) dataset =
      bp_data_option_load ((const char *const *) options->data, progress, error);
  g_autoptr (BpDataset) split = NULL;
  const BpDatasetMix *mix = &options->mix;

  if (dataset == NULL)
    return NULL;
  bp_dataset_print_notes (dataset);
  split = bp_dataset_resplit (dataset, options->train_limit, options->n_held_out, error);
  if (split == NULL || mix->n_builtin + mix->n_hasty + mix->n_non_digits == 0)
    return g_steal_pointer (&split);
  return bp_dataset_mix (split, mix, options->config.n_threads, progress, error);
}

static char *
describe_epoch (guint epoch, guint n_epochs, const BpEpoch *previous)
{
  if (previous == NULL)
    return g_strdup_printf (_ ("Epoch %u of %u"), epoch, n_epochs);
  if (isnan (previous->held_out_accuracy))
    return g_strdup_printf (_ ("Epoch %u of %u, loss %.4f"), epoch, n_epochs, previous->train_loss);
  return g_strdup_printf (_ ("Epoch %u of %u, held-out accuracy %.2f %%"), epoch, n_epochs,
                          previous->held_out_accuracy * 100.0);
}

/* Trains one epoch with a progress bar. */
static gboolean
train_epoch (BpTrainer *trainer,
             const BpTrainOptions *options,
             BpProgress *progress,
             guint index,
             BpEpoch *epoch,
             GError **error)
{
  g_autofree char *label =
      describe_epoch (index + 1, options->config.n_epochs, index > 0 ? epoch : NULL);
  BpProgressBar *bar = options->is_json ? NULL : bp_progress_bar_start (label, progress);
  gboolean is_done = bp_trainer_train (trainer, progress, epoch, error);

  bp_progress_bar_stop (bar);
  return is_done;
}

/* Trains for all epochs or until the user interrupts, which is no error. */
static gboolean
train (BpTrainer *trainer,
       const BpTrainOptions *options,
       BpProgress *progress,
       BpTrainReport *report,
       gboolean *is_interrupted,
       GError **error)
{
  GError *own_error = NULL;
  BpEpoch epoch;

  for (guint i = 0; i < options->config.n_epochs && !bp_trainer_should_stop_early (trainer); i++)
    {
      if (!train_epoch (trainer, options, progress, i, &epoch, &own_error))
        break;
      bp_train_report_add_epoch (report, &epoch);
    }
  bp_train_report_print_epochs (report);

  *is_interrupted = g_error_matches (own_error, BP_ERROR, BP_ERROR_CANCELLED);
  if (*is_interrupted)
    g_clear_error (&own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, own_error);
  return FALSE;
}

static gboolean
save (const BpTrainer *trainer,
      guint n_epochs,
      const char *command,
      const char *path,
      GError **error)
{
  const BpNetwork *network = bp_trainer_get_network (trainer);
  const BpTrainingConfig *config = bp_trainer_get_config (trainer);
  BpDataset *dataset = bp_trainer_get_dataset (trainer);
  g_autoptr (GStrvBuilder) class_names = g_strv_builder_new ();
  g_auto (BpMetrics) metrics = { 0 };
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  if (!bp_evaluate (network, bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), config->n_threads,
                    NULL, &metrics, error))
    return FALSE;
  if (metrics.count > 0)
    {
      info.held_out_accuracy = metrics.accuracy;
      info.held_out_loss = metrics.loss;
    }

  for (guint i = 0; i < bp_dataset_get_n_classes (dataset); i++)
    g_strv_builder_add (class_names, bp_dataset_get_class_name (dataset, i));
  info.class_names = g_strv_builder_end (class_names);
  info.dataset_name = g_strdup (bp_dataset_get_name (dataset));
  info.dataset_sha256 = g_strdup (bp_dataset_get_sha256 (dataset));
  info.seed = config->seed;
  info.n_epochs = n_epochs;
  info.command = g_strdup (command);
  info.settings = bp_training_config_describe (config);
  return bp_weights_save (network, &info, path, error);
}

/**
 * bp_command_train:
 * @argc: how many arguments
 * @argv: (array length=argc): "train" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the network was trained and, where that was asked for, saved
 */
gboolean
bp_command_train (int argc, char **argv, GError **error)
{
  g_auto (BpTrainOptions) options = { 0 };
  g_auto (BpTrainReport) report = { 0 };
  g_auto (BpMetrics) test = { 0 };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  g_autofree char *command = bp_describe_train_command (argc, argv);
  g_autofree char *weights_sha256 = NULL;
  BpProgress *progress;
  const BpNetwork *network;
  gboolean is_interrupted;
  gboolean is_saved;

  if (!bp_train_options_parse (&options, argc, argv, error) ||
      !check_save_path (options.save_path, error))
    return FALSE;

  progress = bp_interrupt_watch ();
  dataset = load_dataset (&options, progress, error);
  if (dataset == NULL)
    return FALSE;
  trainer = bp_trainer_new (&options.config, dataset, NULL, error);
  if (trainer == NULL)
    return FALSE;

  bp_trainer_set_progress (trainer, progress);
  network = bp_trainer_get_network (trainer);
  bp_train_report_begin (&report, options.is_json, dataset, network);
  if (!train (trainer, &options, progress, &report, &is_interrupted, error) ||
      !bp_trainer_finish (trainer, NULL, error) ||
      !bp_evaluate (network, bp_dataset_get_samples (dataset, BP_SPLIT_TEST),
                    options.config.n_threads, NULL, &test, error))
    return FALSE;
  is_saved = options.save_path != NULL &&
             save (trainer, report.epochs->len, command, options.save_path, error);

  weights_sha256 = bp_weights_sha256 (network);
  bp_train_report_print_result (&report,
                                &(BpTrainResult){
                                    .test = &test,
                                    .weights_sha256 = weights_sha256,
                                    .is_interrupted = is_interrupted,
                                    .is_stopped_early = bp_trainer_should_stop_early (trainer),
                                    .patience = options.config.patience,
                                    .save_path = is_saved ? options.save_path : NULL,
                                });
  return is_saved || options.save_path == NULL;
}
