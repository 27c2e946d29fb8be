/* SPDX-License-Identifier: MIT */
#include "rate-window.h"

#include "chart.h"
#include "child-window.h"
#include "rate-search.h"
#include "training-settings.h"
#include "widget-call.h"

#include <glib/gi18n.h>

struct _BpRateWindow
{
  AdwWindow parent_instance;

  /* owned */
  GSettings *settings;
  GCancellable *cancellable; /* nullable: of the search in progress */
  BpChartSeries *losses;
  BpChartSeries *smoothed;

  float learning_rate; /* the suggestion, or 0 */

  /* template children */
  BpChart *chart;
  GtkLabel *caption;
  GtkProgressBar *progress_bar;
  GtkButton *cancel_button;
  GtkButton *again_button;
  GtkButton *apply_button;
};

enum
{
  SIGNAL_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRateWindow, bp_rate_window, ADW_TYPE_WINDOW)

static void
show_is_searching (BpRateWindow *self, gboolean is_searching)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), is_searching);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), is_searching);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), !is_searching);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button), self->learning_rate > 0.0F);
}

static void
clear_curve (BpRateWindow *self)
{
  self->learning_rate = 0.0F;
  bp_chart_series_clear (self->losses);
  bp_chart_series_clear (self->smoothed);
  bp_chart_model_clear_marks (bp_chart_get_model (self->chart));
  bp_chart_reset_view (self->chart);
  bp_chart_set_summary (self->chart, NULL);
  bp_chart_update (self->chart);
}

/* Shows the losses, and marks the suggestion. */
static void
show_curve (BpRateWindow *self, const BpRateCurve *curve)
{
  g_autofree char *rate = g_strdup_printf ("%.2g", (double) self->learning_rate);
  /* Translators: %s is a learning rate */
  g_autofree char *name = g_strdup_printf (_ ("Suggestion: %s"), rate);

  for (guint i = 0; i < curve->points->len; i++)
    {
      const BpRatePoint *point = &g_array_index (curve->points, BpRatePoint, i);

      bp_chart_series_append_at (self->losses, point->learning_rate, (float) point->loss);
      bp_chart_series_append_at (self->smoothed, point->learning_rate, (float) point->smoothed);
    }
  bp_chart_model_add_mark (bp_chart_get_model (self->chart), (double) self->learning_rate,
                           BP_CHART_MARK_STAR, name);
  bp_chart_set_summary (self->chart, name);
  bp_chart_update (self->chart);
}

static void
show_suggestion (BpRateWindow *self)
{
  g_autofree char *rate = g_strdup_printf ("%.2g", (double) self->learning_rate);
  g_autofree char *text =
      g_strdup_printf (_ ("Suggestion: %s. Below it, the loss falls more slowly; far above it, the "
                          "loss rises. At this rate, 85 %% of the fall are over."),
                       rate);

  gtk_label_set_text (self->caption, text);
}

static void
on_progress (double fraction, gpointer user_data)
{
  const BpWidgetCall *call = user_data;
  BpRateWindow *self = call->widget;

  if (call->cancellable == self->cancellable)
    gtk_progress_bar_set_fraction (self->progress_bar, MAX (fraction, 0.0));
}

static void
on_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpWidgetCall) call = user_data;
  BpRateWindow *self = call->widget;
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (GError) error = NULL;
  float learning_rate = 0.0F;
  gboolean is_found = bp_rate_search_finish (result, &curve, &learning_rate, &error);

  /* Closed, or replaced by a later search. */
  if (!bp_widget_call_end (call, &self->cancellable))
    return;

  if (is_found)
    {
      self->learning_rate = learning_rate;
      show_curve (self, &curve);
      show_suggestion (self);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_text (self->caption, _ ("The search was cancelled."));
  else
    gtk_label_set_text (self->caption, error->message);
  show_is_searching (self, FALSE);
}

