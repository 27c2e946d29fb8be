/* SPDX-License-Identifier: MIT */
/* The same data, settings and seed make the same network, byte for byte. */
#include "trainer.h"

#include "dataset-builtin.h"
#include "error.h"
#include "kernels.h"
#include "preset.h"
#include "test-file.h"
#include "test-stride.h"

#include <string.h>

#define N_EPOCHS     2
#define MOST_THREADS 4

typedef struct
{
  BpDataset *dataset;
  BpTrainingConfig config;
} Fixture;

/* A small network and few images, with a last batch that is not full. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture->dataset = bp_dataset_new_builtin (1, 150, 20, 0, 1, NULL, &error);
  g_assert_no_error (error);
  bp_training_config_init (&fixture->config);
  fixture->config.hidden[0] = 24;
  fixture->config.learning_rate = 0.05f;
  fixture->config.n_epochs = N_EPOCHS;
  fixture->config.n_threads = 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void) data;
  bp_dataset_unref (fixture->dataset);
}

/* Trains from @initial, or from random weights, and returns the network. */
static BpNetwork *
train (const BpTrainingConfig *config, BpDataset *dataset, const BpNetwork *initial, guint n_epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpTrainer) trainer = bp_trainer_new (config, dataset, initial, &error);
  BpNetwork *network;
  BpEpoch epoch;

  g_assert_no_error (error);
  for (guint i = 0; i < n_epochs; i++)
    {
      g_assert_true (bp_trainer_train (trainer, NULL, &epoch, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (epoch.epoch, ==, config->n_epochs_before + i + 1);
    }
  network = bp_network_copy (bp_trainer_get_network (trainer), &error);
  g_assert_no_error (error);
  return network;
}

static gboolean
is_same (const BpNetwork *first, const BpNetwork *second)
{
  g_assert_cmpuint (first->n_parameters, ==, second->n_parameters);
  return memcmp (first->parameters, second->parameters, first->n_parameters * sizeof (float)) == 0;
}

static void
assert_threads_do_not_matter (BpTrainingConfig config, BpDataset *dataset)
{
  g_autoptr (BpNetwork) network = train (&config, dataset, NULL, N_EPOCHS);

  for (config.n_threads = 2; config.n_threads <= MOST_THREADS; config.n_threads++)
    {
      g_autoptr (BpNetwork) other = train (&config, dataset, NULL, N_EPOCHS);

      g_assert_true (is_same (network, other));
    }
}

static void
assert_makes_a_difference (const BpTrainingConfig *config, Fixture *fixture)
{
  g_autoptr (BpNetwork) network = train (&fixture->config, fixture->dataset, NULL, N_EPOCHS);
  g_autoptr (BpNetwork) other = train (config, fixture->dataset, NULL, N_EPOCHS);

  g_assert_false (is_same (network, other));
}

/* A hidden layer whose units threads divide among one another: see step-plan.c. */
#define DIVIDED_UNITS 100

/* Each rule of update with each schedule, with dropout and without, in phases and ahead. */
static void
test_recipes (Fixture *fixture, gconstpointer data)
{
  static const BpOptimizerConfig optimizers[] = {
    { .kind = BP_OPTIMIZER_SGD },
    { .momentum = 0.9f },
    { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f },
    { .momentum = 0.9f, .weight_decay = 0.01f },
    { .kind = BP_OPTIMIZER_ADAM },
    { .kind = BP_OPTIMIZER_ADAM, .weight_decay = 0.01f },
  };
  const guint n_recipes = G_N_ELEMENTS (optimizers) * bp_schedules.n_rows * 2;

  (void) data;
  for (guint i = 0; i < n_recipes; i += bp_test_get_stride ())
    {
      float dropout = (float) (i % 2);
      BpTrainingConfig config = fixture->config;

      config.optimizer = optimizers[i / 2 / bp_schedules.n_rows];
      config.schedule = i / 2 % bp_schedules.n_rows;
      config.dropout = 0.3f * dropout;
      config.warm_up_epochs = 0.5f * dropout;
      if (i % 4 < 2)
        config.hidden[0] = DIVIDED_UNITS;
      assert_threads_do_not_matter (config, fixture->dataset);
    }
}

/* Each activation, in one hidden layer and in two, with dropout and without. */
static void
test_activations (Fixture *fixture, gconstpointer data)
{
  (void) data;
  fixture->config.hidden[1] = 17;
  for (guint i = 0; i < 4 * BP_N_ACTIVATIONS; i += bp_test_get_stride ())
    {
      gboolean is_deep = i / 2 % 2 == 0;
      BpTrainingConfig config;

      fixture->config.n_hidden = is_deep ? 2 : 1;
      fixture->config.hidden[0] = is_deep ? 24 : DIVIDED_UNITS;
      config = fixture->config;
      config.activation = i / 4;
      config.dropout = 0.3f * (float) (i % 2);
      assert_threads_do_not_matter (config, fixture->dataset);
      if (config.activation != fixture->config.activation)
        assert_makes_a_difference (&config, fixture);
    }
}

/* Products in bf16, in layers that are wide enough for them: the same bytes for any number of
 * threads, and others than in float32. A processor without them refuses. */
static void
test_bf16 (Fixture *fixture, gconstpointer data)
{
  static const guint n_threads[] = { 2, 3, 4, 7, 8, 16 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpTrainer) refused = NULL;
  g_autoptr (BpNetwork) network = NULL;

  (void) data;
  fixture->config.hidden[0] = 150;
  fixture->config.hidden[1] = 40;
  fixture->config.n_hidden = 2;
  fixture->config.optimizer = (BpOptimizerConfig){ .momentum = 0.9f };
  fixture->config.batch_size = 53;

  BpTrainingConfig config = fixture->config;

  config.precision = BP_PRECISION_BF16;
  if (!bp_kernels_check_precision (BP_PRECISION_BF16, NULL))
    {
      refused = bp_trainer_new (&config, fixture->dataset, NULL, &error);
      g_assert_null (refused);
      g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
      return;
    }
  assert_makes_a_difference (&config, fixture);
  network = train (&config, fixture->dataset, NULL, N_EPOCHS);
  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      g_autoptr (BpNetwork) other = NULL;

      config.n_threads = n_threads[i];
      other = train (&config, fixture->dataset, NULL, N_EPOCHS);
      g_assert_true (is_same (network, other));
    }
}

