/* SPDX-License-Identifier: MIT */
#include "health-chart.h"

#include "chart-panel.h"
#include "health-text.h"

#include <glib/gi18n.h>

struct _BpHealthChart
{
  GtkWidget parent_instance;

  /* owned */
  BpHistory *history; /* nullable */

  gulong changed_handler;
  gsize n_epochs_shown;

  /* template children */
  GtkWidget *box;
  GtkDropDown *figure_choice; /* its items are those of BpHealthFigure */
  BpChartPanel *panel;
  BpChart *chart;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (BpHealthChart, bp_health_chart, GTK_TYPE_WIDGET)

/* How layers are told apart besides their colours. */
static const BpChartSeriesFlags STYLES[] = {
  BP_CHART_SERIES_LINE,
  BP_CHART_SERIES_DASHED,
  BP_CHART_SERIES_DOTTED,
  BP_CHART_SERIES_DASHED | BP_CHART_SERIES_DOTTED,
};

static BpHealthFigure
get_figure (BpHealthChart *self)
{
  return (BpHealthFigure) gtk_drop_down_get_selected (self->figure_choice);
}

static void
add_series (BpHealthChart *self, guint n_layers, guint n_values)
{
  BpChartModel *model = bp_chart_get_model (self->chart);

  for (guint l = model->series->len; l < n_values; l++)
    {
      g_autofree char *name = bp_health_name_layer (l, n_layers);
      g_autoptr (BpChartSeries) series =
          bp_chart_series_new (name, STYLES[l % G_N_ELEMENTS (STYLES)] | BP_CHART_SERIES_POINTS);

      bp_chart_model_add_series (model, series);
    }
}

/* Shares are shown in percent. */
static void
append_epoch (BpHealthChart *self, const BpEpoch *epoch)
{
  BpHealthFigure figure = get_figure (self);
  const BpLayerFigures *figures = bp_health_get_figures (&epoch->health, figure);
  double factor = figure == BP_HEALTH_DEAD_UNITS ? 100.0 : 1.0;

  add_series (self, epoch->health.gradient_norms.n_values, figures->n_values);
  for (guint l = 0; l < figures->n_values; l++)
    bp_chart_series_append_at (bp_chart_model_get_series (bp_chart_get_model (self->chart), l),
                               epoch->epoch, (float) (factor * figures->values[l]));
}

static void
update_texts (BpHealthChart *self)
{
  const BpHistoryEpoch *epochs =
      self->history != NULL ? bp_history_get_epochs (self->history, NULL) : NULL;
  const BpEpoch *newest;
  g_autofree char *note = NULL;
  g_autofree char *summary = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->note), self->n_epochs_shown > 0);
  if (self->n_epochs_shown == 0)
    {
      bp_chart_set_summary (self->chart, NULL);
      return;
    }
  newest = &epochs[self->n_epochs_shown - 1].values;
  note = bp_health_describe (&newest->health, get_figure (self));
  gtk_label_set_text (self->note, note);
  summary = bp_chart_model_describe_at (bp_chart_get_model (self->chart), newest->epoch);
  bp_chart_set_summary (self->chart, summary);
}

/* A chart that is not on the screen catches up when it comes to the screen. */
static void
follow_history (BpHealthChart *self)
{
  gsize n_epochs = 0;
  const BpHistoryEpoch *epochs;

  if (self->history == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  epochs = bp_history_get_epochs (self->history, &n_epochs);
  if (n_epochs == self->n_epochs_shown)
    return;
  for (; self->n_epochs_shown < n_epochs; self->n_epochs_shown++)
    append_epoch (self, &epochs[self->n_epochs_shown].values);
  bp_chart_update (self->chart);
  update_texts (self);
}

static void
clear (BpHealthChart *self)
{
  self->n_epochs_shown = 0;
  bp_chart_model_remove_all_series (bp_chart_get_model (self->chart));
  bp_chart_relayout (self->chart);
  update_texts (self);
}

/* A share can be 0, which a logarithmic axis does not have. */
static void
on_figure_changed (BpHealthChart *self)
{
  clear (self);
  bp_chart_set_y_kind (self->chart, get_figure (self) == BP_HEALTH_DEAD_UNITS ? BP_CHART_Y_FROM_ZERO
                                                                              : BP_CHART_Y_LOG);
  follow_history (self);
}

static void
bp_health_chart_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_health_chart_parent_class)->map (widget);

  follow_history (BP_HEALTH_CHART (widget));
}

static void
bp_health_chart_dispose (GObject *object)
{
  BpHealthChart *self = BP_HEALTH_CHART (object);

  if (self->history != NULL)
    g_clear_signal_handler (&self->changed_handler, self->history);
  g_clear_object (&self->history);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_health_chart_parent_class)->dispose (object);
}

static void
bp_health_chart_class_init (BpHealthChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_health_chart_dispose;
  widget_class->map = bp_health_chart_map;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/health-chart.ui");
  gtk_widget_class_bind_template_child (widget_class, BpHealthChart, box);
  gtk_widget_class_bind_template_child (widget_class, BpHealthChart, figure_choice);
  gtk_widget_class_bind_template_child (widget_class, BpHealthChart, panel);
  gtk_widget_class_bind_template_child (widget_class, BpHealthChart, chart);
  gtk_widget_class_bind_template_child (widget_class, BpHealthChart, note);
  gtk_widget_class_bind_template_callback (widget_class, on_figure_changed);
}

static void
bp_health_chart_init (BpHealthChart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_chart_set_x_axis (self->chart, _ ("Epoch"), BP_CHART_SCALE_LINEAR);
  bp_chart_set_y_kind (self->chart, BP_CHART_Y_LOG);
}

/**
 * bp_health_chart_set_history:
 * @self: the chart
 * @history: (nullable): the history to show and to follow as it grows
 */
void
bp_health_chart_set_history (BpHealthChart *self, BpHistory *history)
{
  if (self->history != NULL)
    g_clear_signal_handler (&self->changed_handler, self->history);
  clear (self);
  g_set_object (&self->history, history);
  if (history == NULL)
    return;
  self->changed_handler =
      g_signal_connect_swapped (history, "changed", G_CALLBACK (follow_history), self);
  follow_history (self);
}

/**
 * bp_health_chart_get_panel:
 * @self: the chart
 *
 * Returns: (transfer none): its chart with the table of its numbers
 */
BpChartPanel *
bp_health_chart_get_panel (BpHealthChart *self)
{
  return self->panel;
}
