/* SPDX-License-Identifier: MIT */
#pragma once

#include "schedule.h"

/**
 * BpHistoryRate:
 * @first_step: the first step of the history that it holds for
 * @is_run: a run begins here; %FALSE where the learning rate was changed during a run
 * @learning_rate: before @schedule
 * @schedule: how the learning rate changes over the run
 * @run_first_step: the first step of the run that it belongs to
 * @n_run_steps: steps of that run, for @schedule
 * @n_warm_up_steps: steps of that run over which the learning rate first rises
 *
 * A stretch of a history with one setting of the learning rate.
 */
typedef struct
{
  guint64 first_step;
  gboolean is_run;
  double learning_rate;
  BpSchedule schedule;
  guint64 run_first_step;
  guint64 n_run_steps;
  guint64 n_warm_up_steps;
} BpHistoryRate;
