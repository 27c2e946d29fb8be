/* SPDX-License-Identifier: MIT */
/*
 * The run of "train" that is kept with --run and continued with --resume. A failure to store data
 * is reported once on the standard error, and the training continues.
 */
#include "config.h"

#include "train-run.h"

#include "clean-text.h"
#include "data-option.h"
#include "error.h"
#include "kernels.h"
#include "run-folder.h"

#include <glib/gi18n.h>
#include <string.h>

static void
print_problem (const char *message)
{
  g_autofree char *line = bp_clean_text (message, 0);

  g_printerr (_ ("The run could not be kept completely: %s. The training continues."), line);
  g_printerr ("\n");
}

/**
 * bp_train_run_print_problem:
 * @writer: (nullable): the writer
 *
 * Prints why something could not be kept, unless it was printed before.
 */
void
bp_train_run_print_problem (BpRunWriter *writer)
{
  g_autofree char *problem = writer != NULL ? bp_run_writer_take_problem (writer) : NULL;

  if (problem != NULL)
    print_problem (problem);
}

static void
set_interval (BpRunWriter *writer, const BpTrainOptions *options)
{
  if (options->checkpoint_seconds >= 0.0f)
    bp_run_writer_set_interval (writer, (double) options->checkpoint_seconds);
}

/**
 * bp_train_run_check:
 * @options: the options
 * @error: return location for %BP_ERROR_MISMATCH, where the folder of --run is not one for a new
 *   run
 *
 * Checks the folder before the data are loaded. It is made when its run.json can be written: see
 * bp_train_run_begin().
 *
 * Returns: whether to train; a folder that cannot be read is no reason not to
 */
gboolean
bp_train_run_check (const BpTrainOptions *options, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (options->run_path == NULL || bp_run_folder_check_new (options->run_path, &cause) ||
      cause->domain != BP_ERROR)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/**
 * bp_train_run_open:
 * @options: the options, with --resume
 * @error: return location for an error of bp_run_writer_open(), or %BP_ERROR_DIVERGED where there
 *   is nothing to continue
 *
 * Returns: (transfer full): the writer of the run, or %NULL with @error set
 */
BpRunWriter *
bp_train_run_open (const BpTrainOptions *options, GError **error)
{
  g_autofree char *name = bp_clean_path (options->resume_path);
  g_autoptr (BpRunWriter) writer = NULL;
  const BpRunRecord *record;

  if (!bp_run_folder_has_run (options->resume_path))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   _ ("There is no run in “%s” to continue: begin it with --run"), name);
      return NULL;
    }
  writer = bp_run_writer_open (options->resume_path, error);
  if (writer == NULL)
    return NULL;

  record = bp_run_writer_get_record (writer);
  if (record->state == BP_RUN_STATE_DIVERGED)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_DIVERGED,
                   _ ("The run in “%s” has diverged, and would again: %s"), name,
                   record->message != NULL ? record->message : "");
      return NULL;
    }
  set_interval (writer, options);
  return g_steal_pointer (&writer);
}

/* Computes as the run did, so that its last bits are the same. */
static void
select_instructions (const char *name)
{
  const char *present = bp_kernels_get ()->name;

  if (name == NULL || strcmp (name, present) == 0 || bp_kernels_select (name, NULL))
    return;
  g_printerr (_ ("Note: The run was begun with the instruction set %s, which cannot run here; with "
                 "%s, the last bits of the weights may differ."),
              name, present);
  g_printerr ("\n");
}

/**
 * bp_train_run_read_options:
 * @writer: the writer of a run that is to be continued
 * @options: (inout): the options; those about settings and, unless --data was given, data become
 *   those of the run
 *
 * Returns: whether the run is to be continued; otherwise it has ended
 */
gboolean
bp_train_run_read_options (const BpRunWriter *writer, BpTrainOptions *options)
{
  const BpRunRecord *record = bp_run_writer_get_record (writer);
  const BpRunSettings *settings = &record->settings;
  guint n_threads = options->config.n_threads;

  options->config = settings->config;
  options->config.n_threads = n_threads;
  options->train_limit = settings->train_limit;
  options->n_held_out = (gssize) settings->n_held_out;
  options->mix = settings->mix;
  if (options->data == NULL)
    {
      options->data = bp_run_settings_get_paths (settings);
      if (options->data == NULL)
        options->data = bp_data_option_list_builtin ();
    }
  select_instructions (settings->instructions);
  return record->state != BP_RUN_STATE_FINISHED;
}

