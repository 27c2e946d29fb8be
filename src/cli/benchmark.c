/* SPDX-License-Identifier: MIT */
/*
 * Measures the speed of training, evaluating and classifying on this machine, and the peak speed of
 * its processor. Other programs disturb measurements, so that each is repeated and the median
 * counts.
 *
 * Thread rule: the calling thread measures; the threads that it starts end before it returns.
 */
#include "benchmark.h"

#include "classify.h"
#include "clock.h"
#include "error.h"
#include "kernels.h"
#include "metrics.h"
#include "random.h"
#include "step-cost.h"
#include "team.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/* The shape of MNIST. */
#define SIDE      28
#define N_CLASSES 10
#define N_TRAIN   60000
#define N_TEST    10000

/* The share of MNIST's pixels that have ink. */
#define INK_SHARE 0.19

/* The share of the peak that one thread reaches with networks that keep it busy. */
#define USUAL_SHARE_OF_PEAK 0.8

#define FLOPS_PER_PRODUCT 2.0

/* Measurements for a median, and the least number of them. */
#define N_ROUNDS     5
#define N_CLASSIFIED 2000

/* Rounds of multiplications and additions between two readings of the clock: about 10
 * microseconds. */
#define ROUNDS_OF_A_BLOCK 4000

/* In seconds. */
static double
now (void)
{
  return (double) bp_clock_now () / (double) BP_CLOCK_SECOND;
}

static int
compare_doubles (const void *first, const void *second)
{
  double difference = *(const double *) first - *(const double *) second;

  return (difference > 0.0) - (difference < 0.0);
}

static double
find_median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

static void
fill_with_noise (guint8 *images, guint8 *labels, gsize count, BpRandom *random)
{
  for (gsize i = 0; i < count; i++)
    labels[i] = bp_random_below (random, N_CLASSES);
  for (gsize i = 0; i < count * SIDE * SIDE; i++)
    {
      guint64 bits = bp_random_next (random);

      images[i] = (bits >> 32) < (guint64) (INK_SHARE * 0x1p32) ? bits & 0xff : 0;
    }
}

/**
 * bp_benchmark_make_dataset:
 * @seed: of the noise
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Makes as many images as MNIST has, of its size and about its share of ink, but of noise. The time
 * of a step does not depend on the content of images.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_benchmark_make_dataset (guint64 seed, GError **error)
{
  g_auto (BpDatasetParts) parts = {
    .name = "Noise",
    .width = SIDE,
    .height = SIDE,
    .n_classes = N_CLASSES,
    .n_train = N_TRAIN,
    .n_test = N_TEST,
  };
  BpRandom random;

  if (!bp_dataset_parts_allocate (&parts))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for the images to measure with"));
      return NULL;
    }

  bp_random_init (&random, seed, 0);
  fill_with_noise (parts.images, parts.labels, N_TRAIN, &random);
  fill_with_noise (parts.test_images, parts.test_labels, N_TEST, &random);
  return bp_dataset_new (&parts, error);
}

static void
multiply_and_add (float *sink)
{
  *sink += bp_kernels_get ()->multiply_adds (ROUNDS_OF_A_BLOCK);
}

/* The results of the threads. They are never used, but keep the compiler from removing the work. */
typedef struct
{
  _Alignas(128) float value;
} Sink;

static void
multiply_and_add_in_team (gpointer data, guint thread G_GNUC_UNUSED, guint block)
{
  Sink *sinks = data;

  for (guint i = 0; i < 100; i++)
    multiply_and_add (&sinks[block].value);
}

/**
 * bp_benchmark_measure_peak:
 * @n_threads: from 1 to %BP_TEAM_MAX_THREADS
 * @seconds: the approximate duration
 *
 * Multiplies and adds in registers only, the fastest work possible with this instruction set.
 *
 * Returns: 10^9 multiplications and additions per second of all threads together
 */
double
bp_benchmark_measure_peak (guint n_threads, double seconds)
{
  g_autoptr (BpTeam) team = bp_team_new (n_threads, NULL);
  Sink sinks[BP_TEAM_MAX_THREADS];
  double n_flops = 100.0 * ROUNDS_OF_A_BLOCK * bp_kernels_get ()->flops_per_round * n_threads;
  double end = now () + seconds;
  double shortest = G_MAXDOUBLE;

  g_return_val_if_fail (team != NULL, 0.0);

  for (guint i = 0; i < n_threads; i++)
    sinks[i].value = 0.0f;
  do
    {
      double begin = now ();

      bp_team_run (team, n_threads, multiply_and_add_in_team, sinks);
      shortest = MIN (shortest, now () - begin);
    }
  while (now () < end);

  return n_flops / shortest * 1e-9;
}

/**
 * bp_benchmark_count_flops:
 * @network: a network
 *
 * Returns: the multiplications and additions in the formulas of training for one sample: two for
 *   each weight in forward propagation, two in the gradient, and two more in the deltas of all
 *   layers but the first
 */
double
bp_benchmark_count_flops (const BpNetwork *network)
{
  double n_flops = 0.0;

  for (guint l = 0; l < network->n_layers; l++)
    n_flops += (l > 0 ? 6.0 : 4.0) * network->layers[l].n_inputs * network->layers[l].n_outputs;

  return n_flops;
}

