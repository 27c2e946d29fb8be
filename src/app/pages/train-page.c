/* SPDX-License-Identifier: MIT */
#include "train-page.h"

#include "run-charts.h"
#include "run-text.h"

#include <math.h>

struct _BpTrainPage
{
  BpPage parent_instance;

  /* owned */
  GSignalGroup *run_signals;
  char *idle_text;

  /* template children */
  BpRunCharts *charts;
  GtkRevealer *loading;
  GtkLabel *loading_label;
  GtkProgressBar *loading_bar;
  GtkLabel *status;
  GtkProgressBar *progress_bar;
};

G_DEFINE_FINAL_TYPE (BpTrainPage, bp_train_page, BP_TYPE_PAGE)

/* Moves the progress bar only by whole pixels, since every change starts a new layout of the
 * window. */
static void
move_progress_bar (BpTrainPage *self, double fraction)
{
  double distance = fabs (fraction - gtk_progress_bar_get_fraction (self->progress_bar));
  gboolean is_seen = distance * gtk_widget_get_width (GTK_WIDGET (self->progress_bar)) >= 1.0;

  if (is_seen || fraction == 0.0 || fraction == 1.0)
    gtk_progress_bar_set_fraction (self->progress_bar, fraction);
}

/* Shows the run's figures. A label ignores a text that it has already. */
static void
update (BpTrainPage *self, BpTrainingRun *run)
{
  const BpTrainingFigures *figures = bp_training_run_get_figures (run);
  g_autofree char *text = bp_run_text_describe (figures);

  gtk_label_set_text (self->status, *text != '\0' ? text : self->idle_text);
  move_progress_bar (self, figures->fraction);
  bp_run_charts_set_n_epochs (self->charts,
                              bp_training_run_is_active (run) ? figures->n_epochs : 0);
}

static void
bp_train_page_dispose (GObject *object)
{
  BpTrainPage *self = BP_TRAIN_PAGE (object);

  g_clear_object (&self->run_signals);
  g_clear_pointer (&self->idle_text, g_free);

  G_OBJECT_CLASS (bp_train_page_parent_class)->dispose (object);
}

static void
bp_train_page_class_init (BpTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_train_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, charts);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, loading);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, loading_bar);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, status);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, progress_bar);
}

static void
bp_train_page_init (BpTrainPage *self)
{
  self->run_signals = g_signal_group_new (BP_TYPE_TRAINING_RUN);
  g_signal_group_connect_object (self->run_signals, "changed", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_train_page_set_run:
 * @self: the page
 * @run: the run to show, in any state
 * @idle_text: the line's text until @run is started
 */
void
bp_train_page_set_run (BpTrainPage *self, BpTrainingRun *run, const char *idle_text)
{
  g_free (self->idle_text);
  self->idle_text = g_strdup (idle_text);
  g_signal_group_set_target (self->run_signals, run);
  bp_run_charts_set_history (self->charts, bp_training_run_get_history (run));
  update (self, run);
}

/**
 * bp_train_page_begin_loading:
 * @self: the page
 * @text: a short name of the data that are loaded
 */
void
bp_train_page_begin_loading (BpTrainPage *self, const char *text)
{
  gtk_label_set_text (self->loading_label, text);
  gtk_progress_bar_set_fraction (self->loading_bar, 0.0);
  gtk_revealer_set_reveal_child (self->loading, TRUE);
}

/**
 * bp_train_page_set_loading_fraction:
 * @self: the page
 * @fraction: the share that is loaded, from 0 to 1, or -1 while unknown
 */
void
bp_train_page_set_loading_fraction (BpTrainPage *self, double fraction)
{
  if (fraction < 0)
    gtk_progress_bar_pulse (self->loading_bar);
  else
    gtk_progress_bar_set_fraction (self->loading_bar, fraction);
}

/**
 * bp_train_page_end_loading:
 * @self: the page
 */
void
bp_train_page_end_loading (BpTrainPage *self)
{
  gtk_revealer_set_reveal_child (self->loading, FALSE);
}