static void
start (BpRateWindow *self, const BpTrainingConfig *config, BpDataset *dataset, BpNetwork *initial)
{
  BpWidgetCall *call = bp_widget_call_begin (self, &self->cancellable);

  gtk_progress_bar_set_fraction (self->progress_bar, 0.0);
  gtk_label_set_text (self->caption,
                      initial != NULL
                          ? _ ("Training a copy of the network as it is now, while the learning "
                               "rate rises from 0.00001 to 10…")
                          : _ ("Training a network with fresh weights, while the learning rate "
                               "rises from 0.00001 to 10…"));
  show_is_searching (self, TRUE);
  bp_rate_search_async (config, dataset, initial, on_progress, call, self->cancellable, on_found,
                        call);
}

static void
on_cancel_clicked (BpRateWindow *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_again_clicked (BpRateWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
}

static void
on_apply_clicked (BpRateWindow *self)
{
  g_autofree char *rate = g_strdup_printf ("%.2g", (double) self->learning_rate);

  bp_training_settings_set_learning_rate (self->settings, (float) g_strtod (rate, NULL));
  gtk_window_close (GTK_WINDOW (self));
}

static void
bp_rate_window_unmap (GtkWidget *widget)
{
  bp_widget_call_forget (&BP_RATE_WINDOW (widget)->cancellable);

  GTK_WIDGET_CLASS (bp_rate_window_parent_class)->unmap (widget);
}

static void
bp_rate_window_dispose (GObject *object)
{
  BpRateWindow *self = BP_RATE_WINDOW (object);

  bp_widget_call_forget (&self->cancellable);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bp_rate_window_parent_class)->dispose (object);
}

static void
bp_rate_window_finalize (GObject *object)
{
  BpRateWindow *self = BP_RATE_WINDOW (object);

  bp_chart_series_unref (self->losses);
  bp_chart_series_unref (self->smoothed);

  G_OBJECT_CLASS (bp_rate_window_parent_class)->finalize (object);
}

static void
bp_rate_window_class_init (BpRateWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_rate_window_dispose;
  object_class->finalize = bp_rate_window_finalize;
  widget_class->unmap = bp_rate_window_unmap;

  /**
   * BpRateWindow::again:
   *
   * The user asks for another search: see bp_rate_window_search().
   */
  signals[SIGNAL_AGAIN] = g_signal_new ("again", BP_TYPE_RATE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/rate-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRateWindow, chart);
  gtk_widget_class_bind_template_child (widget_class, BpRateWindow, caption);
  gtk_widget_class_bind_template_child (widget_class, BpRateWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, BpRateWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BpRateWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, BpRateWindow, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
}

static void
bp_rate_window_init (BpRateWindow *self)
{
  BpChartModel *model;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->losses = bp_chart_series_new (_ ("Loss of each step"), BP_CHART_SERIES_DASHED);
  self->smoothed = bp_chart_series_new (_ ("Smoothed"), BP_CHART_SERIES_LINE);
  model = bp_chart_get_model (self->chart);
  bp_chart_model_add_series (model, self->losses);
  bp_chart_model_add_series (model, self->smoothed);
  bp_chart_set_x_axis (self->chart, _ ("Learning rate"), BP_CHART_SCALE_LOG);
}

/**
 * bp_rate_window_new:
 * @parent: its parent window, with which it is closed
 * @settings: the settings of runs
 *
 * Returns: (transfer none): a window, not shown yet, for bp_rate_window_search(); GTK owns it
 */
BpRateWindow *
bp_rate_window_new (GtkWindow *parent, GSettings *settings)
{
  BpRateWindow *self = g_object_new (BP_TYPE_RATE_WINDOW, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  self->settings = g_object_ref (settings);
  return self;
}

/**
 * bp_rate_window_search:
 * @self: the window
 * @dataset: the loaded data set
 * @initial: (nullable): an immutable network that the rate is for; %NULL means fresh weights
 *
 * Searches with the present settings. A search in progress is cancelled.
 */
void
bp_rate_window_search (BpRateWindow *self, BpDataset *dataset, BpNetwork *initial)
{
  g_autoptr (BpDataset) limited = NULL;
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;

  bp_widget_call_forget (&self->cancellable);
  clear_curve (self);
  if (bp_training_settings_read (self->settings, &config, &error))
    limited = bp_training_settings_limit (self->settings, dataset, &error);
  if (limited != NULL)
    start (self, &config, limited, initial);
  else
    {
      gtk_label_set_text (self->caption, error->message);
      show_is_searching (self, FALSE);
    }
}
