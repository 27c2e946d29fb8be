/* SPDX-License-Identifier: MIT */
#include "teach-popover.h"

#include "class-buttons.h"
#include "digit-names.h"

struct _BpTeachPopover
{
  GtkPopover parent_instance;

  /* template children */
  BpClassButtons *teach_classes;
  GtkWidget *teach_digits; /* what can be done with digits */
  GtkWidget *teach_own;    /* with other classes */
};

G_DEFINE_FINAL_TYPE (BpTeachPopover, bp_teach_popover, GTK_TYPE_POPOVER)

static void
bp_teach_popover_class_init (BpTeachPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BP_TYPE_CLASS_BUTTONS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/teach-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, BpTeachPopover, teach_classes);
  gtk_widget_class_bind_template_child (widget_class, BpTeachPopover, teach_digits);
  gtk_widget_class_bind_template_child (widget_class, BpTeachPopover, teach_own);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
bp_teach_popover_init (BpTeachPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_teach_popover_set_class_names:
 * @self: the popover
 * @names: (array zero-terminated=1): the classes that a drawing may be of; at first the digits
 */
void
bp_teach_popover_set_class_names (BpTeachPopover *self, const char *const *names)
{
  gboolean has_digits = bp_are_digit_names (names);

  bp_class_buttons_set_names (self->teach_classes, names);
  gtk_widget_set_visible (self->teach_digits, has_digits);
  gtk_widget_set_visible (self->teach_own, !has_digits);
}
