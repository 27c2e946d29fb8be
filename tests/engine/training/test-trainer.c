/* SPDX-License-Identifier: MIT */
#include "trainer.h"

#include "backprop.h"
#include "dataset-builtin.h"
#include "dataset-load.h"
#include "error.h"
#include "metrics.h"
#include "test-data.h"
#include "test-file.h"
#include "test-stride.h"
#include "toy-data.h"

#include <math.h>
#include <string.h>

static void
init_config (BpTrainingConfig *config)
{
  bp_training_config_init (config);
  config->hidden[0] = 12;
  config->batch_size = 8;
  config->learning_rate = 0.2f;
  config->n_threads = 1;
}

static BpTrainer *
make_trainer (const BpTrainingConfig *config, BpDataset *dataset, const BpNetwork *initial)
{
  g_autoptr (GError) error = NULL;
  BpTrainer *trainer = bp_trainer_new (config, dataset, initial, &error);

  g_assert_no_error (error);
  return trainer;
}

static void
train (BpTrainer *trainer, guint n_epochs, BpEpoch *epoch)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_epochs; i++)
    {
      g_assert_true (bp_trainer_train (trainer, NULL, epoch, &error));
      g_assert_no_error (error);
    }
}

static void
assert_same_parameters (const BpNetwork *first, const BpNetwork *second)
{
  g_assert_cmpmem (first->parameters, first->n_parameters * sizeof (float), second->parameters,
                   second->n_parameters * sizeof (float));
}

static void
assert_other_parameters (const BpNetwork *first, const BpNetwork *second)
{
  g_assert_cmpint (memcmp (first->parameters, second->parameters,
                           first->n_parameters * sizeof (float)),
                   !=, 0);
}

static void
test_learns (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 300, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainingConfig config;
  BpEpoch epoch;

  init_config (&config);
  trainer = make_trainer (&config, dataset, NULL);
  train (trainer, 1, &epoch);
  g_assert_cmpuint (epoch.epoch, ==, 1);
  g_assert_cmpfloat (epoch.varied_loss, >, 0.05);
  train (trainer, 9, &epoch);
  g_assert_cmpuint (epoch.epoch, ==, 10);
  g_assert_cmpfloat (epoch.train_accuracy, >, 0.98);
  g_assert_cmpfloat (epoch.held_out_accuracy, >, 0.98);
  g_assert_cmpfloat (epoch.held_out_loss, <, 0.1);
}

/* Compares each step with its parts: gather, forward propagation, gradient and the optimizer's
 * loop. */
static void
test_step (gconstpointer optimizer_config)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (8, 0, 0, 1);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (BpWorkspace) workspace = NULL;
  g_autofree float *gradient = NULL;
  g_auto (BpOptimizer) optimizer = { 0 };
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainingConfig config;

  init_config (&config);
  config.optimizer = *(const BpOptimizerConfig *) optimizer_config;
  if (config.optimizer.kind == BP_OPTIMIZER_ADAM)
    config.learning_rate = 1e-3f;
  trainer = make_trainer (&config, dataset, NULL);
  network = bp_network_copy (bp_trainer_get_network (trainer), NULL);
  workspace = bp_workspace_new (network, 8, NULL);
  gradient = g_new0 (float, network->n_parameters);
  g_assert_true (
      bp_optimizer_init (&optimizer, &config.optimizer, network->n_parameters, NULL, NULL));

  /* One batch is the whole epoch, so its order only changes the order of sums. */
  for (guint i = 0; i < 5; i++)
    {
      BpStep step;
      BpEpoch epoch;
      double loss;

      bp_workspace_gather (workspace, network, samples.images, NULL, 8);
      bp_forward_propagation (network, workspace);
      loss = bp_cross_entropy (network, workspace, samples.labels, NULL);
      bp_backpropagation (network, workspace, samples.labels, gradient);
      bp_optimizer_begin_step (&optimizer);
      bp_optimizer_update (&optimizer, config.learning_rate, network->parameters, gradient, 0,
                           network->n_parameters);

      g_assert_true (bp_trainer_step (trainer, &step, NULL));
      g_assert_cmpuint (step.index, ==, i);
      g_assert_cmpuint (step.n_samples, ==, 8);
      g_assert_true (step.is_epoch_end);
      g_assert_cmpfloat_with_epsilon ((double) step.loss, loss, 1e-5);
      for (gsize w = 0; w < network->n_parameters; w++)
        g_assert_cmpfloat_with_epsilon (bp_trainer_get_network (trainer)->parameters[w],
                                        network->parameters[w], 2e-6f);
      g_assert_true (bp_trainer_end_epoch (trainer, NULL, &epoch, NULL));
      g_assert_true (isnan (epoch.held_out_loss));
      g_assert_true (isnan (epoch.held_out_accuracy));
    }
}

