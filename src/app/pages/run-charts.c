/* SPDX-License-Identifier: MIT */
#include "run-charts.h"

#include "chart-band.h"
#include "chart-panel.h"
#include "format.h"
#include "health-chart.h"
#include "number.h"
#include "run-marks.h"
#include "settings.h"

#include <glib/gi18n.h>
#include <math.h>

/* The fewest steps that the middle of the slider smooths the training loss over. */
#define FEWEST_SMOOTHED 10.0

struct _BpRunCharts
{
  GtkWidget parent_instance;

  /* owned */
  BpHistory *history;  /* NULL: both charts are empty */
  GSettings *settings; /* NULL: everything is as the schema has it */
  BpChartPair *pair;
  BpChartSeries *train_loss;
  BpChartSeries *learning_rate;
  BpChartSeries *held_out_loss;
  BpChartSeries *train_accuracy;
  BpChartSeries *varied_accuracy; /* empty where images are not varied */
  BpChartSeries *held_out_accuracy;
  BpChartSeries *own_accuracy;  /* empty where there are no prompted drawings */
  GPtrArray *repetitions;       /* nullable: of BpHistory: runs with other seeds */
  BpChartSeries *loss_band;     /* nullable: of their held-out loss */
  BpChartSeries *accuracy_band; /* nullable: of their held-out accuracy */

  gulong changed_handler;
  guint64 steps_per_epoch; /* which the smoothing goes by; 0 before the first step */
  double spacing;          /* from the newest step of the curves to the next one */
  gsize n_epochs_shown;
  BpRunMarks marks;
  guint n_epochs;

  /* template children */
  GtkWidget *box;
  BpChartPanel *loss_panel;
  BpChartPanel *accuracy_panel;
  BpChart *loss_chart;
  BpChart *accuracy_chart;
  BpHealthChart *health_chart;
  GtkMenuButton *loss_button;
  GtkMenuButton *accuracy_button;
};

enum
{
  PROP_HISTORY = 1,
  PROP_N_EPOCHS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpRunCharts, bp_run_charts, GTK_TYPE_WIDGET)

/* Smooths the loss of the steps by what the slider says. */
static void
smooth (BpRunCharts *self)
{
  double n_steps =
      bp_chart_pair_get_n_smoothed (self->pair, (double) self->steps_per_epoch, FEWEST_SMOOTHED);
  g_autofree char *text = NULL;

  if (self->steps_per_epoch > 0)
    bp_chart_series_set_smoothing (self->train_loss, 1.0 - 1.0 / n_steps);
  /* Translators: how much a curve is smoothed. */
  text = g_strdup_printf (ngettext ("Average of %u step", "Average of %u steps",
                                    (gulong) lround (n_steps)),
                          (guint) lround (n_steps));
  bp_chart_pair_describe_smoothing (self->pair, text);
}

static void
on_smoothing_changed (BpRunCharts *self)
{
  smooth (self);
  bp_chart_update (self->loss_chart);
}

/* The first run's epochs decide how smooth the curve is, so that it stays as it is when a run goes
 * on with other settings. */
static void
follow_steps_per_epoch (BpRunCharts *self)
{
  if (self->steps_per_epoch != 0)
    return;
  self->steps_per_epoch = bp_history_get_steps_per_epoch (self->history);
  if (self->steps_per_epoch != 0)
    smooth (self);
}

/* Adds a value of the next step to a curve of steps. */
static void
append_step (BpRunCharts *self, BpChartSeries *series, gsize step, float value)
{
  if (bp_chart_pair_get_x_axis (self->pair) == BP_CHART_X_AXIS_SECONDS)
    bp_chart_series_append_at (series, bp_history_get_seconds (self->history, step), value);
  else
    bp_chart_series_append (series, value);
}

/* From one step to the next, where the axis is not that of time. */
static double
get_spacing (BpRunCharts *self, gsize step, guint64 *end)
{
  guint64 first_step;

  bp_history_get_epoch_of (self->history, step, &first_step, end);
  return bp_chart_pair_get_x_axis (self->pair) == BP_CHART_X_AXIS_EPOCH
             ? 1.0 / (double) (*end - first_step)
             : 1.0;
}

static float
get_loss (BpRunCharts *self, gsize step)
{
  return bp_history_get_step_losses (self->history, NULL)[step];
}

