/* SPDX-License-Identifier: MIT */
/* Measures the window's frames and how soon a network is good, where timings.h is asked to. */
#include "timings.h"
#include "window-private.h"

static gboolean
is_running (BpWindow *self)
{
  return bp_training_run_get_figures (self->document->run)->state == BP_TRAINING_STATE_RUNNING;
}

/* The frame clock, from the frame's layout to the end of its drawing. */
static void
on_layout (BpWindow *self)
{
  self->frame_begin = g_get_monotonic_time ();
}

static void
on_after_paint (BpWindow *self, GdkFrameClock *clock)
{
  gint64 frame_time = gdk_frame_clock_get_frame_time (clock);

  bp_timings_add_first_frame ();
  if (self->frame_begin > 0 && is_running (self))
    {
      bp_timings_add (BP_TIMING_FRAME_WORK, g_get_monotonic_time () - self->frame_begin);
      if (self->last_frame_time > 0)
        bp_timings_add (BP_TIMING_FRAME_INTERVAL, frame_time - self->last_frame_time);
    }
  self->last_frame_time = is_running (self) ? frame_time : 0;
  self->frame_begin = 0;
}

static void
on_realize (BpWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  g_signal_connect_object (clock, "layout", G_CALLBACK (on_layout), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_after_paint), self,
                           G_CONNECT_SWAPPED);
}

static void
on_run_changed (BpWindow *self, BpTrainingRun *run)
{
  bp_timings_set_is_training (is_running (self));
  if (self->train_begin == 0 ||
      bp_training_run_get_figures (run)->best_held_out_accuracy < BP_TIMINGS_GOOD_ACCURACY)
    return;
  bp_timings_add (BP_TIMING_GOOD_NETWORK, g_get_monotonic_time () - self->train_begin);
  self->train_begin = 0;
}

/**
 * bp_window_begin_timings:
 * @self: the window, set up but not yet on the screen
 */
void
bp_window_begin_timings (BpWindow *self)
{
  if (!bp_timings_is_on ())
    return;
  g_signal_connect (self, "realize", G_CALLBACK (on_realize), NULL);
  g_signal_group_connect_object (self->run_signals, "changed", G_CALLBACK (on_run_changed), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bp_window_time_training:
 * @self: the window
 *
 * Somebody has just clicked on Train.
 */
void
bp_window_time_training (BpWindow *self)
{
  if (bp_timings_is_on ())
    self->train_begin = g_get_monotonic_time ();
}
