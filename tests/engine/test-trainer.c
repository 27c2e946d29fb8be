/* SPDX-License-Identifier: MIT */
#include "engine/trainer.h"

#include "engine/backprop.h"
#include "engine/dataset-builtin.h"
#include "engine/error.h"
#include "engine/metrics.h"
#include "engine/preset.h"
#include "test-data.h"
#include "toy-data.h"

#include <math.h>
#include <string.h>

static void
init_config (BpTrainerConfig *config)
{
  bp_trainer_config_init (config);
  config->hidden[0] = 12;
  config->batch_size = 8;
  config->learning_rate = 0.2f;
  config->n_threads = 1;
}

static BpTrainer *
make_trainer (const BpTrainerConfig *config, BpDataset *dataset, const BpNetwork *initial)
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
test_learns (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 300, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainerConfig config;
  BpEpoch epoch;

  init_config (&config);
  trainer = make_trainer (&config, dataset, NULL);
  train (trainer, 1, &epoch);
  g_assert_cmpuint (epoch.epoch, ==, 1);
  g_assert_cmpfloat (epoch.train_loss, >, 0.05);
  train (trainer, 9, &epoch);
  g_assert_cmpuint (epoch.epoch, ==, 10);
  g_assert_cmpfloat (epoch.train_accuracy, >, 0.98);
  g_assert_cmpfloat (epoch.held_out_accuracy, >, 0.98);
  g_assert_cmpfloat (epoch.held_out_loss, <, 0.1);
}

/* Each step against the formulas: gather, forward propagation, gradient, w -= rate * gradient. */
static void
test_step_is_gradient_descent (gconstpointer user_data)
{
  double momentum = GPOINTER_TO_INT (user_data) != 0 ? 0.9 : 0.0;
  gboolean use_nesterov = GPOINTER_TO_INT (user_data) == 2;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (8, 0, 0, 1);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (BpWorkspace) workspace = NULL;
  g_autofree float *gradient = NULL;
  g_autofree double *velocity = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainerConfig config;

  init_config (&config);
  config.optimizer.momentum = (float) momentum;
  config.optimizer.use_nesterov = use_nesterov;
  trainer = make_trainer (&config, dataset, NULL);
  network = bp_network_copy (bp_trainer_get_network (trainer), NULL);
  workspace = bp_workspace_new (network, 8, NULL);
  gradient = g_new0 (float, network->n_parameters);
  velocity = g_new0 (double, network->n_parameters);

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
      for (gsize w = 0; w < network->n_parameters; w++)
        {
          double change = 0.2 * (double) gradient[w];

          velocity[w] = momentum * velocity[w] - change;
          network->parameters[w] +=
              (float) (use_nesterov ? momentum * velocity[w] - change : velocity[w]);
        }

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

/* 37 samples in batches of 8: each one has its turn once an epoch, and the last batch has 5. */
static void
test_epoch_covers_all (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (37, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainerConfig config;
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
  g_assert_cmpfloat_with_epsilon (epoch.train_loss, loss_sum / 37, 1e-6);
  g_assert_cmpfloat_with_epsilon (epoch.train_accuracy, n_correct / 37.0, 1e-12);
  g_assert_true (bp_trainer_step (trainer, &step, NULL));
  g_assert_cmpuint (step.epoch, ==, 2);
  g_assert_cmpuint (step.index, ==, 5);
}

static void
test_same_seed_same_bytes (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 50, 0, 1);
  g_autoptr (BpTrainer) first = NULL;
  BpTrainerConfig config;
  BpEpoch epoch;

  init_config (&config);
  first = make_trainer (&config, dataset, NULL);
  train (first, 3, &epoch);
  for (guint n_threads = 0; n_threads <= 4; n_threads++)
    {
      g_autoptr (BpTrainer) other = NULL;

      config.n_threads = n_threads;
      other = make_trainer (&config, dataset, NULL);
      train (other, 3, &epoch);
      assert_same_parameters (bp_trainer_get_network (first), bp_trainer_get_network (other));
    }

  {
    g_autoptr (BpTrainer) other = NULL;

    config.seed++;
    other = make_trainer (&config, dataset, NULL);
    train (other, 3, &epoch);
    g_assert_cmpint (memcmp (bp_trainer_get_network (first)->parameters,
                             bp_trainer_get_network (other)->parameters, 100),
                     !=, 0);
  }
}

/* Presets change images and the learning rate, and use momentum: all of it again to the byte. */
static void
test_preset_same_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 300, 0, 0, 1, NULL, &error);
  const BpPreset *preset = bp_preset_find ("standard", &error);
  g_autoptr (BpTrainer) first = NULL;
  BpTrainerConfig config = preset->config;
  BpEpoch epoch;

  g_assert_no_error (error);
  config.hidden[0] = 24;
  config.batch_size = 32;
  config.n_epochs = 2;
  config.warm_up_epochs = 0.5f;
  config.dropout = 0.2f;
  config.n_threads = 1;
  first = make_trainer (&config, dataset, NULL);
  train (first, 2, &epoch);
  for (guint n_threads = 2; n_threads <= 4; n_threads++)
    {
      g_autoptr (BpTrainer) other = NULL;

      config.n_threads = n_threads;
      other = make_trainer (&config, dataset, NULL);
      train (other, 2, &epoch);
      assert_same_parameters (bp_trainer_get_network (first), bp_trainer_get_network (other));
    }

  {
    g_autoptr (BpTrainer) other = NULL;

    config.augmentation.shift += 0.5f;
    other = make_trainer (&config, dataset, NULL);
    train (other, 2, &epoch);
    g_assert_cmpint (memcmp (bp_trainer_get_network (first)->parameters,
                             bp_trainer_get_network (other)->parameters,
                             bp_trainer_get_network (first)->n_parameters * sizeof (float)),
                     !=, 0);
  }
}

