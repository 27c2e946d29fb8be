/* SPDX-License-Identifier: MIT */
#include "check-button.h"

struct _BpCheckButton
{
  GtkCheckButton parent_instance;
};

G_DEFINE_FINAL_TYPE (BpCheckButton, bp_check_button, GTK_TYPE_CHECK_BUTTON)

static void
toggle (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  gtk_widget_activate (widget);
}

static void
bp_check_button_class_init (BpCheckButtonClass *klass)
{
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "check.toggle", NULL, toggle);
}

static void
bp_check_button_init (BpCheckButton *self G_GNUC_UNUSED)
{
}

/**
 * bp_check_button_new:
 * @label: its text
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
bp_check_button_new (const char *label)
{
  return g_object_new (BP_TYPE_CHECK_BUTTON, "label", label, NULL);
}