/**
 * bp_benchmark_predict:
 * @network: a network
 * @batch: images of a step
 * @n_threads: from 1 to %BP_TEAM_MAX_THREADS
 * @peak_gflops: of all these threads together: see bp_benchmark_measure_peak()
 * @latency: seconds that a cache line takes from core to core: see bp_core_latency_measure()
 *
 * Returns: the seconds of an epoch that the plan of a step suggests: its products at the usual
 *   share of the peak, its meetings, and the weights that travel from core to core
 */
double
bp_benchmark_predict (const BpNetwork *network,
                      guint batch,
                      guint n_threads,
                      double peak_gflops,
                      double latency)
{
  const BpStepSize size = { .batch = batch, .next_batch = batch, .n_threads = n_threads };
  const BpMachineSpeed speed = {
    .n_products_per_second =
        1e9 * USUAL_SHARE_OF_PEAK * peak_gflops / FLOPS_PER_PRODUCT / n_threads,
    .latency = latency,
  };
  BpStepCost cost;

  bp_step_cost_count (&cost, network, &size);
  return bp_step_cost_predict (&cost, &speed) * N_TRAIN / batch;
}

/* Trains for the given time and sets the seconds for one image. */
static gboolean
time_training (BpTrainer *trainer,
               double seconds,
               BpProgress *progress,
               double *seconds_per_image,
               GError **error)
{
  double elapsed = 0.0;
  gsize n_images = 0;

  do
    {
      BpStep step;
      BpEpoch epoch;
      double begin = now ();

      if (!bp_progress_check (progress, error) || !bp_trainer_step (trainer, &step, error))
        return FALSE;
      /* Without held-out samples, this only shuffles for the next epoch. */
      if (step.is_epoch_end && !bp_trainer_end_epoch (trainer, NULL, &epoch, error))
        return FALSE;
      elapsed += now () - begin;
      n_images += step.n_samples;
    }
  while (elapsed < seconds);

  *seconds_per_image = elapsed / (double) n_images;
  return TRUE;
}

static gboolean
time_classifying (const BpNetwork *network, BpSamples samples, double *seconds, GError **error)
{
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, error);
  g_autofree float *probabilities = g_new (float, bp_network_get_n_outputs (network));
  g_autofree double *times = g_new (double, N_CLASSIFIED);

  if (workspace == NULL)
    return FALSE;

  for (gsize i = 0; i < N_CLASSIFIED; i++)
    {
      double begin = now ();

      bp_classify (network, workspace,
                   samples.images + i % samples.count * bp_network_get_n_inputs (network),
                   probabilities);
      times[i] = now () - begin;
    }

  *seconds = find_median (times, N_CLASSIFIED);
  return TRUE;
}

static gboolean
time_evaluating (const BpNetwork *network,
                 BpSamples samples,
                 guint n_threads,
                 double *seconds,
                 GError **error)
{
  double times[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_auto (BpMetrics) metrics = { 0 };
      double begin = now ();

      if (!bp_evaluate (network, samples, n_threads, NULL, &metrics, error))
        return FALSE;
      times[i] = now () - begin;
    }

  *seconds = find_median (times, N_ROUNDS);
  return TRUE;
}

/**
 * bp_benchmark_run:
 * @config: the network's hidden layers, the batch size, the number of threads and the optimizer
 * @dataset: with training and test samples, without held-out samples: see
 *   bp_benchmark_make_dataset()
 * @seconds: about how long to train
 * @peak_gflops: the peak of that many threads, for the prediction: see bp_benchmark_predict()
 * @latency: likewise
 * @progress: (nullable): cancels between two steps
 * @benchmark: (out caller-allocates): the results
 * @error: return location for %BP_ERROR_CANCELLED and the errors of a trainer
 *
 * Returns: whether it was measured
 */
gboolean
bp_benchmark_run (const BpTrainingConfig *config,
                  BpDataset *dataset,
                  double seconds,
                  double peak_gflops,
                  double latency,
                  BpProgress *progress,
                  BpBenchmark *benchmark,
                  GError **error)
{
  BpSamples test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  BpSamples train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  g_autoptr (BpTrainer) trainer = bp_trainer_new (config, dataset, NULL, error);
  double times[N_ROUNDS];
  double seconds_per_image;

  g_return_val_if_fail (test.count > 0, FALSE);
  g_return_val_if_fail (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count == 0, FALSE);

  if (trainer == NULL)
    return FALSE;

  /* The first steps warm up the caches and settle whether steps are shared. */
  if (!time_training (trainer, 0.1 * seconds / N_ROUNDS, progress, &seconds_per_image, error))
    return FALSE;
  for (guint i = 0; i < N_ROUNDS; i++)
    if (!time_training (trainer, seconds / N_ROUNDS, progress, &times[i], error))
      return FALSE;

  const BpNetwork *network = bp_trainer_get_network (trainer);

  seconds_per_image = find_median (times, N_ROUNDS);
  *benchmark = (BpBenchmark){
    .seconds_per_epoch = seconds_per_image * (double) train.count,
    .images_per_second = 1.0 / seconds_per_image,
    .gflops = 1e-9 * bp_benchmark_count_flops (network) / seconds_per_image,
    .predicted_seconds =
        bp_benchmark_predict (network, config->batch_size, config->n_threads, peak_gflops, latency),
  };
  return time_classifying (network, test, &benchmark->classify_seconds, error) &&
         time_evaluating (network, test, config->n_threads, &benchmark->evaluate_seconds, error);
}
