/* SPDX-License-Identifier: MIT */
/*
 * Finds a learning rate: trains a copy of the network while the rate rises exponentially from far
 * too low to far too high, one step a rate. The loss stays at first, then falls, and rises again
 * where the rate is too high (Smith, "Cyclical learning rates for training neural networks", 2017,
 * section 3.3). The suggestion is the rate at which most of the fall is over. The rate of the
 * lowest loss itself is no good measure: around it the loss is flat, and two seeds can be a factor
 * of five apart.
 *
 * The loss of a batch is noisy, and one odd batch must not decide. Each loss is replaced by the
 * median of the newest five, which drops a spike altogether, and the medians are averaged.
 *
 * Thread rule: callable from any thread; the data set and the initial network are only read.
 */
#include "rate-finder.h"

#include "error.h"
#include "trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

/* The range of the rates. */
#define LOWEST_RATE  1e-5
#define HIGHEST_RATE 10.0

/* Images of a whole sweep, and the limits of its steps: small batches are noisy and cheap, so they
 * get more steps. */
#define N_IMAGES    12000
#define LEAST_STEPS 150
#define MOST_STEPS  600

/* Losses of a median; an odd number. */
#define N_NEWEST 5

/* The share of the sweep over which the moving average forgets. */
#define MEMORY 0.03

/* The sweep ends where the smoothed loss is so many times its minimum. */
#define DIVERGED 3.0

/* The share of the fall that is over at the suggested rate. Measured for eight kinds of network by
 * tests/bench/find_learning_rate.py. */
#define SHARE_OF_FALL 0.85

/* The share of the sweep after which its smoothed loss is that of the beginning. */
#define BEGINNING 0.1

/* The least fall of the smoothed loss, from its beginning to its minimum, that is no noise. */
#define LEAST_FALL 0.05

/**
 * bp_rate_curve_init:
 * @curve: (out caller-allocates): a curve without points, to be cleared with bp_rate_curve_clear()
 * @n_steps: of the whole sweep, at least 2
 */
void
bp_rate_curve_init (BpRateCurve *curve, guint n_steps)
{
  curve->points = g_array_new (FALSE, FALSE, sizeof (BpRatePoint));
  curve->n_steps = n_steps;
}

/**
 * bp_rate_curve_clear:
 * @curve: the curve whose contents to free
 */
void
bp_rate_curve_clear (BpRateCurve *curve)
{
  g_clear_pointer (&curve->points, g_array_unref);
}

/**
 * bp_rate_curve_get_rate:
 * @curve: the curve
 * @step: from 0 to n_steps - 1
 *
 * Returns: the learning rate of a step of the sweep, from 1e-5 to 10
 */
double
bp_rate_curve_get_rate (const BpRateCurve *curve, guint step)
{
  return LOWEST_RATE * pow (HIGHEST_RATE / LOWEST_RATE, (double) step / (curve->n_steps - 1));
}

static const BpRatePoint *
get_point (const BpRateCurve *curve, guint step)
{
  return &g_array_index (curve->points, BpRatePoint, step);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return (*first > *second) - (*first < *second);
}

/* The median of @loss and those before it. */
static double
find_median (const BpRateCurve *curve, double loss)
{
  guint n_before = MIN (curve->points->len, N_NEWEST - 1);
  double newest[N_NEWEST] = { loss };

  for (guint i = 1; i <= n_before; i++)
    newest[i] = get_point (curve, curve->points->len - i)->loss;
  qsort (newest, n_before + 1, sizeof *newest, compare_doubles);
  return newest[n_before / 2];
}

/* The moving average with one value more. It begins at 0, which is divided out: Kingma and Ba,
 * "Adam", 2015, section 3. */
static double
average (const BpRateCurve *curve, double value)
{
  double memory = exp (-1.0 / (MEMORY * curve->n_steps));
  guint n = curve->points->len;
  double before = n > 0 ? get_point (curve, n - 1)->smoothed * (1.0 - pow (memory, n)) : 0.0;

  return (memory * before + (1.0 - memory) * value) / (1.0 - pow (memory, n + 1));
}

/* The step of the lowest smoothed loss. */
static guint
find_minimum (const BpRateCurve *curve)
{
  guint lowest = 0;

  for (guint i = 1; i < curve->points->len; i++)
    if (get_point (curve, i)->smoothed < get_point (curve, lowest)->smoothed)
      lowest = i;
  return lowest;
}

/**
 * bp_rate_curve_add:
 * @curve: a curve with fewer than n_steps points
 * @loss: of the next step, finite
 *
 * Adds the loss at the next rate.
 *
 * Returns: whether the sweep goes on: the loss has not risen far over its minimum, and there are
 *   rates left
 */
