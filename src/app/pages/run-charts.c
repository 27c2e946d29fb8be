/* SPDX-License-Identifier: MIT */
#include "run-charts.h"

#include "chart.h"

#include <glib/gi18n.h>
#include <math.h>

/* The training loss is smoothed over this share of an epoch, so that the curve is equally smooth
 * for small and large batches; then the least and the largest number of steps. */
#define SMOOTHED_EPOCHS 0.05
#define FEWEST_SMOOTHED 10.0
#define MOST_SMOOTHED   500.0

struct _BpRunCharts
{
  GtkWidget parent_instance;

  /* owned */
  BpHistory *history; /* NULL: both charts are empty */
  BpChartSeries *train_loss;
  BpChartSeries *held_out_loss;
  BpChartSeries *train_accuracy;
  BpChartSeries *varied_accuracy; /* empty where images are not varied */
  BpChartSeries *held_out_accuracy;

  gulong changed_handler;
  guint64 steps_per_epoch; /* which train_loss is spaced by; 0 before the first step */
  gsize n_epochs_shown;
  guint n_epochs;
  gboolean is_logarithmic;

  /* template children */
  GtkWidget *box;
  BpChart *loss_chart;
  BpChart *accuracy_chart;
};

enum
{
  PROP_HISTORY = 1,
  PROP_N_EPOCHS,
  PROP_IS_LOGARITHMIC,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpRunCharts, bp_run_charts, GTK_TYPE_WIDGET)

/* Sets the spacing of steps, which changes where a run continues with another batch size. */
static void
follow_steps_per_epoch (BpRunCharts *self)
{
  guint64 steps_per_epoch = bp_history_get_steps_per_epoch (self->history);

  if (steps_per_epoch == 0 || steps_per_epoch == self->steps_per_epoch)
    return;
  if (self->steps_per_epoch == 0)
    {
      double n_steps =
          CLAMP (SMOOTHED_EPOCHS * (double) steps_per_epoch, FEWEST_SMOOTHED, MOST_SMOOTHED);

      bp_chart_series_set_smoothing (self->train_loss, 1.0 - 1.0 / n_steps);
    }
  bp_chart_series_set_spacing (self->train_loss, 1.0 / (double) steps_per_epoch);
  self->steps_per_epoch = steps_per_epoch;
}

static void
append_steps (BpRunCharts *self)
{
  gsize n_steps;
  const float *losses = bp_history_get_step_losses (self->history, &n_steps);

  for (gsize i = bp_chart_series_get_length (self->train_loss); i < n_steps; i++)
    bp_chart_series_append (self->train_loss, losses[i]);
}

/* The position of a number of steps on the axis. */
static double
get_x_after (BpRunCharts *self, guint64 n_steps)
{
  gsize length = bp_chart_series_get_length (self->train_loss);

  if (n_steps == 0 || n_steps > length)
    return (double) n_steps / (double) MAX (self->steps_per_epoch, 1);
  return bp_chart_series_get_x (self->train_loss, n_steps - 1) +
         1.0 / (double) MAX (self->steps_per_epoch, 1);
}

/* The legend names the accuracy on varied images only where there is one. */
static void
append_varied (BpRunCharts *self, double x, double accuracy)
{
  if (bp_chart_series_get_length (self->varied_accuracy) == 0)
    bp_chart_model_add_series (bp_chart_get_model (self->accuracy_chart), self->varied_accuracy);
  bp_chart_series_append_at (self->varied_accuracy, x, (float) accuracy);
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
        append_varied (self, x, epoch->values.varied_accuracy);
      bp_chart_series_append_at (self->held_out_accuracy, x,
                                 (float) epoch->values.held_out_accuracy);
    }
}

/* The loss in two digits, so that the text does not change all the time. */
static char *
describe_step (BpRunCharts *self)
{
  gsize n_steps = bp_chart_series_get_length (self->train_loss);
  float loss;

  if (n_steps == 0)
    return NULL;
  loss = bp_chart_series_get_y (self->train_loss, BP_CHART_LAYER_SMOOTHED, n_steps - 1);
  if (!isfinite (loss))
    return NULL;
  /* Translators: shown before the first epoch is over. */
  return g_strdup_printf (_ ("Training loss %.2g"), (double) loss);
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

static char *
describe_accuracy (BpRunCharts *self, const BpEpoch *epoch)
{
  gboolean has_held_out = isfinite (epoch->held_out_accuracy);
  double accuracy = has_held_out ? epoch->held_out_accuracy : epoch->train_accuracy;
  g_autofree char *value =
      bp_chart_model_format_y (bp_chart_get_model (self->accuracy_chart), accuracy);

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
      accuracy = describe_accuracy (self, newest);
    }
  else
    loss = describe_step (self);
  bp_chart_set_summary (self->loss_chart, loss);
  bp_chart_set_summary (self->accuracy_chart, accuracy);
}