/* With a rate that falls to 0, the last step moves the weights less than the first. */
static void
test_schedule (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (80, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpTrainer) constant = NULL;
  BpTrainerConfig config;
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
  g_assert_cmpint (memcmp (bp_trainer_get_network (trainer)->parameters,
                           bp_trainer_get_network (constant)->parameters,
                           bp_trainer_get_network (trainer)->n_parameters * sizeof (float)),
                   !=, 0);
}

static void
test_augmentation_needs_digits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (80, 0, 0, 1);
  BpTrainerConfig config;

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
  BpTrainerConfig config;
  BpStep step;

  init_config (&config);
  first = make_trainer (&config, dataset, NULL);
  g_assert_true (bp_trainer_step (first, &step, NULL));
  config.n_hidden = 0;
  second = make_trainer (&config, dataset, bp_trainer_get_network (first));
  assert_same_parameters (bp_trainer_get_network (first), bp_trainer_get_network (second));

  /* It is a copy. */
  g_assert_true (bp_trainer_step (second, &step, NULL));
  g_assert_cmpint (memcmp (bp_trainer_get_network (first)->parameters,
                           bp_trainer_get_network (second)->parameters,
                           bp_trainer_get_network (first)->n_parameters * sizeof (float)),
                   !=, 0);
}

static void
test_divergence (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpNetwork) before = NULL;
  BpTrainerConfig config;
  BpStep step;

  init_config (&config);
  config.learning_rate = 1e25f;
  trainer = make_trainer (&config, dataset, NULL);
  do
    {
      g_clear_pointer (&before, bp_network_unref);
      before = bp_network_copy (bp_trainer_get_network (trainer), NULL);
    }
  while (bp_trainer_step (trainer, &step, &error) && !step.is_epoch_end);

  g_assert_error (error, BP_ERROR, BP_ERROR_DIVERGED);
  g_assert_nonnull (strstr (error->message, "of epoch 1: the learning rate of 1e+25 is too large"));
  assert_same_parameters (before, bp_trainer_get_network (trainer));
}

static void
test_learning_rate_takes_effect (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpNetwork) before = NULL;
  BpTrainerConfig config;
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
  BpTrainerConfig config;
  BpEpoch epoch;

  init_config (&config);
  trainer = make_trainer (&config, dataset, NULL);
  bp_progress_cancel (&progress);
  g_assert_false (bp_trainer_train (trainer, &progress, &epoch, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);

  /* And goes on as if nothing had happened. */
  train (trainer, 1, &epoch);
  g_assert_cmpuint (epoch.epoch, ==, 1);
}

static void
test_no_training_samples (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 20, 1);
  BpTrainerConfig config;

  init_config (&config);
  g_assert_null (bp_trainer_new (&config, dataset, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "Quarters has no images to train on: choose other data, or hold fewer images "
                   "out");
}

