/* SPDX-License-Identifier: MIT */
/* A run that is kept, left at any step and continued is the run that was never interrupted. */
#include "run-writer.h"

#include "checkpoint.h"
#include "error.h"
#include "kernels.h"
#include "run-folder.h"
#include "run-log.h"
#include "run-networks.h"
#include "test-file.h"
#include "test-files.h"
#include "toy-data.h"
#include "toy-network.h"
#include "weights-check.h"
#include "weights.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_EPOCHS 3

typedef struct
{
  BpTestFolder *parent;
  char *folder; /* of the run */
  BpDataset *dataset;
  BpTrainingConfig config;
  BpRandom random;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->parent = bp_test_folder_new ();
  fixture->folder = g_build_filename (fixture->parent->path, "run", NULL);
  fixture->dataset = bp_toy_dataset_new (100, 30, 20, 1);
  bp_training_config_init (&fixture->config);
  fixture->config.hidden[0] = 12;
  fixture->config.batch_size = 8;
  fixture->config.learning_rate = 0.1f;
  fixture->config.n_epochs = N_EPOCHS;
  fixture->config.n_threads = 1;
  fixture->config.optimizer = (BpOptimizerConfig){ .kind = BP_OPTIMIZER_ADAM };
  fixture->config.schedule = BP_SCHEDULE_COSINE;
  fixture->config.dropout = 0.2f;
  fixture->config.precision = bp_kernels_check_precision (BP_PRECISION_BF16, NULL);
  bp_random_init (&fixture->random, 1, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_test_folder_free (fixture->parent);
  g_free (fixture->folder);
  bp_dataset_unref (fixture->dataset);
}

static BpTrainer *
make_trainer (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BpTrainer *trainer = bp_trainer_new (&fixture->config, fixture->dataset, NULL, &error);

  g_assert_no_error (error);
  return trainer;
}

static BpRunWriter *
begin (const Fixture *fixture, const char *folder, BpTrainer *trainer)
{
  g_auto (BpRunSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  BpRunWriter *writer = bp_run_writer_new (folder, &error);

  g_assert_no_error (error);
  bp_run_writer_set_interval (writer, 0.0);
  bp_run_settings_init_from_trainer (&settings, trainer);
  settings.command = g_strdup ("backprop-cli train");
  g_assert_true (bp_run_writer_begin (writer, trainer, &settings, &error));
  g_assert_no_error (error);
  (void) fixture;
  return writer;
}

static BpRunWriter *
go_on (const Fixture *fixture, guint n_threads, BpTrainer **trainer)
{
  g_autoptr (GError) error = NULL;
  BpRunWriter *writer = bp_run_writer_open (fixture->folder, &error);

  g_assert_no_error (error);
  bp_run_writer_set_interval (writer, 0.0);
  *trainer = bp_run_writer_continue (writer, fixture->dataset, n_threads, &error);
  g_assert_no_error (error);
  return writer;
}

/* Makes steps to the end of the run, or so many. Returns: whether the run is at its end */
static gboolean
train (BpTrainer *trainer, BpRunWriter *writer, guint n_steps)
{
  g_autoptr (GError) error = NULL;
  BpEpoch epoch;
  BpStep step;

  while (bp_trainer_get_epoch (trainer) <= N_EPOCHS)
    {
      if (bp_trainer_is_at_epoch_end (trainer))
        {
          g_autoptr (BpNetwork) network = NULL;

          g_assert_true (bp_trainer_end_epoch (trainer, NULL, &epoch, &error));
          network = bp_network_copy (bp_trainer_get_network (trainer), &error);
          bp_run_writer_add_epoch (writer, trainer, network, &epoch);
          continue;
        }
      if (n_steps-- == 0)
        return FALSE;
      g_assert_true (bp_trainer_step (trainer, &step, &error));
      bp_run_writer_add_step (writer, trainer, &step);
    }
  return TRUE;
}

static void
end (BpTrainer *trainer, BpRunWriter *writer)
{
  BpRunEnding ending = { .state = BP_RUN_STATE_FINISHED };
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  bp_run_writer_leave (writer, trainer);
  ending.final = bp_trainer_get_network (trainer);
  ending.best = bp_run_writer_get_best (writer);
  g_assert_true (bp_run_writer_end (writer, &ending, &error));
  g_assert_no_error (error);
  problem = bp_run_writer_take_problem (writer);
  g_assert_null (problem);
}

/* Keeps a run that goes to its end in one go. */
static void
keep_whole_run (const Fixture *fixture, const char *folder)
{
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autoptr (BpRunWriter) writer = begin (fixture, folder, trainer);

  g_assert_true (train (trainer, writer, G_MAXUINT));
  end (trainer, writer);
}

static void
assert_same_figures (const BpLayerFigures *figures, const BpLayerFigures *other, guint n_values)
{
  g_assert_cmpuint (figures->n_values, ==, n_values);
  g_assert_cmpmem (figures->values, figures->n_values * sizeof (double), other->values,
                   other->n_values * sizeof (double));
}

static void
assert_same_logs (const char *folder, const char *other_folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunLog) log = bp_run_log_load (folder, &error);
  g_autoptr (BpRunLog) other = bp_run_log_load (other_folder, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (log->losses->data, log->losses->len * sizeof (float), other->losses->data,
                   other->losses->len * sizeof (float));
  g_assert_cmpuint (log->epochs->len, ==, N_EPOCHS);
  g_assert_cmpuint (other->epochs->len, ==, N_EPOCHS);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const BpHistoryEpoch *epoch = &g_array_index (log->epochs, BpHistoryEpoch, i);
      const BpHistoryEpoch *other_epoch = &g_array_index (other->epochs, BpHistoryEpoch, i);

      g_assert_cmpuint (epoch->values.epoch, ==, i + 1);
      g_assert_cmpuint (epoch->n_steps, ==, (i + 1) * 13);
      g_assert_cmpuint (epoch->n_steps, ==, other_epoch->n_steps);
      g_assert_cmpfloat (epoch->values.train_loss, ==, other_epoch->values.train_loss);
      g_assert_cmpfloat (epoch->values.held_out_accuracy, ==,
                         other_epoch->values.held_out_accuracy);
      assert_same_figures (&epoch->values.health.gradient_norms,
                           &other_epoch->values.health.gradient_norms, 2);
      assert_same_figures (&epoch->values.health.update_ratios,
                           &other_epoch->values.health.update_ratios, 2);
      assert_same_figures (&epoch->values.health.dead_shares,
                           &other_epoch->values.health.dead_shares, 1);
    }
}

static void
assert_same_networks (const char *folder, const char *other_folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *other_path = g_build_filename (other_folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_weights_load (path, NULL, &error);
  g_autoptr (BpNetwork) other = bp_weights_load (other_path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), other->parameters,
                   other->n_parameters * sizeof (float));
}

static BpRunRecord *
load_record (const char *folder)
{
  g_autoptr (GError) error = NULL;
  BpRunRecord *record = bp_run_record_load (folder, &error);

  g_assert_no_error (error);
  return record;
}

static void
test_continues_to_the_same_bytes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *whole = g_build_filename (fixture->parent->path, "whole", NULL);
  gboolean is_done = FALSE;
  guint n_parts = 0;

  keep_whole_run (fixture, whole);
  while (!is_done)
    {
      g_autoptr (BpTrainer) trainer = NULL;
      g_autoptr (BpRunWriter) writer = NULL;
      g_autoptr (BpRunRecord) record = NULL;

      if (n_parts++ == 0)
        {
          trainer = make_trainer (fixture);
          writer = begin (fixture, fixture->folder, trainer);
        }
      else
        writer = go_on (fixture, bp_random_count (&fixture->random, 1, 3), &trainer);
      is_done = train (trainer, writer, bp_random_count (&fixture->random, 0, 9));
      record = load_record (fixture->folder);
      g_assert_cmpint (record->state, ==, BP_RUN_STATE_RUNNING);
      if (is_done)
        end (trainer, writer);
    }

  g_assert_cmpuint (n_parts, >, 3);
  assert_same_logs (fixture->folder, whole);
  assert_same_networks (fixture->folder, whole, BP_RUN_FILE_FINAL);
  assert_same_networks (fixture->folder, whole, BP_RUN_FILE_BEST);
}

