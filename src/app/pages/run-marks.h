/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"
#include "history.h"

#define BP_RUN_MARKS_N_MODELS 2

/**
 * BpRunMarks:
 * @models: the charts that have the marks
 * @looked_at: the epoch whose network is shown, or 0
 * @n_rates: the rates of the history that are marked
 * @n_divergences: likewise
 * @best_epoch: the epoch that is marked as the best one, or 0
 *
 * The marks in the charts of a history: where a run was continued, its learning rate changed or it
 * diverged, its best epoch, and the epoch whose network is shown. Begins as zeroed memory with the
 * models.
 */
typedef struct
{
  BpChartModel *models[BP_RUN_MARKS_N_MODELS];
  guint looked_at;
  /*< private >*/
  gsize n_rates;
  gsize n_divergences;
  guint best_epoch;
} BpRunMarks;

/**
 * BpRunMarksPlace:
 * @data: the data given with the function
 * @n_steps: a number of steps
 *
 * Returns: the place after so many steps on the horizontal axis
 */
typedef double (*BpRunMarksPlace) (gpointer data, guint64 n_steps);

void bp_run_marks_clear (BpRunMarks *marks);
gboolean
bp_run_marks_update (BpRunMarks *marks, BpHistory *history, BpRunMarksPlace place, gpointer data);
