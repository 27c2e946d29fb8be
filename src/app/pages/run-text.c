/* SPDX-License-Identifier: MIT */
#include "run-text.h"

#include "format.h"

#include <glib/gi18n.h>
#include <math.h>

/* Images per second are rounded to this many leading digits, so that the figure of a steady run
 * stays the same. */
#define N_RATE_DIGITS 2

static guint64
round_to_leading_digits (double value, int n_digits)
{
  double unit = pow (10.0, floor (log10 (value)) + 1 - n_digits);

  return (guint64) (round (value / unit) * unit);
}

/* Appends a part to a line after a separator. Takes @part. */
static void
append_part (GString *line, char *part)
{
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, part);
  g_free (part);
}

static void
append_rate (GString *line, const BpTrainingFigures *figures)
{
  g_autofree char *rate = NULL;

  if (figures->images_per_second < 1.0)
    return;

  rate = bp_format_count (round_to_leading_digits (figures->images_per_second, N_RATE_DIGITS));
  /* Translators: the speed of training; %s is a number such as 410,000 */
  append_part (line, g_strdup_printf (_ ("%s images/s"), rate));
}

static void
append_time_left (GString *line, const BpTrainingFigures *figures)
{
  g_autofree char *duration = NULL;

  if (figures->seconds_left < 0)
    return;

  duration = bp_format_duration (figures->seconds_left);
  /* Translators: %s is a duration such as "4 s" */
  append_part (line, g_strdup_printf (_ ("%s left"), duration));
}

static void
append_best (GString *line, const BpTrainingFigures *figures)
{
  g_autofree char *percent = NULL;

  if (figures->best_held_out_accuracy < 0)
    return;

  percent = bp_format_percent (figures->best_held_out_accuracy);
  /* Translators: the best held-out accuracy so far; %s is a percentage */
  append_part (line, g_strdup_printf (_ ("best %s"), percent));
}

/* The position in the epoch, and its loss, for training in single batches. */
static void
append_batch (GString *line, const BpTrainingFigures *figures)
{
  g_autofree char *batch = bp_format_count (figures->batch);
  g_autofree char *n_batches = bp_format_count (figures->n_batches);

  /* Translators: the place in an epoch; %s are numbers */
  append_part (line, g_strdup_printf (_ ("batch %s of %s"), batch, n_batches));
  if (isfinite (figures->loss))
    append_part (line, g_strdup_printf (_ ("loss %.3g"), figures->loss));
}

static gboolean
is_shortened (const BpTrainingFigures *figures)
{
  return figures->is_stopped_early || figures->fraction < 1.0;
}

/* The epochs of a run that makes no more steps. */
static void
append_extent (GString *line, const BpTrainingFigures *figures)
{
  /* The epoch after the last one that was made is the one in progress. */
  if (figures->is_stopped_early)
    append_part (line, g_strdup_printf (_ ("Stopped early after epoch %u of %u"),
                                        figures->epoch - 1, figures->n_epochs));
  else if (is_shortened (figures))
    append_part (line, g_strdup_printf (_ ("Stopped in epoch %u of %u"), MAX (figures->epoch, 1),
                                        figures->n_epochs));
  else
    append_part (line, g_strdup_printf (ngettext ("Trained for %u epoch", "Trained for %u epochs",
                                                  figures->n_epochs),
                                        figures->n_epochs));
}

/**
 * bp_run_text_describe:
 * @figures: the figures of a run
 *
 * Returns: (transfer full): one line on the run's progress or end, as in "Epoch 3 of 20 · 410,000
 *   images/s · 4 s left · best 98.1 %"; empty before a start
 */
char *
bp_run_text_describe (const BpTrainingFigures *figures)
{
  GString *line = g_string_new (NULL);
  guint epoch = MAX (figures->epoch, 1);

  switch (figures->state)
    {
    case BP_TRAINING_STATE_RUNNING:
      append_part (line, g_strdup_printf (_ ("Epoch %u of %u"), epoch, figures->n_epochs));
      append_rate (line, figures);
      append_time_left (line, figures);
      append_best (line, figures);
      break;
    case BP_TRAINING_STATE_PAUSED:
      append_part (line,
                   g_strdup_printf (_ ("Paused in epoch %u of %u"), epoch, figures->n_epochs));
      append_batch (line, figures);
      append_best (line, figures);
      break;
    case BP_TRAINING_STATE_STOPPING:
      append_part (line, g_strdup (_ ("Stopping…")));
      break;
    case BP_TRAINING_STATE_TESTING:
      append_extent (line, figures);
      append_part (line, g_strdup (_ ("testing…")));
      append_best (line, figures);
      break;
    case BP_TRAINING_STATE_FINISHED:
      g_string_free (line, TRUE);
      return bp_run_text_describe_result (figures);
    case BP_TRAINING_STATE_FAILED:
      append_part (line,
                   g_strdup_printf (_ ("Ended early in epoch %u of %u"), epoch, figures->n_epochs));
      append_best (line, figures);
      break;
    case BP_TRAINING_STATE_IDLE:
    default:
      break;
    }
  return g_string_free (line, FALSE);
}

/**
 * bp_run_text_describe_result:
 * @figures: the figures of a run that has ended
 *
 * Returns: (transfer full): one line on its result, as in "Test accuracy 98.0 % (10,000 images) ·
 *   best 98.1 % in epoch 17"
 */
char *
bp_run_text_describe_result (const BpTrainingFigures *figures)
{
  const BpMetrics *metrics = figures->test_metrics;
  GString *line = g_string_new (NULL);

  if (is_shortened (figures) || metrics == NULL || metrics->count == 0)
    append_extent (line, figures);

  if (metrics != NULL && metrics->count > 0)
    {
      g_autofree char *percent = bp_format_percent (metrics->accuracy);
      g_autofree char *count = bp_format_count (metrics->count);

      append_part (line, g_strdup_printf (ngettext ("Test accuracy %s (%s image)",
                                                    "Test accuracy %s (%s images)", metrics->count),
                                          percent, count));
    }

  if (figures->best_held_out_accuracy >= 0)
    {
      g_autofree char *percent = bp_format_percent (figures->best_held_out_accuracy);

      /* Translators: the best held-out accuracy and the epoch that reached it */
      append_part (line, g_strdup_printf (_ ("best held-out %s in epoch %u"), percent,
                                          figures->best_epoch));
    }
  return g_string_free (line, FALSE);
}
