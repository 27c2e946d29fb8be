/* SPDX-License-Identifier: MIT */
/*
 * The writer of a run. The training thread copies new data into a box under a mutex: losses, lines
 * of the log, the newest checkpoint, the networks of epochs. The writer's thread takes all of them
 * and writes them in an order that keeps the run continuable after a kill at any time:
 *
 *   1. losses and lines of the log, synchronised, so that a checkpoint never knows more than they;
 *   2. the networks of epochs, so that the best one is there when the log says which it is;
 *   3. the checkpoint, which replaces the older one of two;
 *   4. run.json, for lists;
 *   5. surplus networks of epochs are removed, except those that a checkpoint may need.
 *
 * A newer checkpoint replaces one that was not written yet, so that a slow disk costs checkpoints
 * and not training time.
 *
 * Thread rule: only the training thread may call the functions, except
 * bp_run_writer_take_problem().
 */
#include "run-writer.h"

#include "checkpoint.h"
#include "error.h"
#include "run-folder.h"
#include "run-log-writer.h"
#include "run-log.h"
#include "run-networks.h"
#include "weights-check.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

/* The largest share of the training thread's time for copying the state for checkpoints. */
#define MOST_COPYING_SHARE 0.02

/* The most bytes of networks of epochs that wait to be written; beyond, some are left out. */
#define MOST_WAITING_BYTES (128 * 1024 * 1024)

/* A network of an epoch that waits to be written. */
typedef struct
{
  BpHistoryEpoch epoch;
  BpNetwork *network; /* owned */
} WaitingNetwork;

/* The data that wait to be written. */
typedef struct
{
  GArray *losses;       /* (element-type float) */
  GString *lines;       /* of the log */
  GPtrArray *networks;  /* (element-type WaitingNetwork) */
  BpTrainerState state; /* of the newest checkpoint; without a network where there is none */
  BpRunFigures figures;
  gboolean has_new_figures; /* run.json must be written */
} Box;

struct _BpRunWriter
{
  /* owned; constant while the thread runs */
  char *folder;
  int lock;
  BpWeightsInfo info; /* the description for all weight files of the run */
  guint64 budget;

  /* the training thread's */
  BpRunFigures figures;
  BpNetwork *best;       /* (nullable): the network of the best epoch */
  guint64 n_steps;       /* including those before a continuation */
  guint64 n_epoch_steps; /* of them, those until the end of the last epoch */
  gint64 interval;       /* microseconds between checkpoints */
  gint64 next_checkpoint;

  /* the writer thread's, and the training thread's while there is none */
  BpRunRecord *record;
  BpRunLogWriter *log;
  guint checkpoint_index; /* of the newest one that was written */
  GThread *thread;

  pthread_mutex_t mutex; /* POSIX, as Thread Sanitizer knows it */
  pthread_cond_t cond;
  /* under the mutex */
  Box box;
  gboolean is_ending;
  char *problem; /* (nullable): not taken yet */
  gboolean had_problem;
};

static void
waiting_network_free (gpointer data)
{
  WaitingNetwork *waiting = data;

  bp_network_unref (waiting->network);
  g_free (waiting);
}

static void
box_init (Box *box)
{
  *box = (Box){
    .losses = g_array_new (FALSE, FALSE, sizeof (float)),
    .lines = g_string_new (NULL),
    .networks = g_ptr_array_new_with_free_func (waiting_network_free),
  };
}

static void
box_clear (Box *box)
{
  g_clear_pointer (&box->losses, g_array_unref);
  g_string_free (g_steal_pointer (&box->lines), TRUE);
  g_clear_pointer (&box->networks, g_ptr_array_unref);
  bp_trainer_state_clear (&box->state);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Box, box_clear)

/* Whether the box has data for which the thread must wake up. Losses alone wait. */
static gboolean
box_is_urgent (const Box *box)
{
  return box->state.network != NULL || box->networks->len > 0 || box->has_new_figures;
}