gboolean
bp_rate_curve_add (BpRateCurve *curve, double loss)
{
  BpRatePoint point = {
    .learning_rate = bp_rate_curve_get_rate (curve, curve->points->len),
    .loss = loss,
    .smoothed = average (curve, find_median (curve, loss)),
  };

  g_array_append_val (curve->points, point);
  return curve->points->len < curve->n_steps &&
         point.smoothed < DIVERGED * get_point (curve, find_minimum (curve))->smoothed;
}

/**
 * bp_rate_curve_suggest:
 * @curve: a curve at the end of its sweep
 * @learning_rate: (out): the suggestion
 * @error: return location for %BP_ERROR_DIVERGED, where the loss never fell
 *
 * Suggests the rate from which on 85 % of the fall of the smoothed loss, from the beginning of the
 * sweep to its minimum, are over.
 *
 * Returns: whether there is a suggestion
 */
gboolean
bp_rate_curve_suggest (const BpRateCurve *curve, float *learning_rate, GError **error)
{
  guint beginning = (guint) (BEGINNING * curve->n_steps);
  guint step = curve->points->len > 0 ? find_minimum (curve) : 0;
  double lowest;
  double fall;

  if (step <= beginning || get_point (curve, step)->smoothed >
                               (1.0 - LEAST_FALL) * get_point (curve, beginning)->smoothed)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DIVERGED,
                           _ ("The loss falls at no learning rate, so that none can be suggested: "
                              "look at the data, or begin with fresh weights"));
      return FALSE;
    }

  lowest = get_point (curve, step)->smoothed;
  fall = get_point (curve, beginning)->smoothed - lowest;
  while (get_point (curve, step - 1)->smoothed < lowest + (1.0 - SHARE_OF_FALL) * fall)
    step--;
  *learning_rate = (float) get_point (curve, step)->learning_rate;
  return TRUE;
}

static guint
choose_n_steps (const BpTrainingConfig *config)
{
  return CLAMP (N_IMAGES / config->batch_size, LEAST_STEPS, MOST_STEPS);
}

/* Makes the steps until the loss rises. */
static gboolean
sweep (BpTrainer *trainer, BpProgress *progress, BpRateCurve *curve, GError **error)
{
  g_autoptr (GError) own_error = NULL;
  gboolean goes_on = TRUE;
  BpEpoch epoch;
  BpStep step;

  while (goes_on)
    {
      guint n_done = curve->points->len;

      if (bp_trainer_is_at_epoch_end (trainer) &&
          !bp_trainer_end_epoch (trainer, progress, &epoch, error))
        return FALSE;
      bp_trainer_set_learning_rate (trainer, (float) bp_rate_curve_get_rate (curve, n_done));
      if (!bp_progress_check (progress, error))
        return FALSE;
      if (!bp_trainer_step (trainer, &step, &own_error))
        break;
      goes_on = bp_rate_curve_add (curve, (double) step.loss);
      bp_progress_report (progress, n_done + 1, curve->n_steps);
    }
  if (own_error == NULL || g_error_matches (own_error, BP_ERROR, BP_ERROR_DIVERGED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}

/**
 * bp_find_learning_rate:
 * @config: the settings of the training that the rate is for; its learning rate, schedule and
 *   number of epochs play no part
 * @dataset: the training data
 * @initial: (nullable): the network to begin with, which is copied; %NULL draws initial weights
 *   from the seed
 * @progress: (nullable): counts steps; cancels between two of them
 * @curve: (out caller-allocates): the losses, to be cleared with bp_rate_curve_clear()
 * @learning_rate: (out): the suggestion
 * @error: return location for an error of bp_trainer_new(), %BP_ERROR_CANCELLED, or
 *   %BP_ERROR_DIVERGED where the loss falls at no rate
 *
 * Sweeps the learning rate and suggests one. The same settings give the same suggestion, whatever
 * the number of threads.
 *
 * Returns: whether @curve and @learning_rate were filled
 */
gboolean
bp_find_learning_rate (const BpTrainingConfig *config,
                       BpDataset *dataset,
                       const BpNetwork *initial,
                       BpProgress *progress,
                       BpRateCurve *curve,
                       float *learning_rate,
                       GError **error)
{
  BpTrainingConfig sweeping = *config;
  g_autoptr (BpTrainer) trainer = NULL;

  sweeping.learning_rate = (float) LOWEST_RATE;
  sweeping.schedule = BP_SCHEDULE_CONSTANT;
  sweeping.warm_up_epochs = 0.0f;
  sweeping.patience = 0;
  trainer = bp_trainer_new (&sweeping, dataset, initial, error);
  if (trainer == NULL)
    return FALSE;

  bp_trainer_set_progress (trainer, progress);
  bp_rate_curve_init (curve, choose_n_steps (config));
  if (sweep (trainer, progress, curve, error) &&
      bp_rate_curve_suggest (curve, learning_rate, error))
    return TRUE;

  bp_rate_curve_clear (curve);
  return FALSE;
}