/* The state in run.json at the end of a run, and after its program ended. */
static void
test_record (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpTrainer *trainer = make_trainer (fixture);
  BpRunWriter *writer = begin (fixture, fixture->folder, trainer);
  g_autoptr (BpRunRecord) interrupted = NULL;
  g_autoptr (BpRunRecord) record = NULL;
  g_autofree char *sha256 = NULL;

  train (trainer, writer, 20);
  bp_run_writer_free (writer);
  bp_trainer_free (trainer);
  interrupted = load_record (fixture->folder);
  g_assert_cmpint (interrupted->state, ==, BP_RUN_STATE_INTERRUPTED);
  g_assert_true (bp_run_record_can_continue (interrupted));
  g_assert_cmpuint (interrupted->figures.n_epochs, ==, 1);

  writer = go_on (fixture, 1, &trainer);
  train (trainer, writer, G_MAXUINT);
  sha256 = bp_weights_sha256 (bp_trainer_get_network (trainer));
  end (trainer, writer);
  bp_run_writer_free (writer);
  bp_trainer_free (trainer);

  record = load_record (fixture->folder);
  g_assert_cmpint (record->state, ==, BP_RUN_STATE_FINISHED);
  g_assert_false (bp_run_record_can_continue (record));
  g_assert_cmpstr (record->result.weights_sha256, ==, sha256);
  g_assert_cmpint (record->created, ==, interrupted->created);
  g_assert_cmpuint (record->figures.n_epochs, ==, N_EPOCHS);
  g_assert_cmpuint (record->figures.n_steps, ==, N_EPOCHS * 13);
  g_assert_cmpuint (record->figures.best_epoch, >, 0);
  g_assert_cmpstr (record->settings.dataset_name, ==, "Quarters");
  g_assert_cmpstr (record->settings.command, ==, "backprop-cli train");
  g_assert_cmpuint (record->settings.n_train, ==, 100);
  g_assert_cmpuint (record->settings.layers.n_sizes, ==, 3);
  g_assert_cmpuint (record->settings.layers.sizes[0], ==, 36);
  g_assert_cmpuint (record->settings.layers.sizes[2], ==, 4);
  g_assert_cmpuint (record->settings.config.hidden[0], ==, 12);
  g_assert_cmpint (record->settings.config.optimizer.kind, ==, BP_OPTIMIZER_ADAM);
  g_assert_cmpint (record->settings.config.schedule, ==, BP_SCHEDULE_COSINE);
  g_assert_cmpfloat (record->settings.config.dropout, ==, 0.2f);
  g_assert_cmpint (record->settings.config.precision, ==, fixture->config.precision);
  g_assert_cmpfloat (record->settings.config.learning_rate, ==, 0.1f);
}

