/* SPDX-License-Identifier: MIT */

/* Drawing with the keyboard: the arrows move a cursor, Space or D puts the pen down and lifts it.
 * With Shift the steps are longer, and Escape lifts the pen. */
#include "pad-keys.h"

/* A step of the cursor, as a share of the pad's side. */
#define STEP      0.04F
#define LONG_STEP 0.12F

/* A key's step, in steps; both 0 for any other key. */
static void
find_direction (guint key, float *x, float *y)
{
  *x = key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1.0F
       : key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1.0F
                                                       : 0.0F;
  *y = key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1.0F
       : key == GDK_KEY_Up || key == GDK_KEY_KP_Up   ? -1.0F
                                                     : 0.0F;
}

static gboolean
move (BpPad *pad, guint key, gboolean is_long)
{
  float step = is_long ? LONG_STEP : STEP;
  float x;
  float y;

  find_direction (key, &x, &y);
  if (x == 0.0F && y == 0.0F)
    return FALSE;
  bp_pad_move_cursor (pad, x * step, y * step);
  return TRUE;
}

static gboolean
on_key_pressed (BpPad *pad,
                guint key,
                guint code G_GNUC_UNUSED,
                GdkModifierType state,
                GtkEventController *controller G_GNUC_UNUSED)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
    case GDK_KEY_d:
    case GDK_KEY_D:
      bp_pad_toggle_cursor_pen (pad);
      return GDK_EVENT_STOP;

    case GDK_KEY_Escape:
      return bp_pad_lift_cursor_pen (pad) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;

    default:
      return move (pad, key, (state & GDK_SHIFT_MASK) != 0) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    }
}

/**
 * bp_pad_keys_attach:
 * @pad: a pad
 *
 * Adds drawing with the keyboard, while the pad has the focus.
 */
void
bp_pad_keys_attach (BpPad *pad)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), pad);
  gtk_widget_add_controller (GTK_WIDGET (pad), keys);
}
