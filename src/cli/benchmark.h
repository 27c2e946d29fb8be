/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"
#include "trainer.h"

/**
 * BpBenchmark:
 * @seconds_per_epoch: training alone: the median of several epochs' worth of steps
 * @images_per_second: likewise
 * @gflops: 10^9 multiplications and additions of the formulas a second, likewise
 * @scaling: how many times as fast as one thread; 0 where one thread was not measured
 * @predicted_seconds: what bp_benchmark_predict() expects of an epoch
 * @classify_seconds: to classify one image, the median
 * @evaluate_seconds: to evaluate all test images, the median
 *
 * The measured speed of a network.
 */
typedef struct
{
  double seconds_per_epoch;
  double images_per_second;
  double gflops;
  double scaling;
  double predicted_seconds;
  double classify_seconds;
  double evaluate_seconds;
} BpBenchmark;

BpDataset *bp_benchmark_make_dataset (guint64 seed, GError **error);
double bp_benchmark_measure_peak (guint n_threads, double seconds);
gboolean bp_benchmark_run (const BpTrainingConfig *config,
                           BpDataset *dataset,
                           double seconds,
                           double peak_gflops,
                           double latency,
                           BpProgress *progress,
                           BpBenchmark *benchmark,
                           GError **error);
double bp_benchmark_count_flops (const BpNetwork *network);
double bp_benchmark_predict (const BpNetwork *network,
                             guint batch,
                             guint n_threads,
                             double peak_gflops,
                             double latency);
