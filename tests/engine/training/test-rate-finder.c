/* SPDX-License-Identifier: MIT */
#include "rate-finder.h"

#include "error.h"
#include "test-file.h"
#include "toy-data.h"

#include <math.h>

#define N_STEPS 150

/* The loss of an ideal sweep: it falls from 2.3 to 0.3 around a rate of 0.01, and rises from 1 on.
 */
static double
ideal_loss (double learning_rate)
{
  double fall = 2.0 / (1.0 + pow (0.01 / learning_rate, 1.5));

  return 2.3 - fall + pow (learning_rate, 3.0);
}

/* Makes a sweep whose losses are multiplied by @factor from a step on, for so many steps. */
static double
suggest (guint step, guint n_steps, double factor)
{
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean goes_on = TRUE;
  float learning_rate = 0.0f;

  bp_rate_curve_init (&curve, N_STEPS);
  while (goes_on)
    {
      guint i = curve.points->len;
      gboolean is_odd = i >= step && i < step + n_steps;

      goes_on = bp_rate_curve_add (&curve, ideal_loss (bp_rate_curve_get_rate (&curve, i)) *
                                               (is_odd ? factor : 1.0));
    }
  g_assert_true (bp_rate_curve_suggest (&curve, &learning_rate, &error));
  g_assert_no_error (error);
  return (double) learning_rate;
}

/* The suggestion is below the rate from which the loss rises, and above that of its fall. */
static void
test_ideal (void)
{
  double learning_rate = suggest (0, 0, 1.0);

  g_assert_cmpfloat (learning_rate, >, 0.01);
  g_assert_cmpfloat (learning_rate, <, 0.5);
}

/* One odd batch or two, much too high or too low, at any time before the fall, change nothing. */
static void
test_spikes (void)
{
  double expected = suggest (0, 0, 1.0);

  for (guint step = 0; step < 60; step += 3)
    {
      g_assert_cmpfloat_with_epsilon (suggest (step + 2, 2, 1000.0), expected, 0.02 * expected);
      g_assert_cmpfloat_with_epsilon (suggest (step + 2, 2, 0.01), expected, 0.02 * expected);
    }
}

/* A loss that never falls has no suggestion. */
static void
test_never_falls (void)
{
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (GError) error = NULL;
  float learning_rate = 0.0f;

  bp_rate_curve_init (&curve, N_STEPS);
  while (bp_rate_curve_add (&curve, 2.3))
    ;
  g_assert_cmpuint (curve.points->len, ==, N_STEPS);
  g_assert_false (bp_rate_curve_suggest (&curve, &learning_rate, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DIVERGED);
}

static void
get_config (BpTrainingConfig *config)
{
  bp_training_config_init (config);
  config->hidden[0] = 12;
  config->n_hidden = 1;
  config->batch_size = 20;
}

/* The same for any number of threads, over the end of an epoch, and the network stays. */
static void
test_sweep (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 100, 0, 3);
  float suggestions[2] = { 0.0f };
  BpTrainingConfig config;

  get_config (&config);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (BpRateCurve) curve = { NULL };
      g_autoptr (GError) error = NULL;

      config.n_threads = i + 1;
      g_assert_true (
          bp_find_learning_rate (&config, dataset, NULL, NULL, &curve, &suggestions[i], &error));
      g_assert_no_error (error);
      g_assert_cmpuint (curve.points->len, >, 50);
    }
  g_assert_cmpfloat (suggestions[0], ==, suggestions[1]);
  g_assert_cmpfloat (suggestions[0], >, 1e-3f);
  g_assert_cmpfloat (suggestions[0], <, 10.0f);
}

static void
test_cancelled (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 0, 0, 3);
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };
  float learning_rate = 0.0f;
  BpTrainingConfig config;

  get_config (&config);
  bp_progress_cancel (&progress);
  g_assert_false (
      bp_find_learning_rate (&config, dataset, NULL, &progress, &curve, &learning_rate, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  g_assert_null (curve.points);
}

BP_TEST_FILE (rate_finder)
{
  g_test_add_func ("/rate-finder/ideal", test_ideal);
  g_test_add_func ("/rate-finder/spikes", test_spikes);
  g_test_add_func ("/rate-finder/never-falls", test_never_falls);
  g_test_add_func ("/rate-finder/sweep", test_sweep);
  g_test_add_func ("/rate-finder/cancelled", test_cancelled);
}