/* 37 samples in batches of 8: each sample occurs once in an epoch, and the last batch has 5. */
static void
test_epoch_covers_all (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (37, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainingConfig config;
  BpStep step = { 0 };
  double loss_sum = 0.0;
  guint n_correct = 0;
  guint n_samples = 0;
  BpEpoch epoch;

  init_config (&config);
  trainer = make_trainer (&config, dataset, NULL);
  g_assert_cmpuint (bp_trainer_get_steps_per_epoch (trainer), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_true (bp_trainer_step (trainer, &step, NULL));
      g_assert_cmpuint (step.n_samples, ==, i < 4 ? 8 : 5);
      g_assert_cmpuint (step.epoch, ==, 1);
      g_assert_cmpint (step.is_epoch_end, ==, i == 4);
      loss_sum += (double) step.loss * step.n_samples;
      n_correct += step.n_correct;
      n_samples += step.n_samples;
    }
  g_assert_cmpuint (n_samples, ==, 37);
  g_assert_true (bp_trainer_end_epoch (trainer, NULL, &epoch, NULL));
  g_assert_cmpfloat_with_epsilon (epoch.varied_loss, loss_sum / 37, 1e-6);
  g_assert_cmpfloat_with_epsilon (epoch.varied_accuracy, n_correct / 37.0, 1e-12);
  g_assert_false (epoch.is_varied);
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  g_assert_cmpuint (step.epoch, ==, 2);
  g_assert_cmpuint (step.index, ==, 5);
}

/* The accuracy on the training images is that of the images as they are, without dropout, whatever
 * the steps were made with. */
static void
test_train_accuracy_is_comparable (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 100, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_auto (BpMetrics) metrics = { 0 };
  BpTrainingConfig config;
  BpEpoch epoch;

  init_config (&config);
  config.dropout = 0.5f;
  trainer = make_trainer (&config, dataset, NULL);
  train (trainer, 3, &epoch);
  g_assert_true (epoch.is_varied);
  g_assert_true (bp_evaluate (bp_trainer_get_network (trainer),
                              bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), 1, NULL, &metrics,
                              NULL));
  g_assert_cmpfloat (epoch.train_accuracy, ==, metrics.accuracy);
  g_assert_cmpfloat (epoch.train_loss, ==, metrics.loss);
  g_assert_cmpfloat (epoch.varied_loss, >, epoch.train_loss);
}

/* With a rate that moves nothing, no epoch is better than the first one. */
static void
test_early_stopping (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 50, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainingConfig config;
  BpEpoch epoch;

  init_config (&config);
  config.learning_rate = 1e-30f;
  config.patience = 2;
  trainer = make_trainer (&config, dataset, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (bp_trainer_should_stop_early (trainer));
      train (trainer, 1, &epoch);
    }
  g_assert_true (bp_trainer_should_stop_early (trainer));
}

