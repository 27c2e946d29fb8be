/* SPDX-License-Identifier: MIT */
/*
 * Continues a stored run. Reading its checkpoint and making its trainer may take a while, so that
 * they are done on a separate thread; the run itself is an object of the main thread.
 *
 * Thread rule: the main thread.
 */
#include "run-continuation.h"

#include "job.h"
#include "run-keeper.h"
#include "run-log.h"
#include "run-writer.h"
#include "stored-run.h"

struct _BpRunContinuation
{
  /* owned */
  BpRunWriter *writer; /* nullable: handed to the run */
  BpTrainer *trainer;  /* nullable: handed to the run */
  BpRunRecord *record;
  BpRunLog *log;
  BpTrainingRun *run; /* nullable: made when it is asked for */
};

/* The arguments and the result of a load. */
typedef struct
{
  char *folder;
  BpDataset *dataset;
  guint n_threads;
  guint64 budget;
  BpRunContinuation *continuation; /* nullable */
} Load;

/**
 * bp_run_continuation_free:
 * @continuation: (transfer full): the continuation; a run that was not started stays as it was
 */
void
bp_run_continuation_free (BpRunContinuation *continuation)
{
  g_clear_object (&continuation->run);
  g_clear_pointer (&continuation->writer, bp_run_writer_free);
  g_clear_pointer (&continuation->trainer, bp_trainer_free);
  g_clear_pointer (&continuation->record, bp_run_record_unref);
  g_clear_pointer (&continuation->log, bp_run_log_free);
  g_free (continuation);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->folder);
  bp_dataset_unref (load->dataset);
  g_clear_pointer (&load->continuation, bp_run_continuation_free);
  g_free (load);
}

static gboolean
do_load (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Load *load = data;
  BpRunContinuation *continuation = g_new0 (BpRunContinuation, 1);

  load->continuation = continuation;
  continuation->writer = bp_run_writer_open (load->folder, error);
  if (continuation->writer == NULL)
    return FALSE;
  bp_run_writer_set_budget (continuation->writer, load->budget);
  continuation->trainer =
      bp_run_writer_continue (continuation->writer, load->dataset, load->n_threads, error);
  if (continuation->trainer == NULL)
    return FALSE;
  continuation->record = bp_run_record_load (load->folder, error);
  if (continuation->record == NULL)
    return FALSE;
  continuation->log = bp_run_log_load (load->folder, error);
  return continuation->log != NULL;
}

/**
 * bp_run_continuation_load_async:
 * @folder: (type filename): the folder of a run that can be continued
 * @dataset: its data, cut and mixed as its settings say
 * @n_threads: as in #BpTrainingConfig
 * @budget: space for the networks of epochs from now on, in bytes
 * @cancellable: (nullable): drops the result
 * @callback: called in the main context of the call
 * @user_data: for @callback
 *
 * Locks the run and goes back to its newest checkpoint: see bp_run_writer_continue().
 */
void
bp_run_continuation_load_async (const char *folder,
                                BpDataset *dataset,
                                guint n_threads,
                                guint64 budget,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Load *load = g_new (Load, 1);
  BpJob job = { .work = do_load, .data = load, .free_data = load_free };

  *load = (Load){
    .folder = g_strdup (folder),
    .dataset = bp_dataset_ref (dataset),
    .n_threads = n_threads,
    .budget = budget,
  };
  bp_job_start (&job, bp_run_continuation_load_async, cancellable, callback, user_data);
}

/**
 * bp_run_continuation_load_finish:
 * @result: the result that the callback got
 * @error: return location for the errors of bp_run_writer_open() and bp_run_writer_continue(), or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the continuation, or %NULL with @error set
 */
BpRunContinuation *
bp_run_continuation_load_finish (GAsyncResult *result, GError **error)
{
  Load *load = bp_job_finish (result, bp_run_continuation_load_async, error);

  return load != NULL ? g_steal_pointer (&load->continuation) : NULL;
}

/**
 * bp_run_continuation_get_run:
 * @continuation: the continuation
 *
 * Returns: (transfer none): the run, not started yet, whose history is that of the stored one
 */
BpTrainingRun *
bp_run_continuation_get_run (BpRunContinuation *continuation)
{
  if (continuation->run == NULL)
    {
      g_autoptr (BpHistory) history =
          bp_stored_run_create_history (continuation->record, continuation->log,
                                        bp_run_writer_get_best (continuation->writer));

      continuation->run = bp_training_run_new (history);
      bp_training_run_keep_on (continuation->run, g_steal_pointer (&continuation->writer));
    }
  return continuation->run;
}

/**
 * bp_run_continuation_get_config:
 * @continuation: a continuation that was not started yet
 *
 * Returns: (transfer none): the settings of the run
 */
const BpTrainingConfig *
bp_run_continuation_get_config (const BpRunContinuation *continuation)
{
  return bp_trainer_get_config (continuation->trainer);
}

/**
 * bp_run_continuation_start:
 * @continuation: a continuation that was not started yet
 * @cancellable: (nullable): stops the run, from any thread
 * @callback: called when the run has ended, see bp_training_run_start_async()
 * @user_data: for @callback
 *
 * Trains the epochs that are left, if any, and ends the run: the network is calibrated and tested.
 */
void
bp_run_continuation_start (BpRunContinuation *continuation,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  BpTrainingRun *run = bp_run_continuation_get_run (continuation);
  BpTrainer *trainer = g_steal_pointer (&continuation->trainer);
  const BpTrainingConfig *config = bp_trainer_get_config (trainer);
  guint n_done = bp_trainer_get_epoch (trainer) - 1 - config->n_epochs_before;
  guint n_left = config->n_epochs > n_done ? config->n_epochs - n_done : 0;

  bp_training_run_start_async (run, trainer, n_left, cancellable, callback, user_data);
}
