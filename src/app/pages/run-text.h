/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

/**
 * BpRunFigures:
 * @state: whether it runs
 * @epoch: the epoch in progress, from 1; 0 before the first step
 * @n_epochs: the epoch that it ends with
 * @fraction: the share of its steps that is done, from 0 to 1
 * @images_per_second: 0 as long as it is not known
 * @seconds_left: -1 as long as it is not known
 * @best_held_out_accuracy: from 0 to 1, or -1 as long as there is none
 * @best_epoch: the epoch that reached it, or 0
 * @test_metrics: (nullable): on the test samples, once the run went to its end
 *
 * What a line of text about a training run is made from.
 */
typedef struct
{
  BpTrainingState state;
  guint epoch;
  guint n_epochs;
  double fraction;
  double images_per_second;
  double seconds_left;
  double best_held_out_accuracy;
  guint best_epoch;
  const BpMetrics *test_metrics;
} BpRunFigures;

BpRunFigures bp_run_figures_get (BpTrainingRun *run);
char *bp_run_figures_describe (const BpRunFigures *figures);
char *bp_run_figures_describe_result (const BpRunFigures *figures);