/* Keeps the first problem of a run; later ones mostly have the same cause. */
static void
note_problem (BpRunWriter *self, const GError *error)
{
  pthread_mutex_lock (&self->mutex);
  if (!self->had_problem)
    self->problem = g_strdup (error->message);
  self->had_problem = TRUE;
  pthread_mutex_unlock (&self->mutex);
}

static gboolean
save_network (BpRunWriter *self,
              const BpNetwork *network,
              guint epoch,
              double held_out_accuracy,
              double held_out_loss,
              const char *path,
              GError **error)
{
  BpWeightsInfo info = self->info; /* borrows the strings */

  info.n_epochs = epoch;
  info.held_out_accuracy = held_out_accuracy;
  info.held_out_loss = held_out_loss;
  return bp_weights_save (network, &info, path, error);
}

static void
write_networks (BpRunWriter *self, const GPtrArray *networks)
{
  for (guint i = 0; i < networks->len; i++)
    {
      const WaitingNetwork *waiting = g_ptr_array_index (networks, i);
      const BpEpoch *epoch = &waiting->epoch.values;
      g_autofree char *path = bp_run_networks_get_path (self->folder, epoch->epoch);
      g_autoptr (GError) error = NULL;

      if (!save_network (self, waiting->network, epoch->epoch, epoch->held_out_accuracy,
                         epoch->held_out_loss, path, &error))
        note_problem (self, error);
    }
}

static gboolean
write_checkpoint (BpRunWriter *self, const BpTrainerState *state)
{
  guint index = (self->checkpoint_index + 1) % BP_RUN_N_CHECKPOINTS;
  g_autofree char *path = g_build_filename (self->folder, bp_run_checkpoint_files[index], NULL);
  g_autoptr (GError) error = NULL;

  if (!bp_checkpoint_save (state, path, &error))
    {
      note_problem (self, error);
      return FALSE;
    }
  self->checkpoint_index = index;
  return TRUE;
}

static void
thin_networks (BpRunWriter *self, const BpNetwork *network)
{
  g_autoptr (GError) error = NULL;

  if (!bp_run_networks_thin (self->folder, self->record->figures.best_epoch,
                             bp_network_count_weights (network) * sizeof (float), self->budget,
                             &error))
    note_problem (self, error);
}

static void
write_box (BpRunWriter *self, const Box *box)
{
  g_autoptr (GError) error = NULL;
  gboolean has_checkpoint = FALSE;

  bp_run_log_writer_add (self->log, (const float *) box->losses->data, box->losses->len,
                         box->lines);
  if (!bp_run_log_writer_flush (self->log, &error))
    note_problem (self, error);
  write_networks (self, box->networks);
  if (error == NULL && box->state.network != NULL)
    has_checkpoint = write_checkpoint (self, &box->state);
  g_clear_error (&error);

  if (box->has_new_figures)
    {
      self->record->figures = box->figures;
      /* The user may have changed it during the run. */
      if (box->state.network != NULL)
        self->record->settings.config.n_epochs = box->state.n_epochs;
      if (!bp_run_record_save (self->record, &error))
        note_problem (self, error);
    }
  if (has_checkpoint && box->networks->len > 0)
    thin_networks (self, box->state.network);
}

static gpointer
run (gpointer data)
{
  BpRunWriter *self = data;
  gboolean is_ending = FALSE;

  while (!is_ending)
    {
      g_auto (Box) box = { 0 };

      box_init (&box);
      pthread_mutex_lock (&self->mutex);
      while (!self->is_ending && !box_is_urgent (&self->box))
        pthread_cond_wait (&self->cond, &self->mutex);
      is_ending = self->is_ending;
      {
        Box full = self->box;

        self->box = box;
        box = full;
      }
      pthread_mutex_unlock (&self->mutex);
      write_box (self, &box);
    }
  return NULL;
}

