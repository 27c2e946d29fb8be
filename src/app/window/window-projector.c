/* SPDX-License-Identifier: MIT */
/* The projector mode: the window fills the screen, and its text and lines are larger, for readers
 * at the back of a class. It ends with the full screen, whoever ends that. */
#include "window-projector.h"

#define ACTION "projector"

/* How much larger text is, and with it what is measured by the text: side panes, charts, lines. */
#define ENLARGEMENT 1.5

/* The resolution of fonts that GTK takes where the desktop names none, in 1024ths of dots per inch.
 */
#define USUAL_RESOLUTION (96 * 1024)

/* The resolution of fonts before the projector mode. */
#define RESOLUTION_BEFORE "backprop-resolution-before"

static void
enlarge_text (BpWindow *self, gboolean is_on)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int before = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), RESOLUTION_BEFORE));
  int resolution;

  if (is_on == (before != 0))
    return;

  if (!is_on)
    {
      g_object_set (settings, "gtk-xft-dpi", before, NULL);
      g_object_set_data (G_OBJECT (self), RESOLUTION_BEFORE, NULL);
      return;
    }
  g_object_get (settings, "gtk-xft-dpi", &resolution, NULL);
  if (resolution <= 0)
    resolution = USUAL_RESOLUTION;
  g_object_set_data (G_OBJECT (self), RESOLUTION_BEFORE, GINT_TO_POINTER (resolution));
  g_object_set (settings, "gtk-xft-dpi", (int) (resolution * ENLARGEMENT), NULL);
}

static void
set_is_on (BpWindow *self, gboolean is_on)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), ACTION);

  enlarge_text (self, is_on);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_on));
}

static void
change_state (GSimpleAction *action G_GNUC_UNUSED, GVariant *state, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  gboolean is_on = g_variant_get_boolean (state);

  if (is_on)
    gtk_window_fullscreen (GTK_WINDOW (self));
  else
    gtk_window_unfullscreen (GTK_WINDOW (self));
  set_is_on (self, is_on);
}

/* The desktop has its own ways to leave the full screen. */
static void
on_fullscreened (BpWindow *self)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (self)))
    set_is_on (self, FALSE);
}

static const GActionEntry ACTIONS[] = {
  { .name = ACTION, .state = "false", .change_state = change_state },
};

/**
 * bp_window_projector_attach:
 * @self: the window
 *
 * Adds the action "projector", a switch.
 */
void
bp_window_projector_attach (BpWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreened), NULL);
}
