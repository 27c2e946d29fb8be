/* SPDX-License-Identifier: MIT */
/*
 * The charts of a stored run as pictures, with the curves that the window shows of a run: over
 * epochs, with every point.
 */
#include "config.h"

#include "run-chart.h"

#include "chart-picture.h"
#include "clean-text.h"

#include <glib/gi18n.h>

/* The loss of the steps is averaged over this share of an epoch; its raw values stay behind it. */
#define SMOOTHED_EPOCHS 0.05

/* Characters of a run's name in the title. */
#define MAX_SUBJECT 60

static const struct
{
  const char *name;
  const char *title;
  BpChartUnit unit;
} kinds[] = {
  [BP_RUN_CHART_KIND_LOSS] = { "loss", N_ ("Loss"), BP_CHART_UNIT_NUMBER },
  [BP_RUN_CHART_KIND_ACCURACY] = { "accuracy", N_ ("Accuracy"), BP_CHART_UNIT_PERCENT },
};

const BpChoices bp_run_chart_kinds =
    BP_CHOICES ("chart", N_ ("“%s” is not a valid chart: choose %s"), kinds, __typeof__ (kinds[0]));

static double
count_steps_per_epoch (const BpRunSettings *settings)
{
  guint64 batch_size = MAX (settings->config.batch_size, 1);

  return (double) MAX ((settings->n_train + batch_size - 1) / batch_size, 1);
}

/* Adds the loss of every step. */
static void
add_losses (BpChartModel *model, const BpRunLog *log, double steps_per_epoch)
{
  g_autoptr (BpChartSeries) series =
      bp_chart_series_new (_ ("Training, each step"), BP_CHART_SERIES_LINE);

  bp_chart_series_set_spacing (series, 1.0 / steps_per_epoch);
  bp_chart_series_set_smoothing (series, 1.0 - 1.0 / MAX (SMOOTHED_EPOCHS * steps_per_epoch, 1.0));
  for (guint i = 0; i < log->losses->len; i++)
    bp_chart_series_append (series, g_array_index (log->losses, float, i));
  bp_chart_model_add_series (model, series);
}

/* Adds a figure of every epoch, the #double at @offset in #BpEpoch. */
static void
add_figure (BpChartModel *model,
            const BpRunLog *log,
            double steps_per_epoch,
            const char *name,
            BpChartSeriesFlags flags,
            gsize offset)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new (name, BP_CHART_SERIES_POINTS | flags);

  for (guint i = 0; i < log->epochs->len; i++)
    {
      const BpHistoryEpoch *epoch = &g_array_index (log->epochs, BpHistoryEpoch, i);
      double value = G_STRUCT_MEMBER (double, &epoch->values, offset);

      bp_chart_series_append_at (series, (double) epoch->n_steps / steps_per_epoch, (float) value);
    }
  bp_chart_model_add_series (model, series);
}

static gboolean
is_varied (const BpRunLog *log)
{
  return log->epochs->len > 0 && g_array_index (log->epochs, BpHistoryEpoch, 0).values.is_varied;
}

/* Whether a drawing of the user's own was classified after an epoch. */
static gboolean
has_own (const BpRunLog *log)
{
  for (guint i = 0; i < log->epochs->len; i++)
    if (g_array_index (log->epochs, BpHistoryEpoch, i).values.n_own > 0)
      return TRUE;
  return FALSE;
}

static void
add_curves (BpChartModel *model, const BpRunLog *log, BpRunChartKind kind, double steps_per_epoch)
{
  if (kind == BP_RUN_CHART_KIND_LOSS)
    {
      add_losses (model, log, steps_per_epoch);
      add_figure (model, log, steps_per_epoch, _ ("Held-out"), BP_CHART_SERIES_DASHED,
                  G_STRUCT_OFFSET (BpEpoch, held_out_loss));
      return;
    }
  add_figure (model, log, steps_per_epoch, _ ("Training"), BP_CHART_SERIES_VALUES,
              G_STRUCT_OFFSET (BpEpoch, train_accuracy));
  add_figure (model, log, steps_per_epoch, _ ("Held-out"),
              BP_CHART_SERIES_VALUES | BP_CHART_SERIES_DASHED,
              G_STRUCT_OFFSET (BpEpoch, held_out_accuracy));
  if (is_varied (log))
    add_figure (model, log, steps_per_epoch, _ ("Training, varied images"), BP_CHART_SERIES_DOTTED,
                G_STRUCT_OFFSET (BpEpoch, varied_accuracy));
  if (has_own (log))
    add_figure (model, log, steps_per_epoch, _ ("My hand"),
                BP_CHART_SERIES_VALUES | BP_CHART_SERIES_DASHED | BP_CHART_SERIES_DOTTED,
                G_STRUCT_OFFSET (BpEpoch, own_accuracy));
}