static BpRunWriter *
make (const char *folder)
{
  BpRunWriter *self = g_new0 (BpRunWriter, 1);

  self->folder = g_canonicalize_filename (folder, NULL);
  self->lock = -1;
  self->budget = BP_RUN_NETWORKS_BUDGET;
  self->checkpoint_index = BP_RUN_N_CHECKPOINTS - 1;
  bp_weights_info_init (&self->info);
  bp_run_writer_set_interval (self, BP_RUN_CHECKPOINT_SECONDS);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->cond, NULL);
  box_init (&self->box);
  return self;
}

/**
 * bp_run_writer_new:
 * @folder: (type filename): the folder of a new run, which is made if it is missing
 * @error: return location for %BP_ERROR_MISMATCH, where the folder has a run or other files, or
 *   another program has begun a run there, or a %G_FILE_ERROR
 *
 * Returns: (transfer full): a writer that has the folder's lock, or %NULL with @error set
 */
BpRunWriter *
bp_run_writer_new (const char *folder, GError **error)
{
  g_autoptr (BpRunWriter) self = make (folder);

  if (!bp_run_folder_check_new (self->folder, error) || !bp_run_folder_make (self->folder, error))
    return NULL;
  self->lock = bp_run_folder_lock (self->folder, error);
  if (self->lock < 0)
    return NULL;
  /* Checked again: another program may have begun and ended a run before the lock was taken. */
  if (!bp_run_folder_check_new (self->folder, error) ||
      !bp_run_folder_clear_start (self->folder, error))
    return NULL;
  self->record = bp_run_record_new (self->folder);
  return g_steal_pointer (&self);
}

/**
 * bp_run_writer_open:
 * @folder: (type filename): the folder of an existing run
 * @error: return location for %BP_ERROR_MISMATCH, where another program trains the run, or an error
 *   of bp_run_record_load()
 *
 * Returns: (transfer full): a writer that has the run's lock, for reading its record and continuing
 *   it; %NULL with @error set
 */
BpRunWriter *
bp_run_writer_open (const char *folder, GError **error)
{
  g_autoptr (BpRunWriter) self = make (folder);
  g_autoptr (BpRunRecord) record = bp_run_record_load (self->folder, error);

  if (record == NULL)
    return NULL;
  self->lock = bp_run_folder_lock (self->folder, error);
  if (self->lock < 0)
    return NULL;
  /* Loaded again under the lock, when no other program writes it. */
  g_clear_pointer (&record, bp_run_record_unref);
  self->record = bp_run_record_load (self->folder, error);
  if (self->record == NULL)
    return NULL;
  if (self->record->state == BP_RUN_STATE_RUNNING)
    self->record->state = BP_RUN_STATE_INTERRUPTED;
  return g_steal_pointer (&self);
}