static float
get_rate (BpRunCharts *self, gsize step)
{
  return (float) bp_history_get_learning_rate (self->history, step);
}

/* Appends the new steps to a curve of steps; the spacing changes where a run continues in the
 * middle of an epoch, or with another batch size. */
static void
append_steps (BpRunCharts *self, BpChartSeries *series, float (*get) (BpRunCharts *, gsize))
{
  gsize n_steps = bp_history_get_n_steps (self->history);
  gsize i = bp_chart_series_get_length (series);

  while (i < n_steps)
    {
      guint64 end;

      /* The spacing is that of the step before, up to the first step of the next epoch. */
      self->spacing = get_spacing (self, MAX (i, 1) - 1, &end);
      bp_chart_series_set_spacing (series, self->spacing);
      for (end = MIN (end, n_steps - 1); i <= end; i++)
        append_step (self, series, i, get (self, i));
    }
}

static gboolean
shows_rate (BpRunCharts *self)
{
  return self->settings != NULL && g_settings_get_boolean (self->settings, BP_KEY_CHART_SHOWS_RATE);
}

/* The position of a number of steps on the axis. */
static double
get_x_after (BpRunCharts *self, guint64 n_steps)
{
  gsize length = bp_chart_series_get_length (self->train_loss);
  guint64 end;

  if (bp_chart_pair_get_x_axis (self->pair) == BP_CHART_X_AXIS_SECONDS)
    return bp_history_get_seconds (self->history, n_steps);
  if (n_steps == 0 || n_steps > length)
    return (double) n_steps * get_spacing (self, n_steps, &end);
  return bp_chart_series_get_x (self->train_loss, n_steps - 1) +
         get_spacing (self, n_steps - 1, &end);
}

static void
append_epochs (BpRunCharts *self)
{
  gsize n_epochs;
  const BpHistoryEpoch *epochs = bp_history_get_epochs (self->history, &n_epochs);

  for (; self->n_epochs_shown < n_epochs; self->n_epochs_shown++)
    {
      const BpHistoryEpoch *epoch = &epochs[self->n_epochs_shown];
      double x = get_x_after (self, epoch->n_steps);

      bp_chart_series_append_at (self->held_out_loss, x, (float) epoch->values.held_out_loss);
      bp_chart_series_append_at (self->train_accuracy, x, (float) epoch->values.train_accuracy);
      if (epoch->values.is_varied)
        bp_chart_series_append_at (self->varied_accuracy, x, (float) epoch->values.varied_accuracy);
      bp_chart_series_append_at (self->held_out_accuracy, x,
                                 (float) epoch->values.held_out_accuracy);
      if (epoch->values.n_own > 0)
        bp_chart_series_append_at (self->own_accuracy, x, (float) epoch->values.own_accuracy);
    }
}

/* The places of what is marked. */
static double
find_place (gpointer data, guint64 n_steps)
{
  return get_x_after (data, n_steps);
}

/* Returns: whether the marks are other ones now */
static gboolean
update_marks (BpRunCharts *self)
{
  return bp_run_marks_update (&self->marks, self->history, find_place, self);
}

static void
clear_marks (BpRunCharts *self)
{
  bp_run_marks_clear (&self->marks);
}

/* @value in two digits, so that its text does not change all the time. */
static char *
format_roughly (double value)
{
  double unit = value > 0.0 ? pow (10.0, floor (log10 (value)) - 1.0) : 1.0;

  return bp_number_format (round (value / unit) * unit);
}

static char *
describe_step (BpRunCharts *self)
{
  gsize n_steps = bp_chart_series_get_length (self->train_loss);
  g_autofree char *text = NULL;
  float loss;

  if (n_steps == 0)
    return NULL;
  loss = bp_chart_series_get_y (self->train_loss, BP_CHART_LAYER_SMOOTHED, n_steps - 1);
  if (!isfinite (loss))
    return NULL;
  text = format_roughly ((double) loss);
  /* Translators: shown before the first epoch is over. */
  return g_strdup_printf (_ ("Training loss %s"), text);
}

static char *
describe_loss (BpRunCharts *self, const BpEpoch *epoch)
{
  gboolean has_held_out = isfinite (epoch->held_out_loss);
  double loss = has_held_out ? epoch->held_out_loss : epoch->train_loss;
  g_autofree char *value = bp_chart_model_format_y (bp_chart_get_model (self->loss_chart), loss);

  if (has_held_out)
    return g_strdup_printf (_ ("Held-out loss %s, epoch %u"), value, epoch->epoch);
  return g_strdup_printf (_ ("Training loss %s, epoch %u"), value, epoch->epoch);
}

