/* SPDX-License-Identifier: MIT */
#include "teachers.h"

#include "dataset-builtin.h"
#include "error.h"
#include "test-file.h"
#include "toy-data.h"
#include "trainer.h"

#include <string.h>

#define N_EPOCHS 2

typedef struct
{
  BpDataset *dataset;
  GPtrArray *teachers;
  BpTrainingConfig config;
} Fixture;

static BpNetwork *
train (const BpTrainingConfig *config, BpDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpTrainer) trainer = bp_trainer_new (config, dataset, NULL, &error);
  BpEpoch epoch;

  g_assert_no_error (error);
  for (guint i = 0; i < config->n_epochs; i++)
    g_assert_true (bp_trainer_train (trainer, NULL, &epoch, NULL));
  return bp_network_copy (bp_trainer_get_network (trainer), NULL);
}

/* A network that learns from two others of other shapes, with a last batch that is not full. */
static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpTrainingConfig config;

  fixture->dataset = bp_dataset_new_builtin (1, 150, 20, 0, 1, NULL, NULL);
  fixture->teachers = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_network_unref);
  bp_training_config_init (&config);
  config.hidden[0] = 40;
  config.n_epochs = N_EPOCHS;
  config.n_threads = 1;
  config.learning_rate = 0.05f;
  g_ptr_array_add (fixture->teachers, train (&config, fixture->dataset));
  config.hidden[1] = 20;
  config.n_hidden = 2;
  config.activation = BP_ACTIVATION_TANH;
  g_ptr_array_add (fixture->teachers, train (&config, fixture->dataset));

  bp_training_config_init (&fixture->config);
  fixture->config.hidden[0] = 24;
  fixture->config.learning_rate = 0.05f;
  fixture->config.n_epochs = N_EPOCHS;
  fixture->config.n_threads = 1;
  fixture->config.augmentation.shift = 0.5f;
  fixture->config.distillation =
      (BpDistillation){ .teachers = fixture->teachers, .temperature = 3.0f, .soft_weight = 0.8f };
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_dataset_unref (fixture->dataset);
  g_ptr_array_unref (fixture->teachers);
}

static gboolean
is_same (const BpNetwork *first, const BpNetwork *second)
{
  return memcmp (first->parameters, second->parameters, first->n_parameters * sizeof (float)) == 0;
}

static gboolean
gives_same_bytes (const Fixture *fixture, const BpTrainingConfig *config)
{
  g_autoptr (BpNetwork) network = train (&fixture->config, fixture->dataset);
  g_autoptr (BpNetwork) other = train (config, fixture->dataset);

  return is_same (network, other);
}

static void
test_threads_do_not_matter (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpTrainingConfig config = fixture->config;

  for (config.n_threads = 2; config.n_threads <= 4; config.n_threads++)
    g_assert_true (gives_same_bytes (fixture, &config));
}

/* Every setting has an effect; without a weight the teachers have none. */
static void
test_settings (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  BpTrainingConfig config = fixture->config;

  config.distillation.temperature = 2.0f;
  g_assert_false (gives_same_bytes (fixture, &config));
  config = fixture->config;
  config.distillation.soft_weight = 0.7f;
  g_assert_false (gives_same_bytes (fixture, &config));
  config = fixture->config;
  g_ptr_array_add (one, g_ptr_array_index (fixture->teachers, 0));
  config.distillation.teachers = one;
  g_assert_false (gives_same_bytes (fixture, &config));

  fixture->config.distillation.soft_weight = 0.0f;
  config.distillation = (BpDistillation){ .teachers = NULL };
  g_assert_true (gives_same_bytes (fixture, &config));
}

/* The same teacher twice answers as it does once; two halves of a batch answer as the whole. */
static void
test_answers (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpNetwork *student = g_ptr_array_index (fixture->teachers, 0);
  g_autoptr (GPtrArray) twice = g_ptr_array_new ();
  BpDistillation settings = { .teachers = twice, .temperature = 3.0f, .soft_weight = 1.0f };
  const BpAugmentation none = { .rotation = 0.0f };
  BpSamples samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_TRAIN);
  guint32 indices[32];
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (student, G_N_ELEMENTS (indices), NULL);
  g_autoptr (BpBatchInputs) inputs =
      bp_batch_inputs_new (student, workspace, samples, &none, 1, 1, NULL);
  g_autoptr (BpTeachers) teachers = NULL;
  const BpSoftTargets *targets;

  g_ptr_array_add (twice, (gpointer) student);
  g_ptr_array_add (twice, (gpointer) student);
  for (guint i = 0; i < G_N_ELEMENTS (indices); i++)
    indices[i] = 7 + i;
  bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ indices, G_N_ELEMENTS (indices) });
  bp_batch_inputs_advance (inputs);
  teachers = bp_teachers_new (&settings, G_N_ELEMENTS (indices), NULL);
  bp_teachers_answer (teachers, inputs, (BpRange){ 16, 32 });
  bp_teachers_answer (teachers, inputs, (BpRange){ 0, 16 });
  targets = bp_teachers_get_targets (teachers);

  bp_workspace_gather (workspace, student, samples.images, indices, G_N_ELEMENTS (indices));
  bp_forward_propagation (student, workspace);
  for (guint i = 0; i < G_N_ELEMENTS (indices); i++)
    {
      gsize stride = workspace->strides[student->n_layers];
      float *softened = workspace->probabilities + i * stride;
      float sum = 0.0f;

      bp_soften (softened, workspace->activations[student->n_layers] + i * stride, BP_N_DIGITS,
                 3.0f);
      for (guint j = 0; j < BP_N_DIGITS; j++)
        {
          float target = targets->probabilities[i * targets->stride + j];

          g_assert_cmpfloat_with_epsilon (target, softened[j], 1e-6f);
          sum += target;
        }
      g_assert_cmpfloat_with_epsilon (sum, 1.0f, 1e-5f);
    }
}

static void
assert_refused (const BpTrainingConfig *config,
                BpDataset *dataset,
                BpError code,
                const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_trainer_plan (config, dataset, NULL, &error));
  g_assert_error (error, BP_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, message));
}

static void
test_refuses (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpDataset) toy = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  BpTrainingConfig config = fixture->config;

  config.augmentation = (BpAugmentation){ .rotation = 0.0f };
  assert_refused (&config, toy, BP_ERROR_MISMATCH, "Teacher 1 takes 784 inputs");
  config.distillation.teachers = NULL;
  assert_refused (&config, fixture->dataset, BP_ERROR_MISMATCH, "there are none");
  config.distillation.teachers = nobody;
  assert_refused (&config, fixture->dataset, BP_ERROR_MISMATCH, "there are none");

  config.distillation = fixture->config.distillation;
  config.distillation.soft_weight = 1.5f;
  assert_refused (&config, fixture->dataset, BP_ERROR_INVALID_VALUE, "from 0 to 1, not 1.5");
  config.distillation.soft_weight = 0.5f;
  config.distillation.temperature = 0.0f;
  assert_refused (&config, fixture->dataset, BP_ERROR_INVALID_VALUE, "from 0.1 to 1000, not 0");
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (teachers)
{
  add ("/teachers/threads-do-not-matter", test_threads_do_not_matter);
  add ("/teachers/settings", test_settings);
  add ("/teachers/answers", test_answers);
  add ("/teachers/refuses", test_refuses);
}
