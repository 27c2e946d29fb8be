/* SPDX-License-Identifier: MIT */
/*
 * The curves of stored runs, so short that fifty of them are drawn in one chart: the log of a run
 * has a loss for every step, of which there may be millions.
 *
 * Thread rule: any thread.
 */
#include "run-curves.h"

#include "job.h"
#include "run-log.h"

#include <math.h>

/**
 * bp_run_curves_free:
 * @curves: (transfer full): the curves
 */
void
bp_run_curves_free (BpRunCurves *curves)
{
  g_array_unref (curves->losses);
  g_array_unref (curves->accuracies);
  g_free (curves);
}

/* The place of steps on the axis of epochs: the epoch in which they are made. */
typedef struct
{
  const GArray *epochs; /* of BpHistoryEpoch */
  guint index;          /* of the epoch */
  guint64 begin;        /* the steps before it */
  guint64 n_steps;      /* its steps */
  double epoch;         /* the time at its beginning */
  double seconds;       /* likewise */
  double duration;      /* its seconds */
} Place;

static guint64
get_steps_per_epoch (const BpRunSettings *settings)
{
  guint64 batch_size = MAX (settings->config.batch_size, 1);

  return MAX ((settings->n_train + batch_size - 1) / batch_size, 1);
}

/* Takes the length of the epoch from the log; one that has not ended is as long as the one before.
 */
static void
measure_epoch (Place *place)
{
  const BpHistoryEpoch *epoch;

  if (place->index >= place->epochs->len)
    return;
  epoch = &g_array_index (place->epochs, BpHistoryEpoch, place->index);
  if (epoch->n_steps > place->begin)
    place->n_steps = epoch->n_steps - place->begin;
  place->epoch = (double) epoch->values.epoch - 1.0;
  place->duration = epoch->values.seconds;
}

static void
place_init (Place *place, const GArray *epochs, const BpRunSettings *settings)
{
  *place = (Place){
    .epochs = epochs,
    .n_steps = get_steps_per_epoch (settings),
    .epoch = settings->config.n_epochs_before,
  };
  measure_epoch (place);
}

/* The place after a number of steps, which never falls from one call to the next. */
static BpRunPoint
find_point (Place *place, guint64 n_steps)
{
  double share;

  while (n_steps > place->begin + place->n_steps)
    {
      place->begin += place->n_steps;
      place->index++;
      place->epoch += 1.0;
      place->seconds += place->duration;
      measure_epoch (place);
    }
  share = (double) (n_steps - place->begin) / (double) place->n_steps;
  return (BpRunPoint){
    .step = (double) n_steps,
    .epoch = place->epoch + share,
    .seconds = place->seconds + share * place->duration,
  };
}

/* The mean of the numbers among some values, or NaN. */
static float
get_mean (const float *values, guint n_values)
{
  double sum = 0.0;
  guint n_finite = 0;

  for (guint i = 0; i < n_values; i++)
    if (isfinite (values[i]))
      {
        sum += (double) values[i];
        n_finite++;
      }
  return n_finite > 0 ? (float) (sum / n_finite) : NAN;
}

static void
append_losses (BpRunCurves *curves, const BpRunLog *log, const BpRunSettings *settings)
{
  const float *losses = (const float *) (gconstpointer) log->losses->data;
  guint n_losses = log->losses->len;
  guint stride = MAX ((n_losses + BP_RUN_CURVES_MAX_POINTS - 1) / BP_RUN_CURVES_MAX_POINTS, 1);
  Place place;

  place_init (&place, log->epochs, settings);
  for (guint first = 0; first < n_losses; first += MIN (stride, n_losses - first))
    {
      guint count = MIN (stride, n_losses - first);
      BpRunPoint point = find_point (&place, first + count);

      point.value = get_mean (losses + first, count);
      g_array_append_val (curves->losses, point);
    }
}

static void
append_accuracies (BpRunCurves *curves, const GArray *epochs)
{
  double seconds = 0.0;

  for (guint i = 0; i < epochs->len; i++)
    if (isfinite (g_array_index (epochs, BpHistoryEpoch, i).values.held_out_accuracy))
      curves->is_held_out = TRUE;
  for (guint i = 0; i < epochs->len; i++)
    {
      const BpHistoryEpoch *epoch = &g_array_index (epochs, BpHistoryEpoch, i);
      const BpEpoch *values = &epoch->values;
      BpRunPoint point = {
        .step = (double) epoch->n_steps,
        .epoch = values->epoch,
        .seconds = seconds + values->seconds,
        .value = (float) (curves->is_held_out ? values->held_out_accuracy : values->train_accuracy),
      };

      seconds = point.seconds;
      g_array_append_val (curves->accuracies, point);
    }
}

/**
 * bp_run_curves_load:
 * @record: a run
 * @part: what to read
 * @error: return location for the errors of bp_run_log_load()
 *
 * Reads the curves of a run, also while it is trained.
 *
 * Returns: (transfer full): the curves, which may be empty; %NULL with @error set
 */
BpRunCurves *
bp_run_curves_load (const BpRunRecord *record, BpRunCurvesPart part, GError **error)
{
  g_autoptr (BpRunLog) log = part == BP_RUN_CURVES_ALL
                                 ? bp_run_log_load (record->folder, error)
                                 : bp_run_log_load_epochs (record->folder, error);
  BpRunCurves *curves;

  if (log == NULL)
    return NULL;
  curves = g_new (BpRunCurves, 1);
  *curves = (BpRunCurves){
    .losses = g_array_new (FALSE, FALSE, sizeof (BpRunPoint)),
    .accuracies = g_array_new (FALSE, FALSE, sizeof (BpRunPoint)),
  };
  append_losses (curves, log, &record->settings);
  append_accuracies (curves, log->epochs);
  return curves;
}

/* The arguments and the result of a load. */
typedef struct
{
  BpRunRecord *record;
  BpRunCurvesPart part;
  BpRunCurves *curves; /* nullable */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  bp_run_record_unref (load->record);
  g_clear_pointer (&load->curves, bp_run_curves_free);
  g_free (load);
}

static gboolean
do_load (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Load *load = data;

  load->curves = bp_run_curves_load (load->record, load->part, error);
  return load->curves != NULL;
}

/**
 * bp_run_curves_load_async:
 * @record: a run
 * @part: what to read
 * @cancellable: (nullable): drops the result, and the reading where it has not begun
 * @callback: called in the main context of the call
 * @user_data: for @callback
 *
 * Calls bp_run_curves_load() on another thread.
 */
void
bp_run_curves_load_async (BpRunRecord *record,
                          BpRunCurvesPart part,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Load *load = g_new (Load, 1);
  BpJob job = { .work = do_load, .data = load, .free_data = load_free };

  *load = (Load){ .record = bp_run_record_ref (record), .part = part };
  bp_job_start (&job, bp_run_curves_load_async, cancellable, callback, user_data);
}

/**
 * bp_run_curves_load_finish:
 * @result: the result that the callback got
 * @error: return location for the errors of bp_run_curves_load(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the curves, or %NULL with @error set
 */
BpRunCurves *
bp_run_curves_load_finish (GAsyncResult *result, GError **error)
{
  Load *load = bp_job_finish (result, bp_run_curves_load_async, error);

  return load != NULL ? g_steal_pointer (&load->curves) : NULL;
}
