/* SPDX-License-Identifier: MIT */
/*
 * The training thread's side of a run that is stored: the folder is made and locked when the
 * trainer is ready, and the writer's thread does the writing.
 *
 * Thread rule: one thread at a time uses a keeper.
 */
#include "run-keeper.h"

#include "error.h"
#include "run-networks.h"
#include "run-store.h"

struct _BpRunKeeper
{
  /* owned */
  BpRunStore *store; /* nullable: of a new run */
  BpRunSettings settings;
  char *folder;        /* nullable */
  BpRunWriter *writer; /* nullable */
  char *problem;       /* nullable: why there is no writer, unless it was taken */

  guint64 budget;   /* for the networks of epochs, in bytes */
  gboolean is_left; /* the last checkpoint has been added */
  gboolean is_tested;
  BpMetrics test; /* of the last network, without predictions and confusion */
};

/**
 * bp_run_keeper_new:
 * @store_folder: (nullable) (type filename): as in bp_run_store_new()
 * @settings: the parts of the settings that the trainer does not know: the paths of the data, the
 *   limit, the mix, the command, and whether the run starts from a network
 *
 * Returns: (transfer full): a keeper
 */
BpRunKeeper *
bp_run_keeper_new (const char *store_folder, const BpRunSettings *settings)
{
  BpRunKeeper *keeper = g_new0 (BpRunKeeper, 1);

  keeper->store = bp_run_store_new (store_folder);
  keeper->budget = BP_RUN_NETWORKS_BUDGET;
  bp_run_settings_copy (&keeper->settings, settings);
  return keeper;
}

/**
 * bp_run_keeper_new_continuing:
 * @writer: (transfer full): the writer of a run that is continued, after bp_run_writer_continue()
 *
 * Returns: (transfer full): a keeper
 */
BpRunKeeper *
bp_run_keeper_new_continuing (BpRunWriter *writer)
{
  BpRunKeeper *keeper = g_new0 (BpRunKeeper, 1);

  bp_run_settings_init (&keeper->settings);
  keeper->writer = writer;
  keeper->folder = g_strdup (bp_run_writer_get_folder (writer));
  return keeper;
}

/**
 * bp_run_keeper_set_budget:
 * @keeper: the keeper of a new run, before bp_run_keeper_begin()
 * @n_bytes: space for the networks of epochs; %BP_RUN_NETWORKS_BUDGET where it is not set
 */
void
bp_run_keeper_set_budget (BpRunKeeper *keeper, guint64 n_bytes)
{
  keeper->budget = n_bytes;
}

/**
 * bp_run_keeper_free:
 * @keeper: (transfer full): the keeper
 */
void
bp_run_keeper_free (BpRunKeeper *keeper)
{
  g_clear_pointer (&keeper->writer, bp_run_writer_free);
  g_clear_pointer (&keeper->store, bp_run_store_free);
  bp_run_settings_clear (&keeper->settings);
  g_free (keeper->folder);
  g_free (keeper->problem);
  g_free (keeper);
}

/* A run of a group is called after it and the seed. */
static gboolean
name_member (const BpRunKeeper *keeper, guint64 seed, GError **error)
{
  g_autofree char *name = NULL;

  if (keeper->settings.group == NULL)
    return TRUE;
  name = g_strdup_printf ("%s · %" G_GUINT64_FORMAT, keeper->settings.group, seed);
  return bp_run_record_save_label (keeper->folder, name, FALSE, NULL, error);
}

static gboolean
begin (BpRunKeeper *keeper, const BpTrainer *trainer, GError **error)
{
  const BpRunSettings *known = &keeper->settings;
  g_auto (BpRunSettings) settings = { 0 };

  keeper->folder = bp_run_store_make_folder (keeper->store, error);
  if (keeper->folder == NULL)
    return FALSE;
  keeper->writer = bp_run_writer_new (keeper->folder, error);
  if (keeper->writer == NULL)
    return FALSE;

  bp_run_writer_set_budget (keeper->writer, keeper->budget);
  bp_run_settings_init_from_trainer (&settings, trainer);
  settings.dataset_paths = g_strdupv (known->dataset_paths);
  settings.train_limit = known->train_limit;
  settings.mix = known->mix;
  settings.starts_from_network = known->starts_from_network;
  settings.command = g_strdup (known->command);
  settings.group = g_strdup (known->group);
  return bp_run_writer_begin (keeper->writer, trainer, &settings, error) &&
         name_member (keeper, settings.config.seed, error);
}

/**
 * bp_run_keeper_begin:
 * @keeper: (nullable): the keeper
 * @trainer: the trainer, prepared and before its first step
 *
 * Returns: (transfer none) (nullable) (type filename): the run's folder; %NULL where the run cannot
 *   be stored
 */
