/* SPDX-License-Identifier: MIT */
#include "toaster.h"

/* libadwaita 1.2 crashes where a toast is dismissed during its animation, or where one of high
 * priority replaces another. So the present toast is changed in place, and is dismissed when its
 * newest text has been shown for this long. */
#define SECONDS_SHOWN 6

/* A toast that is withdrawn stays at least so long, in milliseconds: longer than its animation. */
#define LEAST_SHOWN 1000

struct _BpToaster
{
  GObject parent_instance;

  /* owned */
  AdwToastOverlay *overlay;
  BpAnnouncer *announcer;

  /* borrowed */
  AdwToast *toast; /* nullable: the present one */

  gint64 time_of_toast; /* when it was added, in microseconds of the monotonic clock */
  guint timeout;
};

G_DEFINE_FINAL_TYPE (BpToaster, bp_toaster, G_TYPE_OBJECT)

/* The toast has gone, or the toaster goes. */
static void
forget_toast (BpToaster *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->toast = NULL;
}

static gboolean
on_timeout (gpointer user_data)
{
  BpToaster *self = user_data;

  self->timeout = 0;
  adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

static void
bp_toaster_dispose (GObject *object)
{
  BpToaster *self = BP_TOASTER (object);

  forget_toast (self);
  g_clear_object (&self->overlay);
  g_clear_object (&self->announcer);

  G_OBJECT_CLASS (bp_toaster_parent_class)->dispose (object);
}

static void
bp_toaster_class_init (BpToasterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_toaster_dispose;
}

static void
bp_toaster_init (BpToaster *self)
{
}

/**
 * bp_toaster_new:
 * @overlay: the overlay for toasts
 * @announcer: tells screen readers the messages
 *
 * Returns: (transfer full): a toaster that shows nothing yet
 */
BpToaster *
bp_toaster_new (AdwToastOverlay *overlay, BpAnnouncer *announcer)
{
  BpToaster *self = g_object_new (BP_TYPE_TOASTER, NULL);

  self->overlay = g_object_ref (overlay);
  self->announcer = g_object_ref (announcer);
  return self;
}

/**
 * bp_toaster_show:
 * @self: the toaster
 * @text: a message, such as a finished action
 */
void
bp_toaster_show (BpToaster *self, const char *text)
{
  bp_toaster_offer (self, text, NULL, NULL);
}

/**
 * bp_toaster_offer:
 * @self: the toaster
 * @text: a message, such as a finished action
 * @button_label: (nullable): of a button, with a mnemonic
 * @action_name: (nullable): the action of the button
 */
void
bp_toaster_offer (BpToaster *self,
                  const char *text,
                  const char *button_label,
                  const char *action_name)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = self->toast;

  if (toast == NULL)
    {
      toast = adw_toast_new (markup);
      adw_toast_set_timeout (toast, 0);
      g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget_toast), self,
                               G_CONNECT_SWAPPED);
    }
  adw_toast_set_title (toast, markup);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_action_name (toast, action_name);
  if (self->toast == NULL)
    {
      self->toast = toast;
      self->time_of_toast = g_get_monotonic_time ();
      adw_toast_overlay_add_toast (self->overlay, toast);
    }
  bp_announcer_say (self->announcer, text);

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds (SECONDS_SHOWN, on_timeout, self);
}

/**
 * bp_toaster_withdraw:
 * @self: the toaster
 * @action_name: what bp_toaster_offer() offered, and what is no longer possible
 *
 * Removes the message of the action, if it is still shown.
 */
void
bp_toaster_withdraw (BpToaster *self, const char *action_name)
{
  gint64 left = 0;

  if (self->toast == NULL || g_strcmp0 (adw_toast_get_action_name (self->toast), action_name) != 0)
    return;

  if (adw_get_enable_animations (GTK_WIDGET (self->overlay)))
    left = LEAST_SHOWN - (g_get_monotonic_time () - self->time_of_toast) / 1000;
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add ((guint) MAX (left, 0), on_timeout, self);
}
