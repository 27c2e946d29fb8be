/* SPDX-License-Identifier: MIT */
#include "frame-timings.h"

#include "timings.h"

struct _BpFrameTimings
{
  GObject parent_instance;

  /* owned */
  GSignalGroup *run_signals; /* of the run that is shown */

  /* In microseconds. */
  gint64 frame_begin;     /* of the frame in progress, by bp_timings_get_time(), or 0 */
  gint64 last_frame_time; /* of the frame before, or 0 where that one was not measured */
  gint64 train_begin;     /* of the run for BP_TIMING_GOOD_NETWORK, or 0 */
};

G_DEFINE_FINAL_TYPE (BpFrameTimings, bp_frame_timings, G_TYPE_OBJECT)

static gboolean
is_running (BpFrameTimings *self)
{
  g_autoptr (BpTrainingRun) run = g_signal_group_dup_target (self->run_signals);

  return run != NULL && bp_training_run_get_figures (run)->state == BP_TRAINING_STATE_RUNNING;
}

/* Measures a frame by its clock, from its layout to the end of its drawing. */
static void
on_layout (BpFrameTimings *self)
{
  self->frame_begin = bp_timings_get_time ();
}

static void
on_after_paint (BpFrameTimings *self, GdkFrameClock *clock)
{
  gint64 frame_time = gdk_frame_clock_get_frame_time (clock);
  gboolean is_measured = is_running (self);

  bp_timings_add_frame ();
  if (self->frame_begin > 0 && is_measured)
    {
      bp_timings_add (BP_TIMING_FRAME_WORK, bp_timings_get_time () - self->frame_begin);
      if (self->last_frame_time > 0)
        bp_timings_add (BP_TIMING_FRAME_INTERVAL, frame_time - self->last_frame_time);
    }
  self->last_frame_time = is_measured ? frame_time : 0;
  self->frame_begin = 0;
}

/* Asks for every frame, so that the time between two frames is never one in which nothing moved. */
static gboolean
want_next_frame (GtkWidget *window G_GNUC_UNUSED,
                 GdkFrameClock *clock G_GNUC_UNUSED,
                 gpointer data G_GNUC_UNUSED)
{
  return G_SOURCE_CONTINUE;
}

static void
on_realize (BpFrameTimings *self, GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  gtk_widget_add_tick_callback (window, want_next_frame, NULL, NULL);
  g_signal_connect_object (clock, "layout", G_CALLBACK (on_layout), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_after_paint), self,
                           G_CONNECT_SWAPPED);
}

static void
on_run_changed (BpFrameTimings *self, BpTrainingRun *run)
{
  double accuracy = bp_training_run_get_figures (run)->best_held_out_accuracy;

  bp_timings_set_is_training (is_running (self));
  if (self->train_begin == 0 || accuracy < BP_TIMINGS_GOOD_ACCURACY)
    return;
  bp_timings_add (BP_TIMING_GOOD_NETWORK, g_get_monotonic_time () - self->train_begin);
  self->train_begin = 0;
}

static void
bp_frame_timings_dispose (GObject *object)
{
  BpFrameTimings *self = BP_FRAME_TIMINGS (object);

  g_clear_object (&self->run_signals);

  G_OBJECT_CLASS (bp_frame_timings_parent_class)->dispose (object);
}

static void
bp_frame_timings_class_init (BpFrameTimingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_frame_timings_dispose;
}

static void
bp_frame_timings_init (BpFrameTimings *self)
{
  self->run_signals = g_signal_group_new (BP_TYPE_TRAINING_RUN);
  g_signal_group_connect_object (self->run_signals, "changed", G_CALLBACK (on_run_changed), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bp_frame_timings_new:
 * @window: a window that is not shown yet
 *
 * Returns: (transfer full): measurements of its frames from now on
 */
BpFrameTimings *
bp_frame_timings_new (GtkWidget *window)
{
  BpFrameTimings *self = g_object_new (BP_TYPE_FRAME_TIMINGS, NULL);

  g_signal_connect_object (window, "realize", G_CALLBACK (on_realize), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * bp_frame_timings_set_run:
 * @self: the measurements
 * @run: the run that the window shows
 */
void
bp_frame_timings_set_run (BpFrameTimings *self, BpTrainingRun *run)
{
  g_signal_group_set_target (self->run_signals, run);
}

/**
 * bp_frame_timings_begin_training:
 * @self: the measurements
 *
 * Begins BP_TIMING_GOOD_NETWORK, at a click on Train.
 */
void
bp_frame_timings_begin_training (BpFrameTimings *self)
{
  self->train_begin = g_get_monotonic_time ();
}