static void
test_config_ranges (void)
{
  const struct
  {
    gsize offset;
    double value;
    gboolean is_float;
    const char *message;
  } rows[] = {
    { G_STRUCT_OFFSET (BpTrainerConfig, batch_size), 0, FALSE,
      "The batch size is 1 to 4096, not 0" },
    { G_STRUCT_OFFSET (BpTrainerConfig, batch_size), 5000, FALSE,
      "The batch size is 1 to 4096, not 5000" },
    { G_STRUCT_OFFSET (BpTrainerConfig, hidden), 0, FALSE,
      "A hidden layer has 1 to 16384 units, not 0" },
    { G_STRUCT_OFFSET (BpTrainerConfig, n_hidden), 16, FALSE,
      "A network has at most 15 hidden layers, not 16" },
    { G_STRUCT_OFFSET (BpTrainerConfig, learning_rate), 0.0, TRUE,
      "The learning rate is a number over 0, not 0" },
    { G_STRUCT_OFFSET (BpTrainerConfig, learning_rate), NAN, TRUE,
      "The learning rate is a number over 0, not nan" },
    { G_STRUCT_OFFSET (BpTrainerConfig, optimizer.momentum), 1.0, TRUE,
      "The momentum is from 0 to less than 1, not 1" },
    { G_STRUCT_OFFSET (BpTrainerConfig, optimizer.momentum), -0.5, TRUE,
      "The momentum is from 0 to less than 1, not -0.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      BpTrainerConfig config;

      init_config (&config);
      if (rows[i].is_float)
        G_STRUCT_MEMBER (float, &config, rows[i].offset) = (float) rows[i].value;
      else
        G_STRUCT_MEMBER (guint, &config, rows[i].offset) = (guint) rows[i].value;
      g_assert_false (bp_trainer_config_check (&config, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
test_parse_hidden (void)
{
  const char *const bad[] = { "x",   "12,",   ",12",
                              "0",   "-3",    "16385",
                              "1.5", "12 64", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1" };
  BpTrainerConfig config;

  bp_trainer_config_init (&config);
  g_assert_true (bp_trainer_config_parse_hidden (&config, "512, 64", NULL));
  g_assert_cmpuint (config.n_hidden, ==, 2);
  g_assert_cmpuint (config.hidden[0], ==, 512);
  g_assert_cmpuint (config.hidden[1], ==, 64);
  g_assert_true (bp_trainer_config_parse_hidden (&config, "", NULL));
  g_assert_cmpuint (config.n_hidden, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      config.n_hidden = 7;
      if (bp_trainer_config_parse_hidden (&config, bad[i], &error))
        g_error ("“%s” was taken for layers", bad[i]);
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_cmpuint (config.n_hidden, ==, 7);
    }
}

/* The whole path on real data: one epoch of MNIST is known to reach over 93 %. */
static void
test_mnist (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bp_test_find_data ("mnist/mnist.pkl.gz");
  g_autoptr (BpDataset) all = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  g_auto (BpMetrics) metrics = { 0 };
  BpTrainerConfig config;
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_data_func ("/trainer/step/sgd", GINT_TO_POINTER (0), test_step_is_gradient_descent);
  g_test_add_data_func ("/trainer/step/momentum", GINT_TO_POINTER (1),
                        test_step_is_gradient_descent);
  g_test_add_data_func ("/trainer/step/nesterov", GINT_TO_POINTER (2),
                        test_step_is_gradient_descent);
  g_test_add_func ("/trainer/epoch-covers-all", test_epoch_covers_all);
  g_test_add_func ("/trainer/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/trainer/preset-same-bytes", test_preset_same_bytes);
  g_test_add_func ("/trainer/schedule", test_schedule);
  g_test_add_func ("/trainer/augmentation-needs-digits", test_augmentation_needs_digits);
  g_test_add_func ("/trainer/goes-on-from-initial", test_goes_on_from_initial);
  g_test_add_func ("/trainer/divergence", test_divergence);
  g_test_add_func ("/trainer/learning-rate-takes-effect", test_learning_rate_takes_effect);
  g_test_add_func ("/trainer/cancelled", test_cancelled);
  g_test_add_func ("/trainer/no-training-samples", test_no_training_samples);
  g_test_add_func ("/trainer/config-ranges", test_config_ranges);
  g_test_add_func ("/trainer/parse-hidden", test_parse_hidden);
  g_test_add_func ("/trainer/mnist", test_mnist);

  return g_test_run ();
}
