/* SPDX-License-Identifier: MIT */
/*
 * Exports the log of a run for other programs: as a table (CSV) and as an event file of
 * TensorBoard. Both have every point.
 *
 * Thread rule: pure functions of their arguments and the files.
 */
#include "run-export.h"

#include "atomic-file.h"
#include "error.h"
#include "event-file.h"
#include "json-writer.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>

/* The bytes of a table that one call writes. */
#define CHUNK_LENGTH (64 * 1024)

/* The figures of an epoch: the heading in a table and the curve in TensorBoard. */
static const struct
{
  const char *heading;
  const char *tag;
  gsize offset;
} figures[] = {
  { "train_loss", "loss/train", G_STRUCT_OFFSET (BpEpoch, train_loss) },
  { "train_accuracy", "accuracy/train", G_STRUCT_OFFSET (BpEpoch, train_accuracy) },
  { "varied_loss", "loss/varied", G_STRUCT_OFFSET (BpEpoch, varied_loss) },
  { "varied_accuracy", "accuracy/varied", G_STRUCT_OFFSET (BpEpoch, varied_accuracy) },
  { "held_out_loss", "loss/held_out", G_STRUCT_OFFSET (BpEpoch, held_out_loss) },
  { "held_out_accuracy", "accuracy/held_out", G_STRUCT_OFFSET (BpEpoch, held_out_accuracy) },
  { "own_accuracy", "accuracy/own", G_STRUCT_OFFSET (BpEpoch, own_accuracy) },
  { "seconds", "seconds", G_STRUCT_OFFSET (BpEpoch, seconds) },
  { "images_per_second", "images_per_second", G_STRUCT_OFFSET (BpEpoch, images_per_second) },
};

static double
get_figure (const BpEpoch *epoch, guint index)
{
  return *(const double *) ((const guint8 *) epoch + figures[index].offset);
}

static guint64
count_steps_per_epoch (const BpRunSettings *settings)
{
  guint64 batch_size = MAX (settings->config.batch_size, 1);

  return MAX ((settings->n_train + batch_size - 1) / batch_size, 1);
}

/**
 * bp_run_get_scheduled_rate:
 * @settings: of a run
 * @log: its log
 * @step: a step, from 0
 *
 * Returns: the learning rate of that step, after the last change before it, with the factor of the
 *   schedule
 */
double
bp_run_get_scheduled_rate (const BpRunSettings *settings, const BpRunLog *log, guint64 step)
{
  const BpTrainingConfig *config = &settings->config;
  double steps_per_epoch = count_steps_per_epoch (settings);
  double rate = (double) config->learning_rate;

  for (guint i = 0; i < log->events->len; i++)
    {
      const BpRunEvent *event = &g_array_index (log->events, BpRunEvent, i);

      if (event->step <= step && isfinite (event->learning_rate))
        rate = event->learning_rate;
    }
  return rate *
         bp_schedule_get_factor (config->schedule, step,
                                 (guint64) (steps_per_epoch * config->n_epochs),
                                 (guint64) (steps_per_epoch * (double) config->warm_up_epochs));
}

/* Adds a cell, which is empty where the value is unknown. */
static void
append_cell (GString *table, double value)
{
  g_string_append_c (table, ',');
  if (isfinite (value))
    bp_json_append_number (table, value);
}

static void
append_float_cell (GString *table, float value)
{
  g_string_append_c (table, ',');
  if (isfinite (value))
    bp_json_append_float (table, value);
}

static void
append_headings (GString *table)
{
  g_string_append (table, "step,epoch,learning_rate,loss");
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    g_string_append_printf (table, ",%s", figures[i].heading);
  g_string_append_c (table, '\n');
}

/* Appends the row of a step; @epoch: the epoch that ended with it, or NULL. */
static void
append_row (GString *table,
            const BpRunRecord *record,
            const BpRunLog *log,
            guint step,
            const BpEpoch *epoch)
{
  const BpRunSettings *settings = &record->settings;
  guint64 number = settings->config.n_epochs_before + step / count_steps_per_epoch (settings) + 1;

  g_string_append_printf (table, "%u,%" G_GUINT64_FORMAT, step + 1, number);
  append_float_cell (table, (float) bp_run_get_scheduled_rate (settings, log, step));
  append_float_cell (table, g_array_index (log->losses, float, step));
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    append_cell (table, epoch != NULL ? get_figure (epoch, i) : (double) NAN);
  g_string_append_c (table, '\n');
}