static void
stop_thread (BpRunWriter *self)
{
  if (self->thread == NULL)
    return;

  pthread_mutex_lock (&self->mutex);
  self->is_ending = TRUE;
  pthread_cond_signal (&self->cond);
  pthread_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * bp_run_writer_free:
 * @writer: (transfer full): the writer
 *
 * Writes the remaining data, and releases the lock.
 */
void
bp_run_writer_free (BpRunWriter *writer)
{
  stop_thread (writer);
  g_clear_pointer (&writer->log, bp_run_log_writer_free);
  g_clear_pointer (&writer->record, bp_run_record_unref);
  g_clear_pointer (&writer->best, bp_network_unref);
  bp_weights_info_clear (&writer->info);
  box_clear (&writer->box);
  pthread_mutex_destroy (&writer->mutex);
  pthread_cond_destroy (&writer->cond);
  if (writer->lock >= 0)
    bp_run_folder_unlock (writer->lock);
  g_free (writer->problem);
  g_free (writer->folder);
  g_free (writer);
}

/**
 * bp_run_writer_set_interval:
 * @writer: a writer that was not begun
 * @seconds: the least time between two checkpoints within an epoch, at least 0
 *
 * The time is longer if copying the state of a very large network takes long.
 */
void
bp_run_writer_set_interval (BpRunWriter *writer, double seconds)
{
  writer->interval = (gint64) (seconds * G_USEC_PER_SEC);
}

/**
 * bp_run_writer_set_budget:
 * @writer: a writer that was not begun
 * @n_bytes: space for the networks of epochs; %BP_RUN_NETWORKS_BUDGET where it is not set
 */
void
bp_run_writer_set_budget (BpRunWriter *writer, guint64 n_bytes)
{
  writer->budget = n_bytes;
}

/**
 * bp_run_writer_get_folder:
 * @writer: a writer
 *
 * Returns: (transfer none) (type filename): the run's folder, absolute
 */
const char *
bp_run_writer_get_folder (const BpRunWriter *writer)
{
  return writer->folder;
}

/**
 * bp_run_writer_get_record:
 * @writer: a writer that was not begun, or that has ended
 *
 * Returns: (transfer none): the run's record
 */
const BpRunRecord *
bp_run_writer_get_record (const BpRunWriter *writer)
{
  return writer->record;
}

static void
fill_info (BpRunWriter *self, const BpTrainer *trainer)
{
  const BpRunSettings *settings = &self->record->settings;
  const BpDataset *dataset = bp_trainer_get_dataset (trainer);
  g_autoptr (GStrvBuilder) class_names = g_strv_builder_new ();

  for (guint i = 0; i < bp_dataset_get_n_classes (dataset); i++)
    g_strv_builder_add (class_names, bp_dataset_get_class_name (dataset, i));
  self->info.class_names = g_strv_builder_end (class_names);
  self->info.dataset_name = g_strdup (settings->dataset_name);
  self->info.dataset_sha256 = g_strdup (settings->dataset_sha256);
  self->info.seed = settings->config.seed;
  self->info.command = g_strdup (settings->command);
  self->info.settings = bp_training_config_describe (&settings->config);
}

/* Begins to write: sets the state in run.json to "running", and starts the thread. */
static gboolean
start (BpRunWriter *self, const BpTrainer *trainer, const BpRunLog *log, GError **error)
{
  fill_info (self, trainer);
  self->record->state = BP_RUN_STATE_RUNNING;
  g_clear_pointer (&self->record->message, g_free);
  self->figures = self->record->figures;
  self->next_checkpoint = g_get_monotonic_time () + self->interval;
  if (!bp_run_record_save (self->record, error))
    return FALSE;

  self->log = bp_run_log_writer_new (self->folder, log, error);
  if (self->log == NULL)
    return FALSE;
  self->thread = g_thread_try_new ("run-writer", run, self, error);
  return self->thread != NULL;
}

/* A run that begins from an existing network has its first checkpoint before its first step, since
 * the seed does not determine its beginning. */
static gboolean
keep_beginning (BpRunWriter *self, const BpTrainer *trainer, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, bp_run_checkpoint_files[0], NULL);
  g_auto (BpTrainerState) state = { 0 };

  self->checkpoint_index = 0;
  return bp_trainer_get_state (trainer, NULL, &state, error) &&
         bp_checkpoint_save (&state, path, error);
}

/**
 * bp_run_writer_begin:
 * @writer: a writer from bp_run_writer_new()
 * @trainer: the trainer of the run, before its first step
 * @settings: the settings, which are copied: see bp_run_settings_init_from_trainer()
 * @error: return location for a %G_FILE_ERROR, a %G_THREAD_ERROR or %BP_ERROR_NO_MEMORY
 *
 * Writes the run's first run.json.
 *
 * Returns: whether the run is stored from now on
 */
gboolean
bp_run_writer_begin (BpRunWriter *writer,
                     const BpTrainer *trainer,
                     const BpRunSettings *settings,
                     GError **error)
{
  BpRunLog empty = {
    .losses = g_array_new (FALSE, FALSE, sizeof (float)),
    .epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch)),
    .events = g_array_new (FALSE, FALSE, sizeof (BpRunEvent)),
  };
  gboolean has_begun;

  bp_run_settings_clear (&writer->record->settings);
  bp_run_settings_copy (&writer->record->settings, settings);
  writer->record->created = g_get_real_time ();
  has_begun = (!settings->starts_from_network || keep_beginning (writer, trainer, error)) &&
              start (writer, trainer, &empty, error);
  g_array_unref (empty.losses);
  g_array_unref (empty.epochs);
  g_array_unref (empty.events);
  return has_begun;
}