/* Makes the folder with its run.json, so that the one is never long without the other. */
static BpRunWriter *
begin (const BpTrainer *trainer, const BpTrainOptions *options, const char *command, GError **error)
{
  g_auto (GStrv) paths = bp_data_option_find ((const char *const *) options->data);
  g_auto (BpRunSettings) settings = { 0 };
  g_autoptr (BpRunWriter) writer = bp_run_writer_new (options->run_path, error);

  if (writer == NULL)
    return NULL;
  set_interval (writer, options);
  bp_run_settings_init_from_trainer (&settings, trainer);
  bp_run_settings_set_paths (&settings, (const char *const *) paths);
  bp_run_settings_set_teachers (&settings, (const char *const *) options->teachers,
                                options->teacher_networks);
  settings.train_limit = options->train_limit;
  settings.mix = options->mix;
  settings.command = g_strdup (command);
  settings.starts_from_network = options->initials != NULL;
  return bp_run_writer_begin (writer, trainer, &settings, error) ? g_steal_pointer (&writer) : NULL;
}

/**
 * bp_train_run_begin:
 * @trainer: the trainer, before its first step
 * @options: the options
 * @command: the recorded command line
 * @writer: (out) (nullable): keeps the run, where --run was given and that is possible
 * @error: return location for %BP_ERROR_MISMATCH, where the folder is not one for a new run
 *
 * Returns: whether to train; a folder that cannot be written to is no reason not to
 */
gboolean
bp_train_run_begin (const BpTrainer *trainer,
                    const BpTrainOptions *options,
                    const char *command,
                    BpRunWriter **writer,
                    GError **error)
{
  g_autoptr (GError) cause = NULL;

  *writer = options->run_path != NULL ? begin (trainer, options, command, &cause) : NULL;
  if (cause == NULL)
    return TRUE;
  if (cause->domain == BP_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  print_problem (cause->message);
  return TRUE;
}

/**
 * bp_train_run_make_epoch:
 * @writer: the writer
 * @trainer: the trainer
 * @progress: counts steps; cancels between two steps
 * @epoch: (out caller-allocates): the epoch's figures
 * @error: return location for the errors of bp_trainer_train()
 *
 * bp_trainer_train(), with all that happens being kept.
 *
 * Returns: whether the epoch was finished
 */
gboolean
bp_train_run_make_epoch (BpRunWriter *writer,
                         BpTrainer *trainer,
                         BpProgress *progress,
                         BpEpoch *epoch,
                         GError **error)
{
  guint64 n_steps = bp_trainer_get_steps_per_epoch (trainer);
  g_autoptr (BpNetwork) network = NULL;
  BpStep step;

  while (!bp_trainer_is_at_epoch_end (trainer))
    {
      if (!bp_progress_check (progress, error) || !bp_trainer_step (trainer, &step, error))
        return FALSE;
      bp_run_writer_add_step (writer, trainer, &step);
      bp_progress_report (progress, step.index % n_steps + 1, n_steps);
    }
  if (!bp_trainer_end_epoch (trainer, NULL, epoch, error))
    return FALSE;

  network = bp_network_copy (bp_trainer_get_network (trainer), error);
  if (network == NULL)
    return FALSE;
  bp_run_writer_add_epoch (writer, trainer, network, epoch);
  return TRUE;
}

static void
end (BpRunWriter *writer, BpTrainer *trainer, BpRunEnding *ending)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) best = bp_run_writer_calibrate_best (writer, trainer, NULL, NULL);
  gboolean is_kept;

  ending->best = best;
  is_kept = bp_run_writer_end (writer, ending, &error);
  bp_train_run_print_problem (writer);
  if (!is_kept)
    g_debug ("The end of the run could not be kept: %s", error->message);
}

/**
 * bp_train_run_end:
 * @writer: (nullable): the writer
 * @trainer: the trainer, whose network was calibrated
 * @test: its figures on the test samples
 * @is_interrupted: whether the training was ended early
 */
void
bp_train_run_end (BpRunWriter *writer,
                  BpTrainer *trainer,
                  const BpMetrics *test,
                  gboolean is_interrupted)
{
  BpRunEnding ending = {
    .state = is_interrupted ? BP_RUN_STATE_STOPPED : BP_RUN_STATE_FINISHED,
    .final = bp_trainer_get_network (trainer),
    .test = test,
  };

  if (writer != NULL)
    end (writer, trainer, &ending);
}

/**
 * bp_train_run_fail:
 * @writer: (nullable): the writer
 * @trainer: the trainer
 * @cause: the error that ended the training
 */
void
bp_train_run_fail (BpRunWriter *writer, BpTrainer *trainer, const GError *cause)
{
  BpRunEnding ending = {
    .state = g_error_matches (cause, BP_ERROR, BP_ERROR_DIVERGED) ? BP_RUN_STATE_DIVERGED
                                                                  : BP_RUN_STATE_FAILED,
    .message = cause->message,
  };

  if (writer != NULL)
    end (writer, trainer, &ending);
}