static void
follow_history (BpRunCharts *self)
{
  gsize n_epochs_before = self->n_epochs_shown;

  follow_steps_per_epoch (self);
  append_steps (self);
  append_epochs (self);

  bp_chart_update (self->loss_chart);
  if (self->n_epochs_shown != n_epochs_before)
    bp_chart_update (self->accuracy_chart);
  update_summaries (self);
}

static void
clear (BpRunCharts *self)
{
  bp_chart_series_clear (self->train_loss);
  bp_chart_series_clear (self->held_out_loss);
  bp_chart_series_clear (self->train_accuracy);
  if (bp_chart_series_get_length (self->varied_accuracy) > 0)
    bp_chart_model_remove_series (bp_chart_get_model (self->accuracy_chart), self->varied_accuracy);
  bp_chart_series_clear (self->varied_accuracy);
  bp_chart_series_clear (self->held_out_accuracy);
  self->steps_per_epoch = 0;
  self->n_epochs_shown = 0;
  bp_chart_set_summary (self->loss_chart, NULL);
  bp_chart_set_summary (self->accuracy_chart, NULL);
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
    case PROP_IS_LOGARITHMIC:
      g_value_set_boolean (value, bp_run_charts_get_is_logarithmic (self));
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
    case PROP_IS_LOGARITHMIC:
      bp_run_charts_set_is_logarithmic (self, g_value_get_boolean (value));
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
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_run_charts_parent_class)->dispose (object);
}

static void
bp_run_charts_finalize (GObject *object)
{
  BpRunCharts *self = BP_RUN_CHARTS (object);

  bp_chart_series_unref (self->train_loss);
  bp_chart_series_unref (self->held_out_loss);
  bp_chart_series_unref (self->train_accuracy);
  bp_chart_series_unref (self->varied_accuracy);
  bp_chart_series_unref (self->held_out_accuracy);

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
  properties[PROP_IS_LOGARITHMIC] =
      g_param_spec_boolean ("is-logarithmic", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/run-charts.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, box);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, loss_chart);
  gtk_widget_class_bind_template_child (widget_class, BpRunCharts, accuracy_chart);
  gtk_widget_class_set_css_name (widget_class, "runcharts");
}

static void
bp_run_charts_init (BpRunCharts *self)
{
  BpChartModel *loss;
  BpChartModel *accuracy;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->train_loss = bp_chart_series_new (_ ("Training, each step"), BP_CHART_SERIES_LINE);
  self->held_out_loss =
      bp_chart_series_new (_ ("Held-out"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_DASHED);
  self->train_accuracy =
      bp_chart_series_new (_ ("Training"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES);
  self->varied_accuracy =
      bp_chart_series_new (_ ("Training, varied images"), BP_CHART_SERIES_POINTS);
  self->held_out_accuracy =
      bp_chart_series_new (_ ("Held-out"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES |
                                               BP_CHART_SERIES_DASHED);

  loss = bp_chart_get_model (self->loss_chart);
  bp_chart_model_add_series (loss, self->train_loss);
  bp_chart_model_add_series (loss, self->held_out_loss);
  accuracy = bp_chart_get_model (self->accuracy_chart);
  bp_chart_model_add_series (accuracy, self->train_accuracy);
  bp_chart_model_add_series (accuracy, self->held_out_accuracy);
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
  bp_chart_set_x_end (self->loss_chart, n_epochs);
  bp_chart_set_x_end (self->accuracy_chart, n_epochs);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_EPOCHS]);
}

gboolean
bp_run_charts_get_is_logarithmic (BpRunCharts *self)
{
  return self->is_logarithmic;
}

/**
 * bp_run_charts_set_is_logarithmic:
 * @self: the charts
 * @is_logarithmic: whether the loss is on a logarithmic axis
 */
void
bp_run_charts_set_is_logarithmic (BpRunCharts *self, gboolean is_logarithmic)
{
  if (self->is_logarithmic == !!is_logarithmic)
    return;
  self->is_logarithmic = !!is_logarithmic;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOGARITHMIC]);
}