static void
damage (const char *path)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, &error));
  content[length / 2] = (char) (content[length / 2] ^ 1);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, &error));
}

/* A damaged checkpoint is noticed, and the one before it is taken. */
static void
test_damaged_checkpoint (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *whole = g_build_filename (fixture->parent->path, "whole", NULL);
  g_auto (BpTrainerState) newer = { 0 };
  g_auto (BpTrainerState) older = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  BpTrainer *trainer = make_trainer (fixture);
  BpRunWriter *writer = begin (fixture, fixture->folder, trainer);
  guint index;
  guint older_index;

  keep_whole_run (fixture, whole);
  train (trainer, writer, 15);
  bp_run_writer_leave (writer, trainer);
  bp_run_writer_free (writer);
  bp_trainer_free (trainer);

  writer = go_on (fixture, 1, &trainer);
  train (trainer, writer, 4);
  bp_run_writer_leave (writer, trainer);
  bp_run_writer_free (writer);
  bp_trainer_free (trainer);

  g_assert_true (bp_checkpoint_load_newest (&newer, fixture->folder, &index, &error));
  g_assert_cmpuint (newer.n_steps, ==, 19);
  path = g_build_filename (fixture->folder, bp_run_checkpoint_files[index], NULL);
  damage (path);
  g_assert_true (bp_checkpoint_load_newest (&older, fixture->folder, &older_index, &error));
  g_assert_cmpuint (older_index, !=, index);
  g_assert_cmpuint (older.n_steps, <, 19);
  g_assert_cmpuint (older.n_steps, >, 0);

  writer = go_on (fixture, 1, &trainer);
  g_assert_true (train (trainer, writer, G_MAXUINT));
  end (trainer, writer);
  bp_run_writer_free (writer);
  bp_trainer_free (trainer);
  assert_same_logs (fixture->folder, whole);
  assert_same_networks (fixture->folder, whole, BP_RUN_FILE_FINAL);
}