static void
test_early_stopping_needs_held_out (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;

  init_config (&config);
  config.patience = 2;
  g_assert_null (bp_trainer_new (&config, dataset, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

/* A planned trainer makes the same steps as one that was made at once. */
static void
test_plan (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (BpTrainer) made = NULL;
  g_autoptr (BpTrainer) planned = NULL;
  BpProgress progress = { 0 };
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;
  BpEpoch epoch;

  init_config (&config);
  made = make_trainer (&config, dataset, NULL);
  train (made, 1, &epoch);

  planned = bp_trainer_plan (&config, dataset, NULL, NULL);
  g_assert_null (bp_trainer_get_network (planned));
  g_assert_true (bp_trainer_prepare (planned, &progress, NULL));
  train (planned, 1, &epoch);
  assert_same_parameters (bp_trainer_get_network (made), bp_trainer_get_network (planned));

  g_clear_pointer (&planned, bp_trainer_free);
  planned = bp_trainer_plan (&config, dataset, NULL, NULL);
  bp_progress_cancel (&progress);
  g_assert_false (bp_trainer_prepare (planned, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* A step that is cancelled before its update changes nothing, and can be made later. */
static void
test_cancelled_step (gconstpointer optimizer_config)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpTrainer) reference = NULL;
  g_autoptr (BpNetwork) before = NULL;
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };
  BpTrainingConfig config;
  BpEpoch epoch;
  BpStep step;

  init_config (&config);
  config.optimizer = *(const BpOptimizerConfig *) optimizer_config;
  if (config.optimizer.kind == BP_OPTIMIZER_ADAM)
    config.learning_rate = 1e-3f;
  trainer = make_trainer (&config, dataset, NULL);
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  before = bp_network_copy (bp_trainer_get_network (trainer), NULL);

  bp_trainer_set_progress (trainer, &progress);
  bp_progress_cancel (&progress);
  g_assert_false (bp_trainer_step (trainer, &step, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  assert_same_parameters (bp_trainer_get_network (trainer), before);

  bp_trainer_set_progress (trainer, NULL);
  train (trainer, 1, &epoch);
  reference = make_trainer (&config, dataset, NULL);
  train (reference, 1, &epoch);
  assert_same_parameters (bp_trainer_get_network (trainer), bp_trainer_get_network (reference));
}

/* A loss of over ten times that of guessing ends the run where it is found. */
static void
test_hopeless_loss (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *place = NULL;
  BpTrainingConfig config;
  BpEpoch epoch;

  init_config (&config);
  config.batch_size = 100;
  config.learning_rate = 300.0f;
  trainer = make_trainer (&config, dataset, NULL);
  g_assert_false (bp_trainer_train (trainer, NULL, &epoch, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DIVERGED);
  g_assert_nonnull (strstr (error->message, "over 10 times that of guessing"));
  place = g_strdup_printf ("at step %u of epoch 1", (guint) bp_trainer_get_n_steps (trainer));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, place));
  g_assert_true (bp_network_is_finite (bp_trainer_get_network (trainer)));
}

/* Each epoch has another order: with constant weights, the samples give the same losses in another
 * order. */
static void
test_order_of_epochs (void)
{
  enum
  {
    N_EPOCHS = 3,
    N_SAMPLES = 40,
  };
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (N_SAMPLES, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainingConfig config;
  float losses[N_EPOCHS][N_SAMPLES];
  double sums[N_EPOCHS] = { 0.0 };

  init_config (&config);
  config.batch_size = 1;
  config.learning_rate = 1e-30f;
  trainer = make_trainer (&config, dataset, NULL);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      BpEpoch epoch;

      for (guint j = 0; j < N_SAMPLES; j++)
        {
          BpStep step;

          g_assert_true (bp_trainer_step (trainer, &step, NULL));
          losses[i][j] = step.loss;
          sums[i] += (double) step.loss;
        }
      g_assert_true (bp_trainer_end_epoch (trainer, NULL, &epoch, NULL));
    }
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      guint next = (i + 1) % N_EPOCHS;

      g_assert_cmpfloat_with_epsilon (sums[i], sums[next], 1e-4);
      g_assert_cmpint (memcmp (losses[i], losses[next], sizeof losses[i]), !=, 0);
    }
}

/* With a rate that falls to 0, the last step moves the weights less than the first. */
static void
test_schedule (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (80, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpTrainer) constant = NULL;
  BpTrainingConfig config;
  BpStep step;

  init_config (&config);
  config.n_epochs = 1;
  constant = make_trainer (&config, dataset, NULL);
  config.schedule = BP_SCHEDULE_LINEAR;
  trainer = make_trainer (&config, dataset, NULL);

  g_assert_true (bp_trainer_step (constant, &step, NULL));
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  assert_same_parameters (bp_trainer_get_network (trainer), bp_trainer_get_network (constant));
  g_assert_true (bp_trainer_step (constant, &step, NULL));
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  assert_other_parameters (bp_trainer_get_network (trainer), bp_trainer_get_network (constant));
}

static void
test_augmentation_needs_digits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (80, 0, 0, 1);
  BpTrainingConfig config;

  init_config (&config);
  config.augmentation.shift = 1.0f;
  g_assert_null (bp_trainer_new (&config, dataset, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "Only images of 28 x 28 can be turned and bent, and these are 6 x 6: train "
                   "without it");
}

static void
test_goes_on_from_initial (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpTrainer) first = NULL;
  g_autoptr (BpTrainer) second = NULL;
  BpTrainingConfig config;
  BpStep step;

  init_config (&config);
  first = make_trainer (&config, dataset, NULL);
  g_assert_true (bp_trainer_step (first, &step, NULL));
  config.n_hidden = 0;
  second = make_trainer (&config, dataset, bp_trainer_get_network (first));
  assert_same_parameters (bp_trainer_get_network (first), bp_trainer_get_network (second));

  /* The network is a copy. */
  g_assert_true (bp_trainer_step (second, &step, NULL));
  assert_other_parameters (bp_trainer_get_network (first), bp_trainer_get_network (second));
}

/* The weights to begin with are drawn with the seed. */
static void
test_seed_of_weights (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpTrainer) first = NULL;
  g_autoptr (BpTrainer) same = NULL;
  g_autoptr (BpTrainer) other = NULL;
  BpTrainingConfig config;

  init_config (&config);
  first = make_trainer (&config, dataset, NULL);
  same = make_trainer (&config, dataset, NULL);
  config.seed++;
  other = make_trainer (&config, dataset, NULL);
  assert_same_parameters (bp_trainer_get_network (first), bp_trainer_get_network (same));
  assert_other_parameters (bp_trainer_get_network (first), bp_trainer_get_network (other));
}

/* A network that reads digits learns how sure an answer has to be; the others answer always. */
static void
test_calibrates (void)
{
  g_autoptr (BpDataset) digits = bp_dataset_new_builtin (1, 400, 100, 10, 1, NULL, NULL);
  g_autoptr (BpDataset) toys = bp_toy_dataset_new (300, 100, 0, 1);
  BpDataset *const datasets[] = { digits, toys };
  BpTrainingConfig config;

  init_config (&config);
  for (guint i = 0; i < G_N_ELEMENTS (datasets); i++)
    {
      g_autoptr (BpTrainer) trainer = make_trainer (&config, datasets[i], NULL);
      g_autoptr (GError) error = NULL;
      const BpNetwork *network = bp_trainer_get_network (trainer);
      BpEpoch epoch;

      train (trainer, 2, &epoch);
      g_assert_cmpfloat (network->temperature, ==, 1.0f);
      g_assert_true (bp_trainer_finish (trainer, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (network->temperature, !=, 1.0f);
      if (datasets[i] == digits)
        g_assert_cmpfloat (network->sure_threshold, >, 0.0f);
      else
        g_assert_cmpfloat (network->sure_threshold, ==, 0.0f);
    }
}

static void
test_divergence (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpNetwork) before = NULL;
  g_autofree char *place = NULL;
  BpTrainingConfig config;
  BpStep step;
  guint n_steps = 0;

  init_config (&config);
  config.learning_rate = 1e25f;
  trainer = make_trainer (&config, dataset, NULL);
  do
    {
      g_clear_pointer (&before, bp_network_unref);
      before = bp_network_copy (bp_trainer_get_network (trainer), NULL);
      n_steps++;
    }
  while (bp_trainer_step (trainer, &step, &error) && !step.is_epoch_end);

  g_assert_error (error, BP_ERROR, BP_ERROR_DIVERGED);
  place = g_strdup_printf ("step %u of epoch 1: the learning rate of 1e+25 is too large", n_steps);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, place));
  assert_same_parameters (before, bp_trainer_get_network (trainer));
}