static void
test_presets (Fixture *fixture, gconstpointer data)
{
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  (void) data;
  for (guint i = 0; i < n_presets; i++)
    {
      BpTrainingConfig config = presets[i].config;

      config.hidden[0] = 24;
      config.hidden[1] = 16;
      config.batch_size = 32;
      config.n_threads = 1;
      assert_threads_do_not_matter (config, fixture->dataset);
    }
}

static void
test_all_threads_of_the_machine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) network = train (&fixture->config, fixture->dataset, NULL, N_EPOCHS);
  g_autoptr (BpNetwork) other = NULL;

  (void) data;
  fixture->config.n_threads = 0;
  other = train (&fixture->config, fixture->dataset, NULL, N_EPOCHS);
  g_assert_true (is_same (network, other));
}

static void
test_settings_make_a_difference (Fixture *fixture, gconstpointer data)
{
  BpTrainingConfig config = fixture->config;

  (void) data;
  config.seed++;
  assert_makes_a_difference (&config, fixture);

  config = fixture->config;
  config.augmentation.shift = 0.5f;
  assert_makes_a_difference (&config, fixture);

  config = fixture->config;
  config.dropout = 0.1f;
  assert_makes_a_difference (&config, fixture);
}

/* Plain SGD has no state but the weights: a run that is saved and continued equals one long run. */
static void
test_going_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) in_one_go = NULL;
  g_autoptr (BpNetwork) half = NULL;
  g_autoptr (BpNetwork) whole = NULL;
  g_autoptr (BpNetwork) from_the_beginning = NULL;

  (void) data;
  fixture->config.dropout = 0.2f;
  fixture->config.augmentation.shift = 0.5f;
  in_one_go = train (&fixture->config, fixture->dataset, NULL, 4);
  half = train (&fixture->config, fixture->dataset, NULL, 2);
  from_the_beginning = train (&fixture->config, fixture->dataset, half, 2);
  fixture->config.n_epochs_before = 2;
  whole = train (&fixture->config, fixture->dataset, half, 2);

  g_assert_true (is_same (in_one_go, whole));
  g_assert_false (is_same (in_one_go, from_the_beginning));
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (same_bytes)
{
  add ("/same-bytes/recipes", test_recipes);
  add ("/same-bytes/activations", test_activations);
  add ("/same-bytes/bf16", test_bf16);
  add ("/same-bytes/presets", test_presets);
  add ("/same-bytes/all-threads-of-the-machine", test_all_threads_of_the_machine);
  add ("/same-bytes/settings-make-a-difference", test_settings_make_a_difference);
  add ("/same-bytes/going-on", test_going_on);
}