/* Every byte of a checkpoint counts. */
static void
test_torn_checkpoint (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autofree char *path = g_build_filename (fixture->parent->path, "checkpoint", NULL);
  g_auto (BpTrainerState) state = { 0 };
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (bp_trainer_get_state (trainer, NULL, &state, &error));
  g_assert_true (bp_checkpoint_save (&state, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, &length, &error));
  for (gsize i = 0; i < length; i += 1 + length / 50)
    {
      g_auto (BpTrainerState) loaded = { 0 };
      char intact = content[i];

      content[i] = (char) (intact ^ 4);
      g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
      g_assert_false (bp_checkpoint_load (&loaded, path, NULL));
      content[i] = intact;

      g_assert_true (g_file_set_contents (path, content, (gssize) i, NULL));
      g_assert_false (bp_checkpoint_load (&loaded, path, NULL));
    }
}

/* Two programs never write one run. */
static void
test_lock (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autoptr (BpRunWriter) writer = bp_run_writer_new (fixture->folder, NULL);
  g_autoptr (BpRunWriter) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (writer);
  second = bp_run_writer_new (fixture->folder, &error);
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_null (second);
  g_clear_error (&error);

  g_clear_pointer (&writer, bp_run_writer_free);
  writer = begin (fixture, fixture->folder, trainer);
  second = bp_run_writer_open (fixture->folder, &error);
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_null (second);
}