/* The accuracy, also beside an axis of errors. */
static char *
describe_accuracy (const BpEpoch *epoch)
{
  gboolean has_held_out = isfinite (epoch->held_out_accuracy);
  double accuracy = has_held_out ? epoch->held_out_accuracy : epoch->train_accuracy;
  g_autofree char *value = bp_format_percent (accuracy);

  if (has_held_out)
    return g_strdup_printf (_ ("Held-out accuracy %s, epoch %u"), value, epoch->epoch);
  return g_strdup_printf (_ ("Training accuracy %s, epoch %u"), value, epoch->epoch);
}

static void
update_summaries (BpRunCharts *self)
{
  g_autofree char *loss = NULL;
  g_autofree char *accuracy = NULL;

  if (self->n_epochs_shown > 0)
    {
      const BpHistoryEpoch *epochs = bp_history_get_epochs (self->history, NULL);
      const BpEpoch *newest = &epochs[self->n_epochs_shown - 1].values;

      loss = describe_loss (self, newest);
      accuracy = describe_accuracy (newest);
    }
  else
    loss = describe_step (self);
  bp_chart_set_summary (self->loss_chart, loss);
  bp_chart_set_summary (self->accuracy_chart, accuracy);
}

/* The accuracy has its newest point at the end of an epoch; its axis reaches as far as the steps.
 * Returns: whether the chart is to be updated for that */
static gboolean
reach_as_far (BpRunCharts *self)
{
  const BpChartModel *loss = bp_chart_get_model (self->loss_chart);
  BpChartModel *accuracy = bp_chart_get_model (self->accuracy_chart);
  gsize length = bp_chart_series_get_length (self->train_loss);

  accuracy->x_reach = length > 0 ? bp_chart_series_get_x (self->train_loss, length - 1) : 0.0;
  return accuracy->x_fitted.max != loss->x_fitted.max;
}

/* Removes the points, but not what depends on the history alone. */
static void
clear_points (BpRunCharts *self)
{
  bp_chart_series_clear (self->train_loss);
  bp_chart_series_clear (self->learning_rate);
  bp_chart_series_clear (self->held_out_loss);
  bp_chart_series_clear (self->train_accuracy);
  bp_chart_series_clear (self->varied_accuracy);
  bp_chart_series_clear (self->held_out_accuracy);
  bp_chart_series_clear (self->own_accuracy);
  clear_marks (self);
  bp_chart_get_model (self->accuracy_chart)->x_reach = 0.0;
  bp_chart_model_forget_ranges (bp_chart_get_model (self->loss_chart));
  bp_chart_model_forget_ranges (bp_chart_get_model (self->accuracy_chart));
  self->n_epochs_shown = 0;
}

/* Where a run goes on in an epoch that the one before has not finished, that epoch is longer, and
 * the steps that are shown lie closer together. */
static gboolean
is_spaced_anew (BpRunCharts *self)
{
  gsize length = bp_chart_series_get_length (self->train_loss);
  guint64 end;

  return length > 1 && get_spacing (self, length - 2, &end) != self->spacing;
}

static void
follow_history (BpRunCharts *self)
{
  gsize n_epochs_before = self->n_epochs_shown;
  gboolean has_changed;

  if (is_spaced_anew (self))
    clear_points (self);
  follow_steps_per_epoch (self);
  append_steps (self, self->train_loss, get_loss);
  if (shows_rate (self))
    append_steps (self, self->learning_rate, get_rate);
  append_epochs (self);

  has_changed = update_marks (self) || self->n_epochs_shown != n_epochs_before;
  bp_chart_update (self->loss_chart);
  if (reach_as_far (self) || has_changed)
    bp_chart_update (self->accuracy_chart);
  update_summaries (self);
}

static void
clear (BpRunCharts *self)
{
  clear_points (self);
  self->steps_per_epoch = 0;
  self->marks.looked_at = 0;
  bp_chart_set_summary (self->loss_chart, NULL);
  bp_chart_set_summary (self->accuracy_chart, NULL);
}