/* Checks that @dataset is the data set of the run. */
static gboolean
check_dataset (const BpRunSettings *settings, const BpDataset *dataset, GError **error)
{
  if (g_strcmp0 (bp_dataset_get_sha256 (dataset), settings->dataset_sha256) == 0 &&
      bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count == settings->n_train &&
      bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count == settings->n_held_out)
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               _ ("%s is not the data that the run learned from: its images or labels have changed "
                  "since"),
               bp_dataset_get_name (dataset));
  return FALSE;
}

static BpTrainer *
make_trainer (const BpRunSettings *settings,
              const BpTrainerState *state,
              BpDataset *dataset,
              guint n_threads,
              GError **error)
{
  BpTrainingConfig config = settings->config;
  g_autoptr (GPtrArray) teachers = bp_run_settings_load_teachers (settings, error);
  g_autoptr (BpTrainer) trainer = NULL;

  if (teachers == NULL)
    return NULL;
  config.n_threads = n_threads;
  config.distillation.teachers = teachers;
  if (state->network == NULL && settings->starts_from_network)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("The run has no checkpoint to continue from"));
      return NULL;
    }
  trainer = bp_trainer_new (&config, dataset, state->network, error);
  if (trainer == NULL || (state->network != NULL && !bp_trainer_set_state (trainer, state, error)))
    return NULL;
  return g_steal_pointer (&trainer);
}

/* Whether this epoch is better than the best one before. False without held-out images. */
static gboolean
is_better (const BpRunFigures *figures, const BpEpoch *epoch)
{
  return isnan (figures->best_held_out_accuracy)
             ? !isnan (epoch->held_out_accuracy)
             : epoch->held_out_accuracy > figures->best_held_out_accuracy;
}

static void
count_epoch (BpRunFigures *figures, const BpEpoch *epoch, guint64 n_steps)
{
  figures->n_epochs++;
  figures->n_steps = n_steps;
  figures->seconds += epoch->seconds;
  figures->train_loss = epoch->train_loss;
  figures->train_accuracy = epoch->train_accuracy;
  figures->held_out_loss = epoch->held_out_loss;
  figures->held_out_accuracy = epoch->held_out_accuracy;
  if (is_better (figures, epoch))
    {
      figures->best_epoch = epoch->epoch;
      figures->best_held_out_accuracy = epoch->held_out_accuracy;
    }
}

static void
recount_epochs (BpRunFigures *figures, const BpRunLog *log)
{
  const double nan = (double) NAN;

  *figures = (BpRunFigures){
    .train_loss = nan,
    .train_accuracy = nan,
    .held_out_loss = nan,
    .held_out_accuracy = nan,
    .best_held_out_accuracy = nan,
  };
  for (guint i = 0; i < log->epochs->len; i++)
    {
      const BpHistoryEpoch *epoch = &g_array_index (log->epochs, BpHistoryEpoch, i);

      count_epoch (figures, &epoch->values, epoch->n_steps);
    }
}

/* Loads the best epoch's network. Without it, the run continues and finds another best one. */
static void
load_best (BpRunWriter *self)
{
  guint epoch = self->record->figures.best_epoch;
  g_autofree char *path = bp_run_networks_get_path (self->folder, epoch);
  g_autoptr (GError) error = NULL;

  if (epoch == 0)
    return;
  self->best = bp_weights_load (path, NULL, &error);
  if (self->best == NULL)
    note_problem (self, error);
}