static void
test_refused_folders (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *foreign = bp_test_folder_write (fixture->parent, "holiday.jpg", "x", 1);

  g_assert_null (bp_run_writer_new (fixture->parent->path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "holiday.jpg"));
  g_clear_error (&error);

  g_assert_null (bp_run_writer_open (fixture->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  bp_run_writer_free (begin (fixture, fixture->folder, trainer));
  g_assert_null (bp_run_writer_new (fixture->folder, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

static char *
write_in_run (const Fixture *fixture, const char *name, const char *contents)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return path;
}

/* What a start that was killed has left is no hindrance, and its checkpoint is not continued. */
static void
test_killed_start (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autoptr (BpRunWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *epochs = g_build_filename (fixture->folder, BP_RUN_FOLDER_EPOCHS, NULL);
  g_autofree char *lock = NULL;
  g_autofree char *temporary = NULL;
  g_autofree char *checkpoint = NULL;

  g_assert_cmpint (g_mkdir_with_parents (epochs, 0700), ==, 0);
  lock = write_in_run (fixture, BP_RUN_FILE_LOCK, "");
  temporary = write_in_run (fixture, ".backprop-00c0ffee.tmp", "torn");
  checkpoint = write_in_run (fixture, bp_run_checkpoint_files[0], "of another network");

  bp_run_writer_free (begin (fixture, fixture->folder, trainer));
  g_assert_false (g_file_test (checkpoint, G_FILE_TEST_EXISTS));
  writer = bp_run_writer_open (fixture->folder, &error);
  g_assert_no_error (error);
}

/* The files of a run that has lost its run.json are not taken for those of a start. */
static void
test_run_without_record (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const NAMES[] = { BP_RUN_FILE_LOG, BP_RUN_FILE_BEST,
                                       BP_RUN_FOLDER_EPOCHS "/epoch-000001.safetensors" };
  g_autofree char *epochs = g_build_filename (fixture->folder, BP_RUN_FOLDER_EPOCHS, NULL);

  g_assert_cmpint (g_mkdir_with_parents (epochs, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *path = write_in_run (fixture, NAMES[i], "");
      g_autofree char *name = g_path_get_basename (path);
      g_autoptr (GError) error = NULL;

      g_assert_null (bp_run_writer_new (fixture->folder, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
      g_assert_nonnull (strstr (error->message, name));
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
test_other_data (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autoptr (BpDataset) other = bp_toy_dataset_new (100, 30, 20, 2);
  g_autoptr (BpRunWriter) writer = NULL;
  g_autoptr (GError) error = NULL;

  bp_run_writer_free (begin (fixture, fixture->folder, trainer));
  writer = bp_run_writer_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_null (bp_run_writer_continue (writer, other, 1, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

/* A folder that vanishes ends nothing, and is told of once. */
static BpNetwork *
make_teacher (const Fixture *fixture, const char *path, guint64 seed)
{
  BpNetwork *teacher = bp_toy_network_new_for_dataset (fixture->dataset, 9, seed);
  g_auto (BpWeightsInfo) info = { NULL };

  bp_weights_info_init (&info);
  g_assert_true (bp_weights_save (teacher, &info, path, NULL));
  return teacher;
}

/* A run with a teacher continues to the bytes of one in one go, and only with this teacher. */
static void
test_teachers (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->parent->path, "t.safetensors", NULL);
  const char *const paths[] = { path, NULL };
  g_autoptr (GPtrArray) teachers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_network_unref);
  g_autoptr (BpTrainer) whole = NULL;
  g_autoptr (BpTrainer) interrupted = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpRunWriter) writer = NULL;
  g_auto (BpRunSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  BpNetwork *other;
  BpEpoch epoch;

  g_ptr_array_add (teachers, make_teacher (fixture, path, 1));
  fixture->config.distillation =
      (BpDistillation){ .teachers = teachers, .temperature = 2.0f, .soft_weight = 0.5f };
  whole = make_trainer (fixture);
  for (guint i = 0; i < N_EPOCHS; i++)
    g_assert_true (bp_trainer_train (whole, NULL, &epoch, NULL));

  interrupted = make_trainer (fixture);
  writer = bp_run_writer_new (fixture->folder, &error);
  g_assert_no_error (error);
  bp_run_settings_init_from_trainer (&settings, interrupted);
  bp_run_settings_set_teachers (&settings, paths, teachers);
  g_assert_true (bp_run_writer_begin (writer, interrupted, &settings, &error));
  g_assert_false (train (interrupted, writer, 17));
  bp_run_writer_leave (writer, interrupted);
  g_clear_pointer (&writer, bp_run_writer_free);

  writer = go_on (fixture, 2, &trainer);
  g_assert_true (train (trainer, writer, G_MAXUINT));
  g_assert_cmpmem (bp_trainer_get_network (trainer)->parameters,
                   bp_trainer_get_network (trainer)->n_parameters * sizeof (float),
                   bp_trainer_get_network (whole)->parameters,
                   bp_trainer_get_network (whole)->n_parameters * sizeof (float));
  g_clear_pointer (&writer, bp_run_writer_free);

  other = make_teacher (fixture, path, 2);
  bp_network_unref (other);
  writer = bp_run_writer_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_null (bp_run_writer_continue (writer, fixture->dataset, 1, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "t.safetensors"));
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (bp_run_writer_continue (writer, fixture->dataset, 1, &error));
  g_assert_nonnull (strstr (error->message, "A teacher of the run cannot be read"));
}

static void
test_vanished_folder (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *moved = g_build_filename (fixture->parent->path, "moved", NULL);
  g_autoptr (BpTrainer) trainer = make_trainer (fixture);
  g_autoptr (BpRunWriter) writer = begin (fixture, fixture->folder, trainer);
  const BpRunEnding ending = { .state = BP_RUN_STATE_FINISHED };
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *second = NULL;

  train (trainer, writer, 15);
  g_assert_cmpint (g_rename (fixture->folder, moved), ==, 0);
  g_assert_true (train (trainer, writer, G_MAXUINT));
  bp_run_writer_leave (writer, trainer);
  g_assert_false (bp_run_writer_end (writer, &ending, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  problem = bp_run_writer_take_problem (writer);
  g_assert_nonnull (problem);
  second = bp_run_writer_take_problem (writer);
  g_assert_null (second);
}

static void
test_networks_of_epochs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) epochs = NULL;
  g_autofree char *path = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_auto (BpWeightsInfo) info = { 0 };

  keep_whole_run (fixture, fixture->folder);
  epochs = bp_run_networks_list (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (epochs->len, ==, N_EPOCHS);

  path = bp_run_networks_get_path (fixture->folder, 2);
  bp_weights_info_init (&info);
  network = bp_weights_load (path, &info, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (info.n_epochs, ==, 2);
  g_assert_cmpstr (info.dataset_name, ==, "Quarters");
  g_assert_true (isfinite (info.held_out_accuracy));
}

/* The first, the last and the best stay, and no gap is more than twice another one. */
static void
test_thinning (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));

  (void) fixture;
  for (guint epoch = 1; epoch <= 1000; epoch++)
    {
      g_autoptr (GArray) chosen = NULL;
      guint best = epoch < 37 ? epoch : 37;
      gboolean has_best = FALSE;

      g_array_append_val (epochs, epoch);
      chosen = bp_run_networks_choose (epochs, best, 10);
      g_assert_cmpuint (chosen->len, <=, 10);
      g_assert_cmpuint (g_array_index (chosen, guint, 0), ==, 1);
      g_assert_cmpuint (g_array_index (chosen, guint, chosen->len - 1), ==, epoch);
      for (guint i = 0; i < chosen->len; i++)
        {
          has_best = has_best || g_array_index (chosen, guint, i) == best;
          if (i > 0)
            g_assert_cmpuint (g_array_index (chosen, guint, i) -
                                  g_array_index (chosen, guint, i - 1),
                              <=, MAX (2 * epoch / 7, 1));
        }
      g_assert_true (has_best);
      g_clear_pointer (&epochs, g_array_unref);
      epochs = g_steal_pointer (&chosen);
    }
}

/* A half-written line and a half-written float are left out. */
static void
test_torn_log (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *lines_path = g_build_filename (fixture->folder, BP_RUN_FILE_LOG, NULL);
  g_autofree char *losses_path = g_build_filename (fixture->folder, BP_RUN_FILE_LOSSES, NULL);
  g_autofree char *lines = NULL;
  g_autofree char *losses = NULL;
  g_autoptr (BpRunLog) log = NULL;
  g_autoptr (GError) error = NULL;
  gsize lines_length;
  gsize losses_length;

  keep_whole_run (fixture, fixture->folder);
  g_assert_true (g_file_get_contents (lines_path, &lines, &lines_length, &error));
  g_assert_true (g_file_get_contents (losses_path, &losses, &losses_length, &error));
  g_assert_true (g_file_set_contents (lines_path, lines, (gssize) lines_length - 5, &error));
  g_assert_true (g_file_set_contents (losses_path, losses, (gssize) losses_length - 3, &error));

  log = bp_run_log_load (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (log->epochs->len, ==, N_EPOCHS - 1);
  g_assert_cmpuint (log->losses->len, ==, N_EPOCHS * 13 - 1);

  bp_run_log_cut (log, N_EPOCHS * 13 + 1, N_EPOCHS);
  g_assert_cmpuint (log->losses->len, ==, N_EPOCHS * 13 + 1);
  g_assert_true (isnan (g_array_index (log->losses, float, N_EPOCHS * 13)));
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (run_writer)
{
  add ("/run-writer/continues-to-the-same-bytes", test_continues_to_the_same_bytes);
  add ("/run-writer/record", test_record);
  add ("/run-writer/damaged-checkpoint", test_damaged_checkpoint);
  add ("/run-writer/torn-checkpoint", test_torn_checkpoint);
  add ("/run-writer/lock", test_lock);
  add ("/run-writer/refused-folders", test_refused_folders);
  add ("/run-writer/killed-start", test_killed_start);
  add ("/run-writer/run-without-record", test_run_without_record);
  add ("/run-writer/other-data", test_other_data);
  add ("/run-writer/teachers", test_teachers);
  add ("/run-writer/vanished-folder", test_vanished_folder);
  add ("/run-writer/networks-of-epochs", test_networks_of_epochs);
  add ("/run-writer/thinning", test_thinning);
  add ("/run-writer/torn-log", test_torn_log);
}