/* The axis of epochs grows no further than the run will. */
static void
update_x_end (BpRunCharts *self)
{
  double x_end =
      bp_chart_pair_get_x_axis (self->pair) == BP_CHART_X_AXIS_EPOCH ? self->n_epochs : 0.0;

  bp_chart_set_x_end (self->loss_chart, x_end);
  bp_chart_set_x_end (self->accuracy_chart, x_end);
}

/* Puts the curves into the charts, in the order of their legends. What is not always there comes
 * last, so that the others keep their colours. */
static void
add_series (BpRunCharts *self)
{
  BpChartModel *loss = bp_chart_get_model (self->loss_chart);
  BpChartModel *accuracy = bp_chart_get_model (self->accuracy_chart);

  bp_chart_model_remove_all_series (loss);
  bp_chart_model_add_series (loss, self->train_loss);
  bp_chart_model_add_series (loss, self->held_out_loss);
  if (self->loss_band != NULL)
    bp_chart_model_add_series (loss, self->loss_band);
  if (shows_rate (self))
    bp_chart_model_add_series (loss, self->learning_rate);

  bp_chart_model_remove_all_series (accuracy);
  bp_chart_model_add_series (accuracy, self->train_accuracy);
  bp_chart_model_add_series (accuracy, self->held_out_accuracy);
  bp_chart_model_add_series (accuracy, self->varied_accuracy);
  bp_chart_model_add_series (accuracy, self->own_accuracy);
  if (self->accuracy_band != NULL)
    bp_chart_model_add_series (accuracy, self->accuracy_band);
}

/* Shows the learning rate over the loss, or no longer. */
static void
follow_rate (BpRunCharts *self)
{
  bp_chart_series_clear (self->learning_rate);
  add_series (self);
  if (self->history != NULL)
    follow_history (self);
  bp_chart_relayout (self->loss_chart);
}

/* The place of the end of an epoch on the axis, in a history of one run. */
static double
get_x_of_epoch (BpRunCharts *self, BpHistory *history, guint index)
{
  const BpHistoryEpoch *epoch = &bp_history_get_epochs (history, NULL)[index];

  if (bp_chart_pair_get_x_axis (self->pair) == BP_CHART_X_AXIS_SECONDS)
    return bp_history_get_seconds (history, epoch->n_steps);
  return bp_chart_pair_get_x_axis (self->pair) == BP_CHART_X_AXIS_EPOCH ? index + 1.0
                                                                        : (double) epoch->n_steps;
}

/* @offset: of a double in #BpEpoch */
static BpChartSeries *
create_band (BpRunCharts *self, gsize offset)
{
  guint n_runs = self->repetitions->len;
  g_autoptr (GPtrArray) curves =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_chart_series_unref);
  g_autofree char *name =
      g_strdup_printf (ngettext ("Held-out, %u seed", "Held-out, %u seeds", n_runs), n_runs);

  for (guint i = 0; i < n_runs; i++)
    {
      BpHistory *history = g_ptr_array_index (self->repetitions, i);
      BpChartSeries *curve = bp_chart_series_new (name, BP_CHART_SERIES_LINE);
      gsize n_epochs;
      const BpHistoryEpoch *epochs = bp_history_get_epochs (history, &n_epochs);

      for (guint k = 0; k < n_epochs; k++)
        bp_chart_series_append_at (curve, get_x_of_epoch (self, history, k),
                                   (float) G_STRUCT_MEMBER (double, &epochs[k].values, offset));
      g_ptr_array_add (curves, curve);
    }
  return bp_chart_band_new (name, BP_CHART_SERIES_LINE, (BpChartSeries *const *) curves->pdata,
                            curves->len);
}

/* Makes the bands anew: for other runs, or over another axis. */
static void
update_bands (BpRunCharts *self)
{
  g_clear_pointer (&self->loss_band, bp_chart_series_unref);
  g_clear_pointer (&self->accuracy_band, bp_chart_series_unref);
  if (self->repetitions != NULL && self->repetitions->len > 0)
    {
      self->loss_band = create_band (self, G_STRUCT_OFFSET (BpEpoch, held_out_loss));
      self->accuracy_band = create_band (self, G_STRUCT_OFFSET (BpEpoch, held_out_accuracy));
    }
  add_series (self);
}

