/* SPDX-License-Identifier: MIT */
#include "window-private.h"

#include <glib/gi18n.h>

/*
 * There is one toast at a time, and a newer word takes the place of the one that is on the screen.
 * libadwaita 1.2 ends the program where a toast is dismissed while it is still coming in, or where
 * one of high priority pushes another back; so it is changed in place, and goes when the newest
 * word has been there for long enough.
 */

#define SECONDS_SHOWN 6

static gboolean
on_timeout (gpointer user_data)
{
  BpWindow *self = user_data;

  self->toast_timeout = 0;
  adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

/**
 * bp_window_end_toast:
 * @self: the window
 *
 * Forgets the toast: it has gone, or the window goes.
 */
void
bp_window_end_toast (BpWindow *self)
{
  g_clear_handle_id (&self->toast_timeout, g_source_remove);
  self->toast = NULL;
}

static void
show (BpWindow *self, const char *text, const char *button_label, const char *action_name)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = self->toast;

  if (toast == NULL)
    {
      toast = adw_toast_new (markup);
      adw_toast_set_timeout (toast, 0);
      g_signal_connect_object (toast, "dismissed", G_CALLBACK (bp_window_end_toast), self,
                               G_CONNECT_SWAPPED);
    }
  adw_toast_set_title (toast, markup);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_action_name (toast, action_name);
  if (self->toast == NULL)
    {
      self->toast = toast;
      adw_toast_overlay_add_toast (self->toast_overlay, toast);
    }

  g_clear_handle_id (&self->toast_timeout, g_source_remove);
  self->toast_timeout = g_timeout_add_seconds (SECONDS_SHOWN, on_timeout, self);
}

/**
 * bp_window_toast:
 * @self: the window
 * @text: a few words on what was done
 */
void
bp_window_toast (BpWindow *self, const char *text)
{
  show (self, text, NULL, NULL);
}

/**
 * bp_window_offer_undo:
 * @self: a window that has set a document aside
 * @text: a few words on what was done
 *
 * Says what was done, with a button that brings the document from before back.
 */
void
bp_window_offer_undo (BpWindow *self, const char *text)
{
  show (self, text, _ ("_Undo"), "win.restore-previous");
}