/**
 * bp_run_writer_continue:
 * @writer: a writer from bp_run_writer_open()
 * @dataset: the data of the run, cut and mixed as its settings say
 * @n_threads: as in #BpTrainingConfig
 * @error: return location for %BP_ERROR_MISMATCH, where the data or a teacher is another,
 *   %BP_ERROR_DAMAGED, %BP_ERROR_NO_MEMORY or a %G_FILE_ERROR
 *
 * Returns to the newest checkpoint, or to the beginning without one, and drops later data. The
 * following steps equal those of an uninterrupted run.
 *
 * Returns: (transfer full): the trainer to continue with, or %NULL with @error set
 */
BpTrainer *
bp_run_writer_continue (BpRunWriter *writer, BpDataset *dataset, guint n_threads, GError **error)
{
  const BpRunSettings *settings = &writer->record->settings;
  g_auto (BpTrainerState) state = { 0 };
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpRunLog) log = NULL;
  BpRunEvent event = { .kind = BP_RUN_EVENT_CONTINUED };

  if (!check_dataset (settings, dataset, error) ||
      !bp_checkpoint_load_newest (&state, writer->folder, &writer->checkpoint_index, error))
    return NULL;
  trainer = make_trainer (settings, &state, dataset, n_threads, error);
  log = trainer != NULL ? bp_run_log_load (writer->folder, error) : NULL;
  if (log == NULL)
    return NULL;

  bp_run_log_cut (log, state.n_steps, bp_trainer_get_epoch (trainer));
  recount_epochs (&writer->record->figures, log);
  load_best (writer);
  event.step = state.n_steps;
  event.learning_rate = (double) bp_trainer_get_config (trainer)->learning_rate;
  g_array_append_val (log->events, event);
  writer->n_steps = state.n_steps;
  writer->n_epoch_steps = writer->record->figures.n_steps;
  if (!start (writer, trainer, log, error))
    return NULL;
  return g_steal_pointer (&trainer);
}

/* Copies the state of the trainer, for a checkpoint. @copy: (nullable): of its network */
static gboolean
copy_state (BpRunWriter *self, const BpTrainer *trainer, BpNetwork *copy, BpTrainerState *state)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  gint64 end;

  if (!bp_trainer_get_state (trainer, copy, state, &error))
    {
      note_problem (self, error);
      return FALSE;
    }
  end = g_get_monotonic_time ();
  self->next_checkpoint =
      end + MAX (self->interval, (gint64) ((double) (end - begin) / MOST_COPYING_SHARE));
  return TRUE;
}

/* Puts a checkpoint into the box, under the mutex, replacing an older one. */
static void
box_put_state (Box *box, BpTrainerState *state)
{
  BpTrainerState older = box->state;

  box->state = *state;
  *state = older;
}

/**
 * bp_run_writer_add_step:
 * @writer: a writer that was begun
 * @trainer: the trainer, right after the step
 * @step: its figures
 *
 * Adds the step's loss, and a checkpoint at intervals.
 */
void
bp_run_writer_add_step (BpRunWriter *writer, const BpTrainer *trainer, const BpStep *step)
{
  g_auto (BpTrainerState) state = { 0 };
  gboolean is_due = FALSE;

  /* The end of the epoch adds a checkpoint anyway. */
  if (!step->is_epoch_end && g_get_monotonic_time () >= writer->next_checkpoint)
    is_due = copy_state (writer, trainer, NULL, &state);

  writer->n_steps++;
  pthread_mutex_lock (&writer->mutex);
  g_array_append_val (writer->box.losses, step->loss);
  if (is_due)
    {
      box_put_state (&writer->box, &state);
      pthread_cond_signal (&writer->cond);
    }
  pthread_mutex_unlock (&writer->mutex);
}

/* Drops waiting networks where they are too many, but not that of the first epoch, the best or the
 * newest. */