/* Draws all points over another axis. */
static void
on_x_axis_changed (BpRunCharts *self)
{
  clear_points (self);
  update_bands (self);
  update_x_end (self);
  if (self->history != NULL)
    follow_history (self);
}

static void
bp_run_charts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpRunCharts *self = BP_RUN_CHARTS (object);

  switch (id)
    {
    case PROP_HISTORY:
      g_value_set_object (value, bp_run_charts_get_history (self));
      break;
    case PROP_N_EPOCHS:
      g_value_set_uint (value, bp_run_charts_get_n_epochs (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_run_charts_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpRunCharts *self = BP_RUN_CHARTS (object);

  switch (id)
    {
    case PROP_HISTORY:
      bp_run_charts_set_history (self, g_value_get_object (value));
      break;
    case PROP_N_EPOCHS:
      bp_run_charts_set_n_epochs (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_run_charts_dispose (GObject *object)
{
  BpRunCharts *self = BP_RUN_CHARTS (object);

  if (self->history != NULL)
    g_clear_signal_handler (&self->changed_handler, self->history);
  g_clear_object (&self->history);
  g_clear_object (&self->settings);
  g_clear_object (&self->pair);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_run_charts_parent_class)->dispose (object);
}

static void
bp_run_charts_finalize (GObject *object)
{
  BpRunCharts *self = BP_RUN_CHARTS (object);

  bp_chart_series_unref (self->train_loss);
  bp_chart_series_unref (self->learning_rate);
  bp_chart_series_unref (self->held_out_loss);
  bp_chart_series_unref (self->train_accuracy);
  bp_chart_series_unref (self->varied_accuracy);
  bp_chart_series_unref (self->held_out_accuracy);
  bp_chart_series_unref (self->own_accuracy);
  g_clear_pointer (&self->repetitions, g_ptr_array_unref);
  g_clear_pointer (&self->loss_band, bp_chart_series_unref);
  g_clear_pointer (&self->accuracy_band, bp_chart_series_unref);

  G_OBJECT_CLASS (bp_run_charts_parent_class)->finalize (object);
}

static void
bp_run_charts_class_init (BpRunChartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bp_run_charts_dispose;
  object_class->finalize = bp_run_charts_finalize;
  object_class->get_property = bp_run_charts_get_property;
  object_class->set_property = bp_run_charts_set_property;

  properties[PROP_HISTORY] = g_param_spec_object ("history", NULL, NULL, BP_TYPE_HISTORY, flags);
  properties[PROP_N_EPOCHS] = g_param_spec_uint ("n-epochs", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/run-charts.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, box);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, loss_panel);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, accuracy_panel);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, loss_chart);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, accuracy_chart);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, health_chart);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, loss_button);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, accuracy_button);
  gtk_widget_class_set_css_name (widget_class, "runcharts");
}

