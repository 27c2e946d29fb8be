/* SPDX-License-Identifier: MIT */
#include "diagnosis.h"

#include "error.h"
#include "loss-watch.h"
#include "test-file.h"
#include "toy-data.h"
#include "trainer.h"

#include <math.h>
#include <string.h>

typedef struct
{
  BpDataset *dataset;
  BpTrainingConfig config;
  BpTrainer *trainer;
  BpDiagnosis diagnosis;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->dataset = bp_toy_dataset_new (2000, 0, 0, 1);
  bp_training_config_init (&fixture->config);
  fixture->config.hidden[0] = 16;
  fixture->config.batch_size = 32;
  fixture->config.n_threads = 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_dataset_unref (fixture->dataset);
  g_clear_pointer (&fixture->trainer, bp_trainer_free);
}

/* Trains until the trainer has had enough, or for an epoch. */
static void
get_into_trouble (Fixture *fixture, const BpNetwork *initial)
{
  g_autoptr (GError) error = NULL;
  BpEpoch epoch;

  fixture->trainer = bp_trainer_new (&fixture->config, fixture->dataset, initial, &error);
  g_assert_no_error (error);
  bp_trainer_train (fixture->trainer, NULL, &epoch, NULL);
}

static void
diagnose (Fixture *fixture, const BpNetwork *good)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_diagnose (&fixture->config, fixture->dataset,
                              bp_trainer_get_network (fixture->trainer), good, NULL,
                              &fixture->diagnosis, &error));
  g_assert_no_error (error);
}

static void
assert_cause (const Fixture *fixture, BpCause cause)
{
  g_autofree char *text = bp_diagnosis_describe (&fixture->diagnosis);

  g_test_message ("%s", text);
  g_assert_cmpstr (bp_cause_get_name (fixture->diagnosis.cause), ==, bp_cause_get_name (cause));
}

/* A run at the rate that was found learns. */
static void
assert_found_rate_works (Fixture *fixture, const BpNetwork *good)
{
  BpTrainingConfig config = fixture->config;
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  BpEpoch epoch;

  g_assert_cmpfloat (fixture->diagnosis.found_rate, >, 0.0f);
  config.learning_rate = fixture->diagnosis.found_rate;
  trainer = bp_trainer_new (&config, fixture->dataset, good, NULL);
  g_assert_true (bp_trainer_train (trainer, NULL, &epoch, &error));
  g_assert_no_error (error);
  g_assert_false (epoch.is_at_chance);
  g_assert_cmpfloat (epoch.train_loss, <,
                     bp_chance_loss (bp_dataset_get_n_classes (fixture->dataset)));
}

static void
test_rate_too_high (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->config.learning_rate = 300.0f;
  get_into_trouble (fixture, NULL);
  diagnose (fixture, NULL);
  assert_cause (fixture, BP_CAUSE_RATE_TOO_HIGH);
  g_assert_cmpfloat (fixture->diagnosis.found_rate, <, 300.0f);
  assert_found_rate_works (fixture, NULL);
}

static void
test_rate_too_low (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->config.learning_rate = 1e-7f;
  get_into_trouble (fixture, NULL);
  diagnose (fixture, NULL);
  assert_cause (fixture, BP_CAUSE_RATE_TOO_LOW);
  g_assert_cmpfloat (fixture->diagnosis.found_rate, >, 1e-7f);
}

static void
test_adam (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->config.optimizer.kind = BP_OPTIMIZER_ADAM;
  fixture->config.learning_rate = 10.0f;
  get_into_trouble (fixture, NULL);
  diagnose (fixture, NULL);
  assert_cause (fixture, BP_CAUSE_RATE_TOO_HIGH);
  assert_found_rate_works (fixture, NULL);
}

/* Weights that are far too large from the beginning. */
static void
test_initialisation (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) fresh = NULL;
  g_autoptr (BpNetwork) initial = NULL;

  fresh = bp_trainer_new (&fixture->config, fixture->dataset, NULL, NULL);
  initial = bp_network_copy (bp_trainer_get_network (fresh), NULL);
  for (gsize i = 0; i < initial->n_parameters; i++)
    initial->parameters[i] *= 30.0f;
  get_into_trouble (fixture, initial);
  diagnose (fixture, initial);
  assert_cause (fixture, BP_CAUSE_INITIALISATION);
}

