/* SPDX-License-Identifier: MIT */
/* An interrupted and continued run ends with the same bytes as an uninterrupted one. */
#include "trainer.h"

#include "dataset-builtin.h"
#include "dataset-mix.h"
#include "error.h"
#include "kernels.h"
#include "test-file.h"
#include "test-stride.h"

#include <string.h>

#define N_EPOCHS     2
#define BATCH_SIZE   32
#define MOST_THREADS 3
#define N_EXTRAS     8 /* augmentation, dropout and a mix, each with and without */

typedef struct
{
  BpDataset *dataset;
  BpDataset *mixed; /* with digits and non-digits among the training images */
  BpTrainingConfig config;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpDatasetMix mix = { .n_builtin = 20, .n_hasty = 11, .n_non_digits = 9 };
  g_autoptr (GError) error = NULL;

  fixture->dataset = bp_dataset_new_builtin (1, 150, 20, 0, 1, NULL, &error);
  g_assert_no_error (error);
  fixture->mixed = bp_dataset_mix (fixture->dataset, &mix, 1, NULL, &error);
  g_assert_no_error (error);
  bp_training_config_init (&fixture->config);
  fixture->config.hidden[0] = 24;
  fixture->config.batch_size = BATCH_SIZE;
  fixture->config.learning_rate = 0.05f;
  fixture->config.n_epochs = N_EPOCHS;
  fixture->config.n_threads = 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_dataset_unref (fixture->dataset);
  bp_dataset_unref (fixture->mixed);
}

static BpTrainer *
make_trainer (const BpTrainingConfig *config, BpDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  BpTrainer *trainer = bp_trainer_new (config, dataset, NULL, &error);

  g_assert_no_error (error);
  return trainer;
}

/* Makes another trainer that continues from the state of @trainer, with another number of threads.
 * Sometimes it has made other steps before. */
static BpTrainer *
continue_elsewhere (BpTrainer *trainer, BpTrainingConfig *config, BpRandom *random)
{
  g_auto (BpTrainerState) state = { 0 };
  g_autoptr (GError) error = NULL;
  BpTrainer *other;
  BpStep step;

  g_assert_true (bp_trainer_get_state (trainer, NULL, &state, &error));
  g_assert_no_error (error);
  config->n_threads = bp_random_count (random, 1, MOST_THREADS);
  other = make_trainer (config, bp_trainer_get_dataset (trainer));
  if (bp_random_below (random, 2) == 0)
    g_assert_true (bp_trainer_step (other, &step, &error));
  g_assert_true (bp_trainer_set_state (other, &state, &error));
  g_assert_no_error (error);
  bp_trainer_free (trainer);
  return other;
}

/* Trains to the end; with @random, another trainer continues after about every third step. */
static BpNetwork *
train (BpTrainingConfig config, BpDataset *dataset, BpRandom *random, BpEpoch epochs[N_EPOCHS])
{
  g_autoptr (BpTrainer) trainer = make_trainer (&config, dataset);
  g_autoptr (GError) error = NULL;
  BpNetwork *network;
  BpStep step;

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      while (!bp_trainer_is_at_epoch_end (trainer))
        {
          g_assert_true (bp_trainer_step (trainer, &step, &error));
          g_assert_no_error (error);
          if (random != NULL && bp_random_below (random, 3) == 0)
            trainer = continue_elsewhere (trainer, &config, random);
        }
      g_assert_true (bp_trainer_end_epoch (trainer, NULL, &epochs[i], &error));
      g_assert_no_error (error);
      if (random != NULL && bp_random_below (random, 2) == 0)
        trainer = continue_elsewhere (trainer, &config, random);
    }
  network = bp_network_copy (bp_trainer_get_network (trainer), &error);
  g_assert_no_error (error);
  return network;
}

static void
assert_interruptions_do_not_matter (const BpTrainingConfig *config,
                                    BpDataset *dataset,
                                    BpRandom *random)
{
  BpEpoch epochs[N_EPOCHS];
  BpEpoch interrupted_epochs[N_EPOCHS];
  g_autoptr (BpNetwork) network = train (*config, dataset, NULL, epochs);
  g_autoptr (BpNetwork) interrupted = train (*config, dataset, random, interrupted_epochs);

  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                   interrupted->parameters, interrupted->n_parameters * sizeof (float));
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      g_assert_cmpuint (interrupted_epochs[i].epoch, ==, epochs[i].epoch);
      g_assert_cmpfloat (interrupted_epochs[i].train_loss, ==, epochs[i].train_loss);
      g_assert_cmpfloat (interrupted_epochs[i].train_accuracy, ==, epochs[i].train_accuracy);
      g_assert_cmpfloat (interrupted_epochs[i].held_out_loss, ==, epochs[i].held_out_loss);
      g_assert_cmpfloat (interrupted_epochs[i].held_out_accuracy, ==, epochs[i].held_out_accuracy);
    }
}

