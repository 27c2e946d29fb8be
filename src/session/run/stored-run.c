/* SPDX-License-Identifier: MIT */
/*
 * Reads a stored run for the window: what was measured, as a history for the charts, and the best
 * network. The files are read on another thread.
 *
 * Thread rule: the main thread.
 */
#include "stored-run.h"

#include "error.h"
#include "job.h"
#include "run-networks.h"

#include <glib/gi18n.h>

/**
 * bp_stored_run_free:
 * @stored: (transfer full): the run
 */
void
bp_stored_run_free (BpStoredRun *stored)
{
  g_clear_pointer (&stored->record, bp_run_record_unref);
  g_clear_pointer (&stored->log, bp_run_log_free);
  g_clear_pointer (&stored->network, bp_network_unref);
  bp_weights_info_clear (&stored->info);
  g_free (stored);
}

static gboolean
load_network (BpStoredRun *stored, const char *folder, GError **error)
{
  guint best_epoch = stored->record->figures.best_epoch;
  g_autofree char *path = bp_run_networks_find_best (folder, best_epoch);

  if (path == NULL)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("The run has no network yet: it ended before its first epoch was over"));
      return FALSE;
    }
  stored->network = bp_weights_load (path, &stored->info, error);
  return stored->network != NULL;
}

static gboolean
load_files (BpStoredRun *stored, const char *folder, GError **error)
{
  stored->record = bp_run_record_load (folder, error);
  if (stored->record == NULL)
    return FALSE;
  stored->log = bp_run_log_load (folder, error);
  return stored->log != NULL && load_network (stored, folder, error);
}

/* The argument and the result of a load. */
typedef struct
{
  char *folder;
  BpStoredRun *stored; /* nullable */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->folder);
  g_clear_pointer (&load->stored, bp_stored_run_free);
  g_free (load);
}

static gboolean
do_load (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Load *load = data;

  load->stored = g_new0 (BpStoredRun, 1);
  bp_weights_info_init (&load->stored->info);
  return load_files (load->stored, load->folder, error);
}

/**
 * bp_stored_run_load_async:
 * @folder: (type filename): the folder of a run
 * @cancellable: (nullable): drops the result
 * @callback: called in the main context of the call
 * @user_data: for @callback
 *
 * Reads a run, also one that is being trained.
 */
void
bp_stored_run_load_async (const char *folder,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Load *load = g_new0 (Load, 1);
  BpJob job = { .work = do_load, .data = load, .free_data = load_free };

  load->folder = g_strdup (folder);
  bp_job_start (&job, bp_stored_run_load_async, cancellable, callback, user_data);
}

/**
 * bp_stored_run_load_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_run_record_load(), bp_run_log_load() or
 *   bp_weights_load(), %BP_ERROR_MISMATCH where there is no network, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the run, or %NULL with @error set
 */
BpStoredRun *
bp_stored_run_load_finish (GAsyncResult *result, GError **error)
{
  Load *load = bp_job_finish (result, bp_stored_run_load_async, error);

  return load != NULL ? g_steal_pointer (&load->stored) : NULL;
}

static guint64
get_steps_per_epoch (const BpRunSettings *settings)
{
  guint batch_size = settings->config.batch_size;

  return (settings->n_train + batch_size - 1) / batch_size;
}

/* The learning rate at the beginning and where it was changed, and where the run was continued. */
static void
append_rates (BpHistory *history, const BpRunRecord *record, const BpRunLog *log)
{
  const BpTrainingConfig *config = &record->settings.config;
  double steps_per_epoch = (double) get_steps_per_epoch (&record->settings);
  BpHistoryRate rate = {
    .is_run = TRUE,
    .learning_rate = (double) config->learning_rate,
    .schedule = config->schedule,
    .n_run_steps = (guint64) (steps_per_epoch * config->n_epochs),
    .n_warm_up_steps = (guint64) (steps_per_epoch * (double) config->warm_up_epochs),
  };

  bp_history_append_rate (history, &rate);
  for (guint i = 0; i < log->events->len; i++)
    {
      const BpRunEvent *event = &g_array_index (log->events, BpRunEvent, i);

      /* A run that goes on from here notes that itself. */
      if (event->step >= log->losses->len)
        return;
      rate.first_step = event->step;
      rate.is_run = event->kind == BP_RUN_EVENT_CONTINUED;
      rate.learning_rate = event->learning_rate;
      bp_history_append_rate (history, &rate);
    }
}

/* The log has the time at the end of each epoch. */
static void
set_seconds (BpHistory *history, const BpRunLog *log)
{
  double seconds = 0.0;

  for (guint i = 0; i < log->epochs->len; i++)
    {
      const BpHistoryEpoch *epoch = &g_array_index (log->epochs, BpHistoryEpoch, i);

      seconds += epoch->values.seconds;
      bp_history_set_seconds (history, epoch->n_steps, seconds);
    }
}

/**
 * bp_stored_run_is_at_best:
 * @stored: a run
 *
 * Returns: whether its network is that of the epoch with the best held-out accuracy; a run without
 *   held-out images has none
 */
gboolean
bp_stored_run_is_at_best (const BpStoredRun *stored)
{
  guint best_epoch = stored->record->figures.best_epoch;

  return best_epoch > 0 && stored->info.n_epochs == best_epoch;
}

/**
 * bp_stored_run_create_history:
 * @record: a run
 * @log: its log
 * @best: (nullable): the network of its best epoch
 *
 * Returns: (transfer full): a history with everything that was measured
 */
BpHistory *
bp_stored_run_create_history (const BpRunRecord *record, const BpRunLog *log, BpNetwork *best)
{
  BpHistory *history = bp_history_new ();

  bp_history_begin_run (history, get_steps_per_epoch (&record->settings));
  append_rates (history, record, log);
  set_seconds (history, log);
  bp_history_append (history, (const float *) log->losses->data, log->losses->len,
                     (const BpHistoryEpoch *) log->epochs->data, log->epochs->len, best);
  if (record->state == BP_RUN_STATE_DIVERGED)
    bp_history_add_divergence (history, log->losses->len);
  bp_history_add_folder (history, record->folder, 0, record->settings.config.n_epochs_before + 1);
  return history;
}
