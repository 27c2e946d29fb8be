/* SPDX-License-Identifier: MIT */
/*
 * GTK 4.8 has no function for announcements, and does not tell screen readers that a widget has
 * come to the screen. A widget with the role "alert" is a notification for them: its new name is
 * told, and that it is there.
 */
#include "announcer.h"

struct _BpAnnouncer
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (BpAnnouncer, bp_announcer, GTK_TYPE_WIDGET)

static void
bp_announcer_class_init (BpAnnouncerClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
bp_announcer_init (BpAnnouncer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * bp_announcer_say:
 * @self: the announcer
 * @text: what has happened, in a few words
 */
void
bp_announcer_say (BpAnnouncer *self, const char *text)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_visible (widget, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (widget, TRUE);
}
