/* SPDX-License-Identifier: MIT */

/* Input from a mouse, a finger or a stylus: one gesture for all three, since the events tell the
 * device. */
#include "pad-input.h"

#include "pen-event.h"
#include "stroke-drawing.h"
#include "timings.h"

/**
 * bp_pad_input_begin:
 * @pad: the pad
 * @tool: (nullable): the end of a stylus that touches it
 * @x: in the pad's coordinates
 * @y: likewise
 * @pressure: from 0 to 1
 *
 * Begins a stroke, or erases strokes where @tool is an eraser.
 */
void
bp_pad_input_begin (BpPad *pad, GdkDeviceTool *tool, double x, double y, double pressure)
{
  bp_pad_begin (pad, bp_pen_tool_is_eraser (tool) ? BP_PAD_TOOL_ERASER : BP_PAD_TOOL_PEN, x, y,
                pressure);
}

static void
on_drag_begin (BpPad *pad, double x, double y, GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (pad));
  if (event != NULL)
    bp_pad_input_begin (pad, gdk_event_get_device_tool (event), x, y,
                        bp_pen_event_get_pressure (event));
}

static void
on_drag_update (BpPad *pad, double offset_x, double offset_y, GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  gint64 begin = bp_timings_get_time ();
  g_autoptr (GArray) points = NULL;

  if (event == NULL)
    return;
  points = bp_pen_event_get_points (event, GTK_WIDGET (pad));
  bp_pad_follow (pad, (const BpPenPoint *) (gpointer) points->data, points->len);
  bp_timings_add_answer (begin, gdk_event_get_time (event));
}

/**
 * bp_pad_input_attach:
 * @pad: a pad without input
 *
 * Adds drawing to the pad: with the first button, a finger, or either end of a stylus.
 */
void
bp_pad_input_attach (BpPad *pad)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_exclusive (GTK_GESTURE_SINGLE (drag), TRUE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), pad);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), pad);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (bp_pad_end), pad);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (bp_pad_end), pad);
  gtk_widget_add_controller (GTK_WIDGET (pad), GTK_EVENT_CONTROLLER (drag));
}