const char *
bp_run_keeper_begin (BpRunKeeper *keeper, const BpTrainer *trainer)
{
  g_autoptr (GError) error = NULL;

  if (keeper == NULL)
    return NULL;
  if (keeper->writer != NULL || begin (keeper, trainer, &error))
    return keeper->folder;

  g_clear_pointer (&keeper->writer, bp_run_writer_free);
  keeper->problem = g_strdup (error->message);
  return NULL;
}

static gboolean
is_writing (const BpRunKeeper *keeper)
{
  return keeper != NULL && keeper->writer != NULL;
}

/**
 * bp_run_keeper_add_step:
 * @keeper: (nullable): the keeper
 * @trainer: the trainer
 * @step: see bp_run_writer_add_step()
 */
void
bp_run_keeper_add_step (BpRunKeeper *keeper, const BpTrainer *trainer, const BpStep *step)
{
  if (is_writing (keeper))
    bp_run_writer_add_step (keeper->writer, trainer, step);
}

/**
 * bp_run_keeper_add_epoch:
 * @keeper: (nullable): the keeper
 * @trainer: the trainer
 * @network: a copy of its network that never changes, of which references are taken
 * @epoch: see bp_run_writer_add_epoch()
 */
void
bp_run_keeper_add_epoch (BpRunKeeper *keeper,
                         const BpTrainer *trainer,
                         BpNetwork *network,
                         const BpEpoch *epoch)
{
  if (is_writing (keeper))
    bp_run_writer_add_epoch (keeper->writer, trainer, network, epoch);
}

/**
 * bp_run_keeper_add_learning_rate:
 * @keeper: (nullable): the keeper
 * @learning_rate: of the next step
 */
void
bp_run_keeper_add_learning_rate (BpRunKeeper *keeper, double learning_rate)
{
  if (is_writing (keeper))
    bp_run_writer_add_learning_rate (keeper->writer, learning_rate);
}

/**
 * bp_run_keeper_leave:
 * @keeper: (nullable): the keeper
 * @trainer: the trainer, after its last step and before its network is calibrated
 *
 * Adds the last checkpoint, once.
 */
void
bp_run_keeper_leave (BpRunKeeper *keeper, const BpTrainer *trainer)
{
  if (!is_writing (keeper) || keeper->is_left)
    return;

  keeper->is_left = TRUE;
  bp_run_writer_leave (keeper->writer, trainer);
}

/**
 * bp_run_keeper_add_test:
 * @keeper: (nullable): the keeper
 * @metrics: of the last network on the test samples
 */
void
bp_run_keeper_add_test (BpRunKeeper *keeper, const BpMetrics *metrics)
{
  if (!is_writing (keeper))
    return;

  keeper->is_tested = TRUE;
  keeper->test = (BpMetrics){
    .count = metrics->count,
    .loss = metrics->loss,
    .accuracy = metrics->accuracy,
  };
}

static BpRunState
get_state (gboolean is_stopped, const GError *cause)
{
  if (g_error_matches (cause, BP_ERROR, BP_ERROR_DIVERGED))
    return BP_RUN_STATE_DIVERGED;
  if (cause != NULL)
    return BP_RUN_STATE_FAILED;
  return is_stopped ? BP_RUN_STATE_STOPPED : BP_RUN_STATE_FINISHED;
}

/**
 * bp_run_keeper_end:
 * @keeper: (nullable): the keeper
 * @trainer: the trainer at the end of the run
 * @is_stopped: the run was stopped before its end
 * @progress: (nullable): cancels the calibration of the best network
 * @cause: (nullable): the error that ended the run
 *
 * Writes the end of the run, and waits for that.
 */
void
bp_run_keeper_end (BpRunKeeper *keeper,
                   BpTrainer *trainer,
                   gboolean is_stopped,
                   BpProgress *progress,
                   const GError *cause)
{
  BpRunEnding ending = {
    .state = get_state (is_stopped, cause),
    .message = cause != NULL ? cause->message : NULL,
  };
  g_autoptr (BpNetwork) best = NULL;
  g_autoptr (GError) error = NULL;

  if (!is_writing (keeper))
    return;

  best = bp_run_writer_calibrate_best (keeper->writer, trainer, progress, NULL);
  ending.best = best;
  ending.final = cause == NULL && keeper->is_left ? bp_trainer_get_network (trainer) : NULL;
  ending.test = keeper->is_tested ? &keeper->test : NULL;
  if (!bp_run_writer_end (keeper->writer, &ending, &error))
    g_debug ("The end of the run could not be written: %s", error->message);
}

/**
 * bp_run_keeper_take_problem:
 * @keeper: (nullable): the keeper
 *
 * Returns: (transfer full) (nullable): why something of the run could not be stored, for people;
 *   once a run
 */
char *
bp_run_keeper_take_problem (BpRunKeeper *keeper)
{
  if (keeper == NULL)
    return NULL;
  if (keeper->problem != NULL)
    return g_steal_pointer (&keeper->problem);
  return keeper->writer != NULL ? bp_run_writer_take_problem (keeper->writer) : NULL;
}