static void
box_limit_networks (Box *box, guint best_epoch)
{
  const WaitingNetwork *newest = g_ptr_array_index (box->networks, box->networks->len - 1);
  gsize n_most = MAX (MOST_WAITING_BYTES / (newest->network->n_parameters * sizeof (float)), 2);

  for (guint i = 0; i + 1 < box->networks->len && box->networks->len > n_most;)
    {
      const WaitingNetwork *waiting = g_ptr_array_index (box->networks, i);

      if (waiting->epoch.values.epoch == best_epoch || waiting->epoch.values.epoch == 1)
        i++;
      else
        g_ptr_array_remove_index (box->networks, i);
    }
}

/**
 * bp_run_writer_add_epoch:
 * @writer: a writer that was begun
 * @trainer: the trainer, right after bp_trainer_end_epoch()
 * @network: a copy of its network that never changes, of which references are taken
 * @epoch: the epoch's figures
 *
 * Adds the figures, the network and a checkpoint.
 */
void
bp_run_writer_add_epoch (BpRunWriter *writer,
                         const BpTrainer *trainer,
                         BpNetwork *network,
                         const BpEpoch *epoch)
{
  const BpHistoryEpoch entry = { .values = *epoch, .n_steps = writer->n_steps };
  g_auto (BpTrainerState) state = { 0 };
  gboolean is_best = is_better (&writer->figures, epoch);

  count_epoch (&writer->figures, epoch, writer->n_steps);
  writer->n_epoch_steps = writer->n_steps;
  if (copy_state (writer, trainer, network, &state) && is_best)
    {
      g_clear_pointer (&writer->best, bp_network_unref);
      writer->best = bp_network_ref (state.network);
    }

  pthread_mutex_lock (&writer->mutex);
  bp_run_log_append_epoch (&entry, writer->box.lines);
  writer->box.figures = writer->figures;
  writer->box.has_new_figures = TRUE;
  if (state.network != NULL)
    {
      WaitingNetwork *waiting = g_new (WaitingNetwork, 1);

      *waiting = (WaitingNetwork){ .epoch = entry, .network = bp_network_ref (state.network) };
      g_ptr_array_add (writer->box.networks, waiting);
      box_limit_networks (&writer->box, writer->figures.best_epoch);
      box_put_state (&writer->box, &state);
    }
  pthread_cond_signal (&writer->cond);
  pthread_mutex_unlock (&writer->mutex);
}

/**
 * bp_run_writer_add_learning_rate:
 * @writer: a writer that was begun
 * @learning_rate: of the next step
 *
 * Notes that the learning rate was changed.
 */
void
bp_run_writer_add_learning_rate (BpRunWriter *writer, double learning_rate)
{
  const BpRunEvent event = {
    .kind = BP_RUN_EVENT_LEARNING_RATE,
    .step = writer->n_steps,
    .learning_rate = learning_rate,
  };

  pthread_mutex_lock (&writer->mutex);
  bp_run_log_append_event (&event, writer->box.lines);
  pthread_mutex_unlock (&writer->mutex);
}

/**
 * bp_run_writer_leave:
 * @writer: a writer that was begun
 * @trainer: the trainer, after the last step of this session, and before its network is calibrated
 *
 * Adds a checkpoint, from which the run can be continued later.
 */
void
bp_run_writer_leave (BpRunWriter *writer, const BpTrainer *trainer)
{
  g_auto (BpTrainerState) state = { 0 };

  if (!copy_state (writer, trainer, NULL, &state))
    return;

  writer->figures.n_steps = writer->n_steps;
  pthread_mutex_lock (&writer->mutex);
  writer->box.figures = writer->figures;
  writer->box.has_new_figures = TRUE;
  box_put_state (&writer->box, &state);
  pthread_cond_signal (&writer->cond);
  pthread_mutex_unlock (&writer->mutex);
}

/**
 * bp_run_writer_get_best:
 * @writer: a writer that was begun
 *
 * Returns: (transfer none) (nullable): the network of the best epoch, not calibrated; constant
 */
BpNetwork *
bp_run_writer_get_best (const BpRunWriter *writer)
{
  return writer->best;
}