static void
bp_run_charts_init (BpRunCharts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->pair = bp_chart_pair_new (GTK_WIDGET (self), self->loss_panel, self->accuracy_panel,
                                  self->loss_button, self->accuracy_button);
  g_signal_connect_object (self->pair, "x-axis-changed", G_CALLBACK (on_x_axis_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pair, "smoothing-changed", G_CALLBACK (on_smoothing_changed), self,
                           G_CONNECT_SWAPPED);
  self->marks.models[0] = bp_chart_get_model (self->loss_chart);
  self->marks.models[1] = bp_chart_get_model (self->accuracy_chart);

  self->learning_rate = bp_chart_series_new (_ ("Learning rate"), BP_CHART_SERIES_OWN_SCALE);
  self->train_loss = bp_chart_series_new (_ ("Training, each step"), BP_CHART_SERIES_LINE);
  self->held_out_loss =
      bp_chart_series_new (_ ("Held-out"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_DASHED);
  self->train_accuracy =
      bp_chart_series_new (_ ("Training"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES);
  self->varied_accuracy = bp_chart_series_new (_ ("Training, varied images"),
                                               BP_CHART_SERIES_POINTS | BP_CHART_SERIES_DOTTED);
  self->held_out_accuracy =
      bp_chart_series_new (_ ("Held-out"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES |
                                               BP_CHART_SERIES_DASHED);
  self->own_accuracy =
      bp_chart_series_new (_ ("My hand"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES |
                                              BP_CHART_SERIES_DASHED | BP_CHART_SERIES_DOTTED);
  add_series (self);
}

BpHistory *
bp_run_charts_get_history (BpRunCharts *self)
{
  return self->history;
}

/**
 * bp_run_charts_set_history:
 * @self: the charts
 * @history: (nullable): the history to show and to follow as it grows
 */
void
bp_run_charts_set_history (BpRunCharts *self, BpHistory *history)
{
  if (self->history == history)
    return;

  if (self->history != NULL)
    g_clear_signal_handler (&self->changed_handler, self->history);
  clear (self);
  g_set_object (&self->history, history);
  bp_health_chart_set_history (self->health_chart, history);
  if (history != NULL)
    {
      self->changed_handler =
          g_signal_connect_swapped (history, "changed", G_CALLBACK (follow_history), self);
      follow_history (self);
    }
  bp_chart_update (self->loss_chart);
  bp_chart_update (self->accuracy_chart);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HISTORY]);
}

guint
bp_run_charts_get_n_epochs (BpRunCharts *self)
{
  return self->n_epochs;
}

/**
 * bp_run_charts_set_n_epochs:
 * @self: the charts
 * @n_epochs: the last epoch of the run, or 0 while unknown
 */
void
bp_run_charts_set_n_epochs (BpRunCharts *self, guint n_epochs)
{
  if (self->n_epochs == n_epochs)
    return;
  self->n_epochs = n_epochs;
  update_x_end (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_EPOCHS]);
}

/**
 * bp_run_charts_set_repetitions:
 * @self: the charts
 * @histories: (nullable) (element-type BpHistory): runs with the same settings and other seeds,
 *   whose held-out figures are shown as a band; the array does not change any more
 */
void
bp_run_charts_set_repetitions (BpRunCharts *self, GPtrArray *histories)
{
  if (self->repetitions == histories)
    return;

  if (histories != NULL)
    g_ptr_array_ref (histories);
  g_clear_pointer (&self->repetitions, g_ptr_array_unref);
  self->repetitions = histories;
  update_bands (self);
  bp_chart_relayout (self->loss_chart);
  bp_chart_relayout (self->accuracy_chart);
}

/**
 * bp_run_charts_set_looked_at:
 * @self: the charts
 * @epoch: an epoch of the history to mark, because its network is shown; or 0
 */
void
bp_run_charts_set_looked_at (BpRunCharts *self, guint epoch)
{
  if (self->history == NULL || epoch > bp_history_get_n_epochs (self->history))
    epoch = 0;
  if (self->marks.looked_at == epoch)
    return;

  self->marks.looked_at = epoch;
  clear_marks (self);
  update_marks (self);
  bp_chart_update (self->loss_chart);
  bp_chart_update (self->accuracy_chart);
}

/**
 * bp_run_charts_set_settings:
 * @self: the charts, which have no settings yet
 * @settings: what keeps the axes, the smoothing and whether the learning rate is shown
 *
 * Shows the charts as the settings have it, and lets the menus change them.
 */
void
bp_run_charts_set_settings (BpRunCharts *self, GSettings *settings)
{
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  bp_chart_pair_set_settings (self->pair, settings);
  bp_chart_pair_add_setting (self->pair, BP_KEY_CHART_SHOWS_RATE);
  bp_chart_pair_add_setting (self->pair, BP_KEY_CHART_SHOWS_HEALTH);
  g_settings_bind (settings, BP_KEY_CHART_SHOWS_HEALTH, self->health_chart, "visible",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (settings, BP_KEY_CHART_SHOWS_TABLE,
                   bp_health_chart_get_panel (self->health_chart), "shows-table",
                   G_SETTINGS_BIND_GET);
  g_signal_connect_object (settings, "changed::" BP_KEY_CHART_SHOWS_RATE, G_CALLBACK (follow_rate),
                           self, G_CONNECT_SWAPPED);
  follow_rate (self);
}

/**
 * bp_run_charts_get_pair:
 * @self: the charts
 *
 * Returns: (transfer none): their axes, menus and pictures
 */
BpChartPair *
bp_run_charts_get_pair (BpRunCharts *self)
{
  return self->pair;
}

/**
 * bp_run_charts_is_empty:
 * @self: the charts
 *
 * Returns: whether no step has been made
 */
gboolean
bp_run_charts_is_empty (BpRunCharts *self)
{
  return bp_chart_model_is_empty (bp_chart_get_model (self->loss_chart));
}
