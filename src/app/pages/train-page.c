/* SPDX-License-Identifier: MIT */
#include "train-page.h"

#include "epoch-slider.h"
#include "run-text.h"

#include <glib/gi18n.h>
#include <math.h>

/* The slowest slow motion is a batch a second; the least that a slider can say beside full speed is
 * a thousand. */
#define SLOWEST_SECONDS 1.0
#define FASTEST_SECONDS 0.001

struct _BpTrainPage
{
  BpPage parent_instance;

  /* owned */
  GSignalGroup *run_signals;
  char *idle_text;
  BpNetwork *network; /* nullable: in the window */

  /* template children */
  BpRunCharts *charts;
  BpEpochSlider *epoch_slider;
  GtkRevealer *loading;
  GtkLabel *loading_label;
  GtkProgressBar *loading_bar;
  GtkLabel *status;
  GtkProgressBar *progress_bar;
  GtkButton *continue_button;
  GtkButton *restore_button;
  GtkAdjustment *slow_motion; /* from 0, full speed, to 1 */
  GtkLabel *speed;
};

enum
{
  SIGNAL_STEP_TIME_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
  BpTrainingFigures figures = *bp_training_run_get_figures (run);
  g_autofree char *text = NULL;

  /* The run tests its newest network only. */
  if (self->network != bp_training_run_get_network (run))
    figures.test_metrics = NULL;
  text = bp_run_text_describe (&figures);
  gtk_label_set_text (self->status, *text != '\0' ? text : self->idle_text);
  move_progress_bar (self, figures.fraction);
  bp_run_charts_set_n_epochs (self->charts, bp_training_run_is_active (run) ? figures.n_epochs : 0);
}

/* Speeds differ by factors. */
static double
get_step_time (BpTrainPage *self)
{
  double slowness = gtk_adjustment_get_value (self->slow_motion);

  return slowness > 0.0 ? FASTEST_SECONDS * pow (SLOWEST_SECONDS / FASTEST_SECONDS, slowness) : 0.0;
}

static void
on_slow_motion_changed (BpTrainPage *self)
{
  double seconds = get_step_time (self);
  guint n_batches = seconds > 0.0 ? (guint) round (1.0 / seconds) : 0;
  g_autofree char *text =
      n_batches > 0
          ? g_strdup_printf (ngettext ("%u batch/s", "%u batches/s", n_batches), n_batches)
          : g_strdup (_ ("Full speed"));

  gtk_label_set_text (self->speed, text);
  g_signal_emit (self, signals[SIGNAL_STEP_TIME_CHANGED], 0, seconds);
}

static void
bp_train_page_dispose (GObject *object)
{
  BpTrainPage *self = BP_TRAIN_PAGE (object);

  g_clear_object (&self->run_signals);
  g_clear_pointer (&self->idle_text, g_free);
  g_clear_pointer (&self->network, bp_network_unref);

  G_OBJECT_CLASS (bp_train_page_parent_class)->dispose (object);
}

static void
bp_train_page_class_init (BpTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_train_page_dispose;

  /**
   * BpTrainPage::step-time-changed:
   * @seconds: how long a step takes at least; 0 is full speed
   *
   * A person has moved the slider of slow motion.
   */
  signals[SIGNAL_STEP_TIME_CHANGED] =
      g_signal_new ("step-time-changed", BP_TYPE_TRAIN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_DOUBLE);

  g_type_ensure (BP_TYPE_EPOCH_SLIDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, charts);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, epoch_slider);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, loading);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, loading_bar);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, status);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, restore_button);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, slow_motion);
  gtk_widget_class_bind_template_child (widget_class, BpTrainPage, speed);
  gtk_widget_class_bind_template_callback (widget_class, on_slow_motion_changed);
}

/* Lets a label of several words wrap, so that it does not widen a narrow window. */
static void
wrap_label (GtkButton *button)
{
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (button));

  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
  gtk_label_set_wrap (label, TRUE);
}

static void
bp_train_page_init (BpTrainPage *self)
{
  self->run_signals = g_signal_group_new (BP_TYPE_TRAINING_RUN);
  g_signal_group_connect_object (self->run_signals, "changed", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_label (self->restore_button);
  on_slow_motion_changed (self);
}

/**
 * bp_train_page_get_charts:
 * @self: the page
 *
 * Returns: (transfer none): its charts
 */
BpRunCharts *
bp_train_page_get_charts (BpTrainPage *self)
{
  return self->charts;
}

/**
 * bp_train_page_set_run:
 * @self: the page
 * @run: the run to show, in any state
 * @network: (nullable): the network in the window, which may be that of an earlier epoch
 * @idle_text: the line's text until @run is started
 */
void
bp_train_page_set_run (BpTrainPage *self,
                       BpTrainingRun *run,
                       BpNetwork *network,
                       const char *idle_text)
{
  if (network != NULL)
    bp_network_ref (network);
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network;
  g_free (self->idle_text);
  self->idle_text = g_strdup (idle_text);
  g_signal_group_set_target (self->run_signals, run);
  bp_run_charts_set_history (self->charts, bp_training_run_get_history (run));
  update (self, run);
}

static void
mark_looked_at (BpTrainPage *self, BpTimeTravel *time_travel)
{
  if (bp_time_travel_get_history (time_travel) == bp_run_charts_get_history (self->charts))
    bp_run_charts_set_looked_at (self->charts, bp_time_travel_get_wanted (time_travel));
}

/**
 * bp_train_page_set_time_travel:
 * @self: the page
 * @time_travel: what its slider moves, and its charts mark
 */
void
bp_train_page_set_time_travel (BpTrainPage *self, BpTimeTravel *time_travel)
{
  bp_epoch_slider_set_time_travel (self->epoch_slider, time_travel);
  g_signal_connect_object (time_travel, "changed", G_CALLBACK (mark_looked_at), self,
                           G_CONNECT_SWAPPED);
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

/**
 * bp_train_page_set_n_epochs:
 * @self: the page
 * @n_epochs: the length of a run, which the button that continues one names
 */
void
bp_train_page_set_n_epochs (BpTrainPage *self, int n_epochs)
{
  g_autofree char *label = g_strdup_printf (ngettext ("Continue for %d More Epoch",
                                                      "Continue for %d More Epochs", n_epochs),
                                            n_epochs);

  gtk_button_set_label (self->continue_button, label);
  wrap_label (self->continue_button);
}
