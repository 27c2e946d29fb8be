/* SPDX-License-Identifier: MIT */
#include "run-helpers.h"

#include "toy-data.h"

void
bp_test_outcome_clear (BpTestOutcome *outcome)
{
  g_clear_error (&outcome->error);
}

/* A GAsyncReadyCallback: finishes the run @source. */
void
bp_test_on_run_done (GObject *source, GAsyncResult *result, gpointer outcome)
{
  BpTestOutcome *of_run = outcome;

  of_run->is_successful =
      bp_training_run_start_finish (BP_TRAINING_RUN (source), result, &of_run->error);
  of_run->is_done = TRUE;
}

void
bp_test_outcome_wait (BpTestOutcome *outcome)
{
  while (!outcome->is_done)
    g_main_context_iteration (NULL, TRUE);
}

void
bp_test_outcome_assert_success (const BpTestOutcome *outcome)
{
  g_assert_no_error (outcome->error);
  g_assert_true (outcome->is_successful);
}

void
bp_test_iterate_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* Runs the main loop until @n_more steps have arrived. */
void
bp_test_wait_for_steps (BpTrainingRun *run, gsize n_more)
{
  BpHistory *history = bp_training_run_get_history (run);
  gsize n_steps = bp_history_get_n_steps (history) + n_more;

  while (bp_history_get_n_steps (history) < n_steps)
    g_main_context_iteration (NULL, TRUE);
}

/* Waits until a paused run is still: the step in progress may still arrive, which can take long on
 * a busy machine. Returns the total number of steps. */
gsize
bp_test_wait_until_still (BpTrainingRun *run)
{
  BpHistory *history = bp_training_run_get_history (run);
  gsize n_steps = bp_history_get_n_steps (history);

  for (guint n_still = 0; n_still < 5; n_still++)
    {
      bp_test_iterate_for (50);
      if (bp_history_get_n_steps (history) != n_steps)
        n_still = 0;
      n_steps = bp_history_get_n_steps (history);
    }

  return n_steps;
}

void
bp_test_training_config_init (BpTrainingConfig *config)
{
  bp_training_config_init (config);
  config->hidden[0] = 12;
  config->batch_size = 8;
  config->learning_rate = 0.05f;
  config->n_threads = 1;
}

/* Makes a trainer on toy data whose epochs end with a smaller batch. */
BpTrainer *
bp_test_trainer_new (float learning_rate, const BpNetwork *initial)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1004, 300, 200, 1);
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;
  BpTrainer *trainer;

  bp_test_training_config_init (&config);
  config.learning_rate = learning_rate;
  trainer = bp_trainer_new (&config, dataset, initial, &error);
  g_assert_no_error (error);
  return trainer;
}

/* Asserts that a network is calibrated with the held-out samples of bp_test_trainer_new(), as at
 * the end of a run. */
void
bp_test_assert_is_calibrated (const BpNetwork *network)
{
  g_autoptr (BpTrainer) trainer = bp_test_trainer_new (0.05f, NULL);
  g_autoptr (BpNetwork) expected = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (network);
  expected = bp_network_copy (network, &error);
  expected->temperature = 1.0f;
  g_assert_true (bp_trainer_calibrate (trainer, expected, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (expected->temperature, !=, 1.0f);
  g_assert_cmpfloat (network->temperature, ==, expected->temperature);
  g_assert_cmpfloat (network->sure_threshold, ==, expected->sure_threshold);
}

void
bp_test_assert_same_parameters (const BpNetwork *first, const BpNetwork *second)
{
  g_assert_cmpmem (first->parameters, first->n_parameters * sizeof (float), second->parameters,
                   second->n_parameters * sizeof (float));
}