static void
test_learning_rate_takes_effect (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpNetwork) before = NULL;
  BpTrainingConfig config;
  BpStep step;

  init_config (&config);
  trainer = make_trainer (&config, dataset, NULL);
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  before = bp_network_copy (bp_trainer_get_network (trainer), NULL);
  bp_trainer_set_learning_rate (trainer, 1e-30f);
  g_assert_cmpfloat (bp_trainer_get_config (trainer)->learning_rate, ==, 1e-30f);
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  for (gsize i = 0; i < before->n_parameters; i++)
    g_assert_cmpfloat_with_epsilon (before->parameters[i],
                                    bp_trainer_get_network (trainer)->parameters[i], 1e-20f);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 20, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpProgress progress = { 0 };
  BpTrainingConfig config;
  BpEpoch epoch;

  init_config (&config);
  trainer = make_trainer (&config, dataset, NULL);
  bp_progress_cancel (&progress);
  g_assert_false (bp_trainer_train (trainer, &progress, &epoch, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);

  /* Training continues normally. */
  train (trainer, 1, &epoch);
  g_assert_cmpuint (epoch.epoch, ==, 1);
}

static void
test_no_training_samples (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 20, 1);
  BpTrainingConfig config;

  init_config (&config);
  g_assert_null (bp_trainer_new (&config, dataset, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "Quarters has only test images, which are never trained on: choose data with "
                   "images to train on, or measure a network on these with “backprop-cli "
                   "evaluate”");

  g_clear_error (&error);
  bp_dataset_unref (g_steal_pointer (&dataset));
  dataset = bp_toy_dataset_new (0, 20, 0, 1);
  g_assert_null (bp_trainer_new (&config, dataset, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "Quarters has no images to train on: choose other data, or hold fewer images "
                   "out");
}

/* Training on real data: one epoch of MNIST is known to reach over 93 %. */
static void
test_mnist (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bp_test_find_data ("mnist/mnist.pkl.gz");
  g_autoptr (BpDataset) all = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  g_auto (BpMetrics) metrics = { 0 };
  BpTrainingConfig config;
  BpEpoch epoch;

  if (path == NULL)
    return;
  all = bp_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  dataset = bp_dataset_resplit (all, 10000, -1, &error);
  g_assert_no_error (error);

  init_config (&config);
  config.hidden[0] = 40;
  config.batch_size = 10;
  config.learning_rate = 0.1f;
  trainer = make_trainer (&config, dataset, NULL);
  train (trainer, 2, &epoch);
  g_assert_true (bp_evaluate (bp_trainer_get_network (trainer),
                              bp_dataset_get_samples (dataset, BP_SPLIT_TEST), 0, NULL, &metrics,
                              NULL));
  g_assert_cmpfloat (metrics.accuracy, >, 0.90);
  g_assert_cmpfloat (metrics.accuracy, <, 0.94);
}

BP_TEST_FILE (trainer)
{
  static const BpOptimizerConfig sgd = { .kind = BP_OPTIMIZER_SGD };
  static const BpOptimizerConfig momentum = { .momentum = 0.9f };
  static const BpOptimizerConfig nesterov = { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f };
  static const BpOptimizerConfig decay = { .momentum = 0.9f, .weight_decay = 0.1f };
  static const BpOptimizerConfig adam = { .kind = BP_OPTIMIZER_ADAM };
  static const BpOptimizerConfig adam_w = { .kind = BP_OPTIMIZER_ADAM, .weight_decay = 0.1f };

  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_data_func ("/trainer/step/sgd", &sgd, test_step);
  g_test_add_data_func ("/trainer/step/momentum", &momentum, test_step);
  g_test_add_data_func ("/trainer/step/nesterov", &nesterov, test_step);
  g_test_add_data_func ("/trainer/step/weight-decay", &decay, test_step);
  g_test_add_data_func ("/trainer/step/adam", &adam, test_step);
  g_test_add_data_func ("/trainer/step/adam-with-weight-decay", &adam_w, test_step);
  g_test_add_func ("/trainer/epoch-covers-all", test_epoch_covers_all);
  g_test_add_func ("/trainer/train-accuracy-is-comparable", test_train_accuracy_is_comparable);
  g_test_add_func ("/trainer/early-stopping", test_early_stopping);
  g_test_add_func ("/trainer/early-stopping-needs-held-out", test_early_stopping_needs_held_out);
  g_test_add_func ("/trainer/plan", test_plan);
  g_test_add_data_func ("/trainer/cancelled-step/nesterov", &nesterov, test_cancelled_step);
  g_test_add_data_func ("/trainer/cancelled-step/adam", &adam, test_cancelled_step);
  g_test_add_func ("/trainer/hopeless-loss", test_hopeless_loss);
  g_test_add_func ("/trainer/order-of-epochs", test_order_of_epochs);
  g_test_add_func ("/trainer/schedule", test_schedule);
  g_test_add_func ("/trainer/augmentation-needs-digits", test_augmentation_needs_digits);
  g_test_add_func ("/trainer/goes-on-from-initial", test_goes_on_from_initial);
  g_test_add_func ("/trainer/seed-of-weights", test_seed_of_weights);
  g_test_add_func ("/trainer/calibrates", test_calibrates);
  g_test_add_func ("/trainer/divergence", test_divergence);
  g_test_add_func ("/trainer/learning-rate-takes-effect", test_learning_rate_takes_effect);
  g_test_add_func ("/trainer/cancelled", test_cancelled);
  g_test_add_func ("/trainer/no-training-samples", test_no_training_samples);
  if (BP_TEST_IS_FOR_THREADS)
    return;
  g_test_add_func ("/trainer/mnist", test_mnist);
}