/* Marks where the run was continued, where its learning rate changed, and its best epoch. */
static void
add_marks (BpChartModel *model,
           const BpRunRecord *record,
           const BpRunLog *log,
           double steps_per_epoch)
{
  for (guint i = 0; i < log->events->len; i++)
    {
      const BpRunEvent *event = &g_array_index (log->events, BpRunEvent, i);
      gboolean is_continued = event->kind == BP_RUN_EVENT_CONTINUED;
      g_autofree char *rate = g_strdup_printf ("%.4g", event->learning_rate);
      g_autofree char *text = is_continued
                                  ? g_strdup_printf (_ ("Continued at the learning rate %s"), rate)
                                  : g_strdup_printf (_ ("Learning rate %s from here"), rate);

      bp_chart_model_add_mark (model, (double) event->step / steps_per_epoch,
                               is_continued ? BP_CHART_MARK_BAR : BP_CHART_MARK_TRIANGLE, text);
    }
  for (guint i = 0; i < log->epochs->len; i++)
    {
      const BpHistoryEpoch *epoch = &g_array_index (log->epochs, BpHistoryEpoch, i);

      if (epoch->values.epoch == record->figures.best_epoch)
        {
          g_autofree char *text = g_strdup_printf (_ ("Best epoch: %u"), epoch->values.epoch);

          bp_chart_model_add_mark (model, (double) epoch->n_steps / steps_per_epoch,
                                   BP_CHART_MARK_STAR, text);
        }
    }
}

/* Returns the title of the chart. */
static char *
make_chart (const BpRunRecord *record,
            const BpRunLog *log,
            BpRunChartKind kind,
            BpChartModel *model)
{
  double steps_per_epoch = count_steps_per_epoch (&record->settings);
  g_autofree char *id = bp_run_record_get_id (record);
  g_autofree char *subject = bp_clean_text (record->name != NULL ? record->name : id, MAX_SUBJECT);

  bp_chart_model_init (model, kinds[kind].unit);
  bp_chart_model_set_x_axis (model, _ ("Epoch"), BP_CHART_SCALE_LINEAR);
  add_curves (model, log, kind, steps_per_epoch);
  add_marks (model, record, log, steps_per_epoch);
  bp_chart_model_fit (model);
  /* Translators: the title of a chart: what it shows, then what was trained. */
  return g_strdup_printf (_ ("%s: %s"), _ (kinds[kind].title), subject);
}

static BpChartPicture
get_picture (BpRunChartKind kind, const char *title)
{
  return (BpChartPicture){
    .title = title,
    .y_name = _ (kinds[kind].title),
    .width = BP_CHART_PICTURE_WIDTH,
    .height = BP_CHART_PICTURE_HEIGHT,
  };
}

/**
 * bp_run_chart_render:
 * @record: the run
 * @log: its log
 * @kind: which chart
 * @format: of the picture
 * @error: return location for an error of bp_chart_picture_render()
 *
 * Draws a chart of the run, black on white, over epochs.
 *
 * Returns: (transfer full): the bytes of the picture's file, or %NULL
 */
GBytes *
bp_run_chart_render (const BpRunRecord *record,
                     const BpRunLog *log,
                     BpRunChartKind kind,
                     BpChartPictureKind format,
                     GError **error)
{
  BpChartModel model;
  g_autofree char *title = make_chart (record, log, kind, &model);
  BpChartPicture picture = get_picture (kind, title);
  GBytes *bytes = bp_chart_picture_render (&picture, &model, format, error);

  bp_chart_model_clear (&model);
  return bytes;
}

/**
 * bp_run_chart_save:
 * @record: the run
 * @log: its log
 * @kind: which chart
 * @path: (type filename): the picture, in the format that its ending stands for: .png, .svg or .pdf
 * @error: return location for an error of bp_chart_picture_save()
 *
 * Writes a chart of the run, black on white, over epochs.
 *
 * Returns: whether it was written
 */
gboolean
bp_run_chart_save (const BpRunRecord *record,
                   const BpRunLog *log,
                   BpRunChartKind kind,
                   const char *path,
                   GError **error)
{
  BpChartModel model;
  g_autofree char *title = make_chart (record, log, kind, &model);
  BpChartPicture picture = get_picture (kind, title);
  gboolean is_saved = bp_chart_picture_save (&picture, &model, path, error);

  bp_chart_model_clear (&model);
  return is_saved;
}
