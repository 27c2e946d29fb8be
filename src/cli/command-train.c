/* SPDX-License-Identifier: MIT */
/* "backprop-cli train": load, train, test, save, and keep the run where that is asked for. */
#include "config.h"

#include "command.h"
#include "error.h"
#include "interrupt.h"
#include "progress-bar.h"
#include "train-command-line.h"
#include "train-diagnosis.h"
#include "train-options.h"
#include "train-report.h"
#include "train-run.h"
#include "train-save.h"
#include "weights-check.h"

#include <glib/gi18n.h>
#include <math.h>

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

/* The objects of a training run. */
typedef struct
{
  BpTrainOptions options;
  BpRunWriter *writer; /* nullable */
  BpDataset *dataset;
  BpTrainer *trainer;
  BpProgress *progress; /* borrowed */
  BpTrainReport report;
} Training;

static void
training_clear (Training *self)
{
  /* The writer is freed first: it is the only one with a thread. */
  g_clear_pointer (&self->writer, bp_run_writer_free);
  g_clear_pointer (&self->trainer, bp_trainer_free);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  bp_train_report_clear (&self->report);
  bp_train_options_clear (&self->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, training_clear)

/* Epochs of this run that are over. */
static guint
count_epochs (const Training *self)
{
  return bp_trainer_get_epoch (self->trainer) - 1 - self->options.config.n_epochs_before;
}

/* Trains one epoch with a progress bar. */
static gboolean
train_epoch (Training *self, BpEpoch *epoch, GError **error)
{
  guint n_epochs = bp_trainer_get_config (self->trainer)->n_epochs;
  g_autofree char *label = describe_epoch (count_epochs (self) + 1, n_epochs,
                                           self->report.epochs->len > 0 ? epoch : NULL);
  BpProgressBar *bar = self->options.is_json ? NULL : bp_progress_bar_start (label, self->progress);
  gboolean is_done =
      self->writer != NULL
          ? bp_train_run_make_epoch (self->writer, self->trainer, self->progress, epoch, error)
          : bp_trainer_train (self->trainer, self->progress, epoch, error);

  bp_progress_bar_stop (bar);
  return is_done;
}

/* Trains for all epochs or until the user interrupts, which is no error. */
static gboolean
train (Training *self, gboolean *is_interrupted, GError **error)
{
  GError *own_error = NULL;
  BpEpoch epoch = { 0 };

  while (count_epochs (self) < bp_trainer_get_config (self->trainer)->n_epochs &&
         !bp_trainer_should_stop_early (self->trainer))
    {
      if (!train_epoch (self, &epoch, &own_error))
        break;
      bp_train_report_add_epoch (&self->report, &epoch);
      bp_train_run_print_problem (self->writer);
      bp_train_warn_at_chance (self->trainer, &epoch, self->progress, &self->report);
    }
  bp_train_report_print_epochs (&self->report);

  *is_interrupted = g_error_matches (own_error, BP_ERROR, BP_ERROR_CANCELLED);
  if (*is_interrupted)
    g_clear_error (&own_error);
  if (own_error == NULL)
    return TRUE;

  bp_train_run_fail (self->writer, self->trainer, own_error);
  if (g_error_matches (own_error, BP_ERROR, BP_ERROR_DIVERGED))
    bp_train_explain_divergence (self->trainer, self->progress, &self->report, own_error);
  g_propagate_error (error, own_error);
  return FALSE;
}

/* Makes the trainer of a new run, or of one that is continued. */
static gboolean
make_trainer (Training *self, const char *command, GError **error)
{
  const BpTrainingConfig *config = &self->options.config;
  g_autoptr (BpNetwork) initial = NULL;

  if (!bp_train_options_load_teachers (&self->options, error) ||
      !bp_train_options_load_initial (&self->options, &initial, error))
    return FALSE;
  self->dataset = bp_train_options_load_data (&self->options, self->progress, error);
  if (self->dataset == NULL)
    return FALSE;
  if (self->options.resume_path != NULL)
    self->trainer = bp_run_writer_continue (self->writer, self->dataset, config->n_threads, error);
  else
    self->trainer = bp_trainer_new (config, self->dataset, initial, error);
  if (self->trainer == NULL)
    return FALSE;

  if (self->options.resume_path == NULL &&
      !bp_train_run_begin (self->trainer, &self->options, command, &self->writer, error))
    return FALSE;
  bp_trainer_set_progress (self->trainer, self->progress);
  return TRUE;
}

/* Trains, tests and saves. */
static gboolean
run (Training *self, const char *command, GError **error)
{
  const BpNetwork *network = bp_trainer_get_network (self->trainer);
  g_auto (BpMetrics) test = { 0 };
  g_autofree char *weights_sha256 = NULL;
  g_autofree char *saved_path = NULL;
  gboolean is_interrupted;
  gboolean is_saved;

  bp_train_report_begin (&self->report, self->options.is_json, self->dataset, network);
  if (!train (self, &is_interrupted, error))
    return FALSE;
  if (self->writer != NULL)
    bp_run_writer_leave (self->writer, self->trainer);
  if (!bp_trainer_finish (self->trainer, NULL, error) ||
      !bp_evaluate (network, bp_dataset_get_samples (self->dataset, BP_SPLIT_TEST),
                    self->options.config.n_threads, NULL, &test, error))
    return FALSE;
  is_saved = self->options.save_path == NULL ||
             bp_train_save (self->trainer, self->options.n_epochs_before, command,
                            self->options.save_path, &saved_path, error);
  bp_train_run_end (self->writer, self->trainer, &test, is_interrupted);

  weights_sha256 = bp_weights_sha256 (network);
  bp_train_report_print_result (&self->report, &(BpTrainResult){
                                                   .test = &test,
                                                   .weights_sha256 = weights_sha256,
                                                   .is_interrupted = is_interrupted,
                                                   .is_stopped_early =
                                                       bp_trainer_should_stop_early (self->trainer),
                                                   .patience = self->options.config.patience,
                                                   .save_path = saved_path,
                                               });
  return is_saved;
}

/* Prints the last line of a run that has ended again, and saves its network where that is asked. */
static gboolean
repeat_result (Training *self, GError **error)
{
  const BpRunRecord *record = bp_run_writer_get_record (self->writer);
  const BpRunResult *result = &record->result;
  const BpMetrics test = {
    .count = (gsize) result->n_tested,
    .loss = result->test_loss,
    .accuracy = result->test_accuracy,
  };

  if (self->options.save_path != NULL &&
      !bp_train_save_again (record->folder, self->options.save_path, error))
    return FALSE;

  self->report.is_json = self->options.is_json;
  bp_train_report_print_result (&self->report,
                                &(BpTrainResult){
                                    .test = &test,
                                    .weights_sha256 = result->weights_sha256,
                                    .is_stopped_early =
                                        record->figures.n_epochs < record->settings.config.n_epochs,
                                    .patience = record->settings.config.patience,
                                    .save_path = self->options.save_path,
                                });
  return TRUE;
}

/**
 * bp_command_train:
 * @argc: the number of arguments
 * @argv: (array length=argc): "train" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the network was trained and, where that was asked for, saved
 */
gboolean
bp_command_train (int argc, char **argv, GError **error)
{
  g_auto (Training) self = { 0 };
  g_autofree char *command = bp_describe_train_command (argc, argv);

  if (!bp_train_options_parse (&self.options, argc, argv, error) ||
      !bp_train_check_save_path (self.options.save_path, error))
    return FALSE;

  self.progress = bp_interrupt_watch ();
  if (self.options.resume_path != NULL)
    {
      self.writer = bp_train_run_open (&self.options, error);
      if (self.writer == NULL)
        return FALSE;
      if (!bp_train_run_read_options (self.writer, &self.options))
        return repeat_result (&self, error);
      g_free (command);
      command = g_strdup (bp_run_writer_get_record (self.writer)->settings.command);
    }
  else if (!bp_train_run_check (&self.options, error))
    return FALSE;

  return make_trainer (&self, command, error) && run (&self, command, error);
}