/* Each rule of update with each schedule, with and without augmentation, dropout and a mix. */
static void
test_recipes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const BpOptimizerConfig optimizers[] = {
    { .kind = BP_OPTIMIZER_SGD },
    { .momentum = 0.9f },
    { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f },
    { .momentum = 0.9f, .weight_decay = 0.01f },
    { .kind = BP_OPTIMIZER_ADAM },
    { .kind = BP_OPTIMIZER_ADAM, .weight_decay = 0.01f },
  };
  BpRandom random;

  const guint n_recipes = G_N_ELEMENTS (optimizers) * bp_schedules.n_rows * N_EXTRAS;

  bp_random_init (&random, 1, 0);
  for (guint i = 0; i < n_recipes; i += bp_test_get_stride ())
    {
      guint extras = i % N_EXTRAS;
      BpTrainingConfig config = fixture->config;

      config.optimizer = optimizers[i / N_EXTRAS / bp_schedules.n_rows];
      config.schedule = i / N_EXTRAS % bp_schedules.n_rows;
      if ((extras & 1) != 0)
        config.augmentation = (BpAugmentation){ .rotation = 0.1f, .elastic = 0.5f };
      if ((extras & 2) != 0)
        {
          config.dropout = 0.3f;
          config.warm_up_epochs = 0.5f;
        }
      assert_interruptions_do_not_matter (&config,
                                          (extras & 4) != 0 ? fixture->mixed : fixture->dataset,
                                          &random);
    }
}

static void
test_activations (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpRandom random;

  bp_random_init (&random, 2, 0);
  fixture->config.hidden[1] = 17;
  fixture->config.n_hidden = 2;
  fixture->config.optimizer = (BpOptimizerConfig){ .kind = BP_OPTIMIZER_ADAM };
  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    {
      fixture->config.activation = activation;
      assert_interruptions_do_not_matter (&fixture->config, fixture->dataset, &random);
    }
}

static void
test_bf16 (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpRandom random;

  if (!bp_kernels_check_precision (BP_PRECISION_BF16, NULL))
    {
      g_test_skip ("This processor has no products in bf16");
      return;
    }
  bp_random_init (&random, 4, 0);
  fixture->config.hidden[0] = 70;
  fixture->config.optimizer = (BpOptimizerConfig){ .momentum = 0.9f };
  fixture->config.precision = BP_PRECISION_BF16;
  assert_interruptions_do_not_matter (&fixture->config, fixture->dataset, &random);
}

/* The rate and the length as they were last set go with the state. */
static void
test_changed_settings (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (&fixture->config, fixture->dataset);
  BpRandom random;

  bp_random_init (&random, 3, 0);
  bp_trainer_set_learning_rate (trainer, 0.01f);
  bp_trainer_set_n_epochs (trainer, 17);
  trainer = continue_elsewhere (trainer, &fixture->config, &random);
  g_assert_cmpfloat (bp_trainer_get_config (trainer)->learning_rate, ==, 0.01f);
  g_assert_cmpuint (bp_trainer_get_config (trainer)->n_epochs, ==, 17);
}

static void
assert_refused (const BpTrainingConfig *config, BpDataset *dataset, const BpTrainerState *state)
{
  g_autoptr (BpTrainer) trainer = make_trainer (config, dataset);
  g_autoptr (BpTrainer) untouched = make_trainer (config, dataset);
  g_autoptr (GError) error = NULL;
  const BpNetwork *network = bp_trainer_get_network (trainer);

  g_assert_false (bp_trainer_set_state (trainer, state, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                   bp_trainer_get_network (untouched)->parameters,
                   network->n_parameters * sizeof (float));
}

/* The state of a run with any difference is refused, and changes nothing. */
static void
test_of_another_run (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = make_trainer (&fixture->config, fixture->dataset);
  BpTrainingConfig config = fixture->config;
  g_auto (BpTrainerState) state = { 0 };
  g_autoptr (GError) error = NULL;
  BpStep step;

  g_assert_true (bp_trainer_step (trainer, &step, &error));
  g_assert_true (bp_trainer_get_state (trainer, NULL, &state, &error));
  g_assert_no_error (error);

  config.hidden[0]++;
  assert_refused (&config, fixture->dataset, &state);

  config = fixture->config;
  config.activation = BP_ACTIVATION_TANH;
  assert_refused (&config, fixture->dataset, &state);

  config = fixture->config;
  config.optimizer.momentum = 0.5f;
  assert_refused (&config, fixture->dataset, &state);

  config = fixture->config;
  config.batch_size = BATCH_SIZE - 1;
  assert_refused (&config, fixture->dataset, &state);

  config = fixture->config;
  config.n_epochs_before = state.epoch;
  assert_refused (&config, fixture->dataset, &state);

  state.position = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_TRAIN).count + 1;
  assert_refused (&fixture->config, fixture->dataset, &state);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* Early stopping counts on where the other trainer was. */
static void
test_keeps_early_stopping (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpTrainer) other = NULL;
  g_auto (BpTrainerState) state = { 0 };
  BpEpoch epoch;

  fixture->config.patience = 2;
  fixture->config.learning_rate = 1e-30f;
  trainer = make_trainer (&fixture->config, fixture->dataset);
  for (guint i = 0; i < 2; i++)
    g_assert_true (bp_trainer_train (trainer, NULL, &epoch, NULL));
  g_assert_true (bp_trainer_get_state (trainer, NULL, &state, NULL));

  other = make_trainer (&fixture->config, fixture->dataset);
  g_assert_true (bp_trainer_set_state (other, &state, NULL));
  g_assert_false (bp_trainer_should_stop_early (other));
  g_assert_true (bp_trainer_train (other, NULL, &epoch, NULL));
  g_assert_true (bp_trainer_should_stop_early (other));
}

BP_TEST_FILE (trainer_state)
{
  add ("/trainer-state/recipes", test_recipes);
  add ("/trainer-state/activations", test_activations);
  add ("/trainer-state/bf16", test_bf16);
  add ("/trainer-state/changed-settings", test_changed_settings);
  add ("/trainer-state/of-another-run", test_of_another_run);
  g_test_add ("/trainer-state/keeps-early-stopping", Fixture, NULL, set_up,
              test_keeps_early_stopping, tear_down);
}