/**
 * bp_run_writer_calibrate_best:
 * @writer: a writer that was begun
 * @trainer: the trainer at the end of the run, whose network was calibrated
 * @progress: (nullable): cancels
 * @error: return location for the errors of bp_trainer_calibrate()
 *
 * Returns: (transfer full) (nullable): the network of the best epoch, calibrated: often the last
 *   one; %NULL where the run has none, or with @error set
 */
BpNetwork *
bp_run_writer_calibrate_best (const BpRunWriter *writer,
                              BpTrainer *trainer,
                              BpProgress *progress,
                              GError **error)
{
  const BpNetwork *last = bp_trainer_get_network (trainer);
  g_autoptr (BpNetwork) network = NULL;

  if (writer->best == NULL)
    return NULL;
  if (memcmp (writer->best->parameters, last->parameters, last->n_parameters * sizeof (float)) == 0)
    return bp_network_copy (last, error);

  network = bp_network_copy (writer->best, error);
  if (network == NULL || !bp_trainer_calibrate (trainer, network, progress, error))
    return NULL;
  return g_steal_pointer (&network);
}

/* Saves the final networks. If that fails, the networks of the epochs still exist. */
static void
save_last_networks (BpRunWriter *self, const BpRunEnding *ending)
{
  const BpRunFigures *figures = &self->record->figures;
  g_autofree char *final_path = g_build_filename (self->folder, BP_RUN_FILE_FINAL, NULL);
  g_autofree char *best_path = g_build_filename (self->folder, BP_RUN_FILE_BEST, NULL);
  g_autoptr (GError) error = NULL;
  guint n_before = self->record->settings.config.n_epochs_before;
  /* Within an epoch, the last network was not evaluated. */
  gboolean is_measured = self->n_epoch_steps == self->n_steps;

  if (ending->final != NULL &&
      !save_network (self, ending->final, n_before + figures->n_epochs,
                     is_measured ? figures->held_out_accuracy : (double) NAN,
                     is_measured ? figures->held_out_loss : (double) NAN, final_path, &error))
    {
      note_problem (self, error);
      g_clear_error (&error);
    }
  if (ending->best != NULL &&
      !save_network (self, ending->best, figures->best_epoch, figures->best_held_out_accuracy,
                     (double) NAN, best_path, &error))
    note_problem (self, error);
}

/**
 * bp_run_writer_end:
 * @writer: a writer that was begun
 * @ending: how the run ended
 * @error: return location for a %G_FILE_ERROR
 *
 * Writes all remaining data, the final networks and the state of the run, and waits for that.
 *
 * Returns: whether run.json has the end of the run; if not, the run can be continued
 */
gboolean
bp_run_writer_end (BpRunWriter *writer, const BpRunEnding *ending, GError **error)
{
  BpRunResult *result = &writer->record->result;

  stop_thread (writer);
  writer->figures.n_steps = writer->n_steps;
  writer->record->figures = writer->figures;
  save_last_networks (writer, ending);
  writer->record->state = ending->state;
  g_free (writer->record->message);
  writer->record->message = g_strdup (ending->message);
  if (ending->final != NULL)
    {
      g_free (result->weights_sha256);
      result->weights_sha256 = bp_weights_sha256 (ending->final);
    }
  if (ending->test != NULL)
    {
      result->n_tested = ending->test->count;
      result->test_loss = ending->test->count > 0 ? ending->test->loss : (double) NAN;
      result->test_accuracy = ending->test->count > 0 ? ending->test->accuracy : (double) NAN;
    }
  return bp_run_record_save (writer->record, error);
}

/**
 * bp_run_writer_take_problem:
 * @writer: a writer; any thread
 *
 * Returns: (transfer full) (nullable): why data of the run could not be stored, for users; only
 *   once in a run
 */
char *
bp_run_writer_take_problem (BpRunWriter *writer)
{
  char *problem;

  pthread_mutex_lock (&writer->mutex);
  problem = g_steal_pointer (&writer->problem);
  pthread_mutex_unlock (&writer->mutex);
  return problem;
}