/**
 * bp_run_export_csv:
 * @record: the run
 * @log: its log
 * @path: (type filename): the file, which is replaced atomically
 * @error: return location for a %G_FILE_ERROR
 *
 * Writes a table with one row for each step; the last row of an epoch has the epoch's figures.
 * Numbers have a decimal point in every locale; unknown values are empty.
 *
 * Returns: whether it was written
 */
gboolean
bp_run_export_csv (const BpRunRecord *record, const BpRunLog *log, const char *path, GError **error)
{
  g_autoptr (BpAtomicFile) file = bp_atomic_file_new (path, error);
  g_autoptr (GString) table = g_string_new (NULL);
  guint next_epoch = 0;

  if (file == NULL)
    return FALSE;
  append_headings (table);
  for (guint step = 0; step < log->losses->len; step++)
    {
      const BpHistoryEpoch *epoch = next_epoch < log->epochs->len
                                        ? &g_array_index (log->epochs, BpHistoryEpoch, next_epoch)
                                        : NULL;
      gboolean is_end = epoch != NULL && epoch->n_steps == step + 1;

      append_row (table, record, log, step, is_end ? &epoch->values : NULL);
      next_epoch += is_end ? 1 : 0;
      if (table->len < CHUNK_LENGTH)
        continue;
      if (!bp_atomic_file_write (file, table->str, table->len, error))
        return FALSE;
      g_string_truncate (table, 0);
    }
  return bp_atomic_file_write (file, table->str, table->len, error) &&
         bp_atomic_file_commit (file, error);
}

static gboolean
add_epoch (BpEventFile *file, const BpHistoryEpoch *epoch, double time, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      double value = get_figure (&epoch->values, i);

      if (isfinite (value) &&
          !bp_event_file_add_scalar (file, figures[i].tag, (gint64) epoch->n_steps, time,
                                     (float) value, error))
        return FALSE;
    }
  return TRUE;
}

/* Adds all points. The times of steps are not stored, so that the steps of an epoch are spread over
 * it evenly. */
static gboolean
add_points (BpEventFile *file, const BpRunRecord *record, const BpRunLog *log, GError **error)
{
  double time = (double) record->created / (double) G_USEC_PER_SEC;
  guint next_epoch = 0;
  guint64 first_step = 0;

  for (guint step = 0; step < log->losses->len; step++)
    {
      const BpHistoryEpoch *epoch = next_epoch < log->epochs->len
                                        ? &g_array_index (log->epochs, BpHistoryEpoch, next_epoch)
                                        : NULL;
      double share = epoch != NULL && epoch->n_steps > first_step
                         ? (double) (step + 1 - first_step) / (double) (epoch->n_steps - first_step)
                         : 0.0;
      double now = epoch != NULL ? time + share * epoch->values.seconds : time;
      float loss = g_array_index (log->losses, float, step);
      float rate = (float) bp_run_get_scheduled_rate (&record->settings, log, step);

      if ((isfinite (loss) &&
           !bp_event_file_add_scalar (file, "loss/step", step + 1, now, loss, error)) ||
          !bp_event_file_add_scalar (file, "learning_rate", step + 1, now, rate, error))
        return FALSE;
      if (epoch == NULL || epoch->n_steps != step + 1)
        continue;

      time += epoch->values.seconds;
      first_step = epoch->n_steps;
      next_epoch++;
      if (!add_epoch (file, epoch, time, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * bp_run_export_events:
 * @record: the run
 * @log: its log
 * @folder: (type filename): the folder of the event file, which is made if it is missing;
 *   TensorBoard shows it as a run
 * @error: return location for a %G_FILE_ERROR
 *
 * Writes an event file of TensorBoard. A second export replaces the first one.
 *
 * Returns: whether it was written
 */
gboolean
bp_run_export_events (const BpRunRecord *record,
                      const BpRunLog *log,
                      const char *folder,
                      GError **error)
{
  gint64 seconds = record->created / G_USEC_PER_SEC;
  g_autofree char *name =
      g_strdup_printf ("events.out.tfevents.%010" G_GINT64_FORMAT ".backprop", seconds);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (BpEventFile) file = NULL;

  if (g_mkdir_with_parents (folder, 0777) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not make the folder “%s”: %s"), folder);
  file = bp_event_file_new (path, (double) seconds, error);
  return file != NULL && add_points (file, record, log, error) &&
         bp_event_file_commit (file, error);
}
