/* SPDX-License-Identifier: MIT */
#include "run-marks.h"

#include <glib/gi18n.h>

/* The marks that are being made. */
typedef struct
{
  BpRunMarks *marks;
  BpHistory *history;
  BpRunMarksPlace place;
  gpointer data;
} Making;

static void
add_mark (const Making *making, guint64 n_steps, BpChartMarkShape shape, const char *text)
{
  double x = making->place (making->data, n_steps);

  for (guint i = 0; i < BP_RUN_MARKS_N_MODELS; i++)
    bp_chart_model_add_mark (making->marks->models[i], x, shape, text);
}

/* Marks where a run was continued, or its learning rate changed. */
static void
add_rate_marks (const Making *making)
{
  const BpHistoryRate *rates = bp_history_get_rates (making->history, &making->marks->n_rates);

  for (gsize i = 1; i < making->marks->n_rates; i++)
    {
      g_autofree char *rate = g_strdup_printf ("%.4g", rates[i].learning_rate);
      g_autofree char *text = NULL;

      if (rates[i].is_run)
        text = g_strdup_printf (_ ("Continued at the learning rate %s"), rate);
      else
        text = g_strdup_printf (_ ("Learning rate %s from here"), rate);
      add_mark (making, rates[i].first_step,
                rates[i].is_run ? BP_CHART_MARK_BAR : BP_CHART_MARK_TRIANGLE, text);
    }
}

static void
add_divergence_marks (const Making *making)
{
  const guint64 *steps =
      bp_history_get_divergences (making->history, &making->marks->n_divergences);

  for (gsize i = 0; i < making->marks->n_divergences; i++)
    add_mark (making, steps[i], BP_CHART_MARK_TRIANGLE, _ ("Diverged here"));
}

static void
add_best_mark (const Making *making, const BpHistoryEpoch *best)
{
  g_autofree char *text = g_strdup_printf (_ ("Best epoch: %u"), best->values.epoch);

  making->marks->best_epoch = best->values.epoch;
  add_mark (making, best->n_steps, BP_CHART_MARK_STAR, text);
}

static void
add_looked_at_mark (const Making *making)
{
  const BpHistoryEpoch *epochs = bp_history_get_epochs (making->history, NULL);
  guint epoch = making->marks->looked_at;
  g_autofree char *text = g_strdup_printf (_ ("Epoch %u is shown"), epoch);

  add_mark (making, epochs[epoch - 1].n_steps, BP_CHART_MARK_RING, text);
}

/**
 * bp_run_marks_clear:
 * @marks: the marks
 *
 * Removes the marks from the charts; the next update makes them anew.
 */
void
bp_run_marks_clear (BpRunMarks *marks)
{
  for (guint i = 0; i < BP_RUN_MARKS_N_MODELS; i++)
    bp_chart_model_clear_marks (marks->models[i]);
  marks->n_rates = 0;
  marks->n_divergences = 0;
  marks->best_epoch = 0;
}

/**
 * bp_run_marks_update:
 * @marks: the marks
 * @history: the history that is shown
 * @place: finds their places
 * @data: for @place
 *
 * Makes the marks anew where the history has others.
 *
 * Returns: whether it has
 */
gboolean
bp_run_marks_update (BpRunMarks *marks, BpHistory *history, BpRunMarksPlace place, gpointer data)
{
  const Making making = { marks, history, place, data };
  const BpHistoryEpoch *best = bp_history_get_best_epoch (history);
  guint best_epoch = best != NULL ? best->values.epoch : 0;
  gsize n_rates;
  gsize n_divergences;

  bp_history_get_rates (history, &n_rates);
  bp_history_get_divergences (history, &n_divergences);
  if (n_rates == marks->n_rates && n_divergences == marks->n_divergences &&
      best_epoch == marks->best_epoch)
    return FALSE;
  bp_run_marks_clear (marks);
  add_rate_marks (&making);
  add_divergence_marks (&making);
  if (best != NULL)
    add_best_mark (&making, best);
  if (marks->looked_at > 0)
    add_looked_at_mark (&making);
  return TRUE;
}
