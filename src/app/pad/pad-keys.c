/* SPDX-License-Identifier: MIT */

/* Drawing with the keyboard: the arrows move a cursor, Space or D puts the pen down and lifts it.
 * With Shift the steps are longer, and Escape lifts the pen. Programs that help people at the
 * screen, which see the actions of a widget, do the same by actions. */
#include "pad-keys.h"

/* A step of the cursor, as a share of the pad's side. */
#define STEP      0.04F
#define LONG_STEP 0.12F

/* The actions that move the cursor, by steps. */
static const struct
{
  const char *name;
  float x;
  float y;
} MOVES[] = {
  { "pad.move-left", -STEP, 0.0F },
  { "pad.move-right", STEP, 0.0F },
  { "pad.move-up", 0.0F, -STEP },
  { "pad.move-down", 0.0F, STEP },
};

static void
move_by_action (GtkWidget *widget, const char *name, GVariant *parameter G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS (MOVES); i++)
    if (g_str_equal (name, MOVES[i].name))
      bp_pad_move_cursor (BP_PAD (widget), MOVES[i].x, MOVES[i].y);
}

static void
toggle_pen (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  bp_pad_toggle_cursor_pen (BP_PAD (widget));
}

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

/**
 * bp_pad_keys_install_actions:
 * @widget_class: of the pad
 *
 * Adds the actions "pad.toggle-pen", "pad.move-left", "pad.move-right", "pad.move-up" and
 * "pad.move-down", which draw as the keys do.
 */
void
bp_pad_keys_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "pad.toggle-pen", NULL, toggle_pen);
  for (guint i = 0; i < G_N_ELEMENTS (MOVES); i++)
    gtk_widget_class_install_action (widget_class, MOVES[i].name, NULL, move_by_action);
}