/* Biases that keep every unit at 0 let no gradient through, at any rate. */
static void
test_dead_units (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpTrainer) fresh = NULL;
  g_autoptr (BpNetwork) initial = NULL;

  fresh = bp_trainer_new (&fixture->config, fixture->dataset, NULL, NULL);
  initial = bp_network_copy (bp_trainer_get_network (fresh), NULL);
  for (guint j = 0; j < initial->layers[0].n_outputs; j++)
    initial->layers[0].biases[j] = -1000.0f;
  get_into_trouble (fixture, initial);
  diagnose (fixture, initial);
  assert_cause (fixture, BP_CAUSE_DEAD_UNITS);
  g_assert_cmpfloat (fixture->diagnosis.idle_share, ==, 1.0);
  g_assert_cmpuint (fixture->diagnosis.idle_layer, ==, 1);
}

/* Many layers of sigmoids let next to no gradient through, where ReLU would. */
static void
test_activation (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->config.activation = BP_ACTIVATION_SIGMOID;
  fixture->config.n_hidden = 7;
  for (guint i = 0; i < fixture->config.n_hidden; i++)
    fixture->config.hidden[i] = 16;
  get_into_trouble (fixture, NULL);
  diagnose (fixture, NULL);
  assert_cause (fixture, BP_CAUSE_ACTIVATION);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };

  get_into_trouble (fixture, NULL);
  bp_progress_cancel (&progress);
  g_assert_false (bp_diagnose (&fixture->config, fixture->dataset,
                               bp_trainer_get_network (fixture->trainer), NULL, &progress,
                               &fixture->diagnosis, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* The measurements are plain numbers, as a person writes them. */
static void
test_description (void)
{
  BpDiagnosis diagnosis = {
    .cause = BP_CAUSE_RATE_TOO_HIGH,
    .learning_rate = 100.0f,
    .n_steps = 50,
    .loss_before = 2.58,
    .loss_after = 13240.0,
    .found_rate = 0.5f,
    .found_loss = 0.0358,
    .idle_share = 0.8,
    .idle_layer = 1,
  };
  g_autofree char *finite = bp_diagnosis_describe (&diagnosis);
  g_autofree char *infinite = NULL;

  g_assert_cmpstr (finite, ==,
                   "The likely cause is the learning rate: 100 is too high. In 50 trial steps the "
                   "loss went from 2.58 to 13,240, and to 0.0358 at a learning rate of 0.5. 80 % "
                   "of the units of hidden layer 1 give the same value for every image.");
  diagnosis.loss_after = INFINITY;
  diagnosis.idle_share = 0.0;
  infinite = bp_diagnosis_describe (&diagnosis);
  g_assert_cmpstr (infinite, ==,
                   "The likely cause is the learning rate: 100 is too high. In 50 trial steps the "
                   "loss grew without end; at a learning rate of 0.5 it went from 2.58 to "
                   "0.0358.");
}

/* The loss of weights that are far too large may be infinite before any step. */
static void
test_description_without_numbers (void)
{
  const BpDiagnosis diagnosis = {
    .cause = BP_CAUSE_INITIALISATION,
    .loss_before = INFINITY,
    .loss_after = INFINITY,
  };
  g_autofree char *text = bp_diagnosis_describe (&diagnosis);

  g_assert_cmpstr (text, ==,
                   "The likely cause is the weights that the run began with: their loss is inf "
                   "before any step.");
}

BP_TEST_FILE (diagnosis)
{
  add ("/diagnosis/rate-too-high", test_rate_too_high);
  add ("/diagnosis/rate-too-low", test_rate_too_low);
  add ("/diagnosis/adam", test_adam);
  add ("/diagnosis/initialisation", test_initialisation);
  add ("/diagnosis/dead-units", test_dead_units);
  add ("/diagnosis/activation", test_activation);
  add ("/diagnosis/cancelled", test_cancelled);
  g_test_add_func ("/diagnosis/description", test_description);
  g_test_add_func ("/diagnosis/description-without-numbers", test_description_without_numbers);
}
