/* SPDX-License-Identifier: MIT */
#include "seeds-dialog.h"

#include "child-window.h"

struct _BpSeedsDialog
{
  AdwMessageDialog parent_instance;

  /* template children */
  GtkSpinButton *n_seeds;
  GtkEntry *name;
};

G_DEFINE_FINAL_TYPE (BpSeedsDialog, bp_seeds_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
bp_seeds_dialog_class_init (BpSeedsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/window/seeds-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BpSeedsDialog, n_seeds);
  gtk_widget_class_bind_template_child (widget_class, BpSeedsDialog, name);
}

static void
bp_seeds_dialog_init (BpSeedsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->n_seeds, BP_SEEDS_MIN, BP_SEEDS_MAX);
}

/**
 * bp_seeds_dialog_new:
 * @parent: the window that it belongs to
 * @name: what the runs are called unless the user changes it
 *
 * Returns: (transfer none): the dialog, not shown yet
 */
BpSeedsDialog *
bp_seeds_dialog_new (GtkWindow *parent, const char *name)
{
  BpSeedsDialog *self = g_object_new (BP_TYPE_SEEDS_DIALOG, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  return self;
}

/**
 * bp_seeds_dialog_get_n_seeds:
 * @self: the dialog
 *
 * Returns: how many seeds
 */
guint
bp_seeds_dialog_get_n_seeds (BpSeedsDialog *self)
{
  gtk_spin_button_update (self->n_seeds);
  return (guint) gtk_spin_button_get_value_as_int (self->n_seeds);
}

/**
 * bp_seeds_dialog_get_name:
 * @self: the dialog
 *
 * Returns: (transfer none): what the runs are called
 */
const char *
bp_seeds_dialog_get_name (BpSeedsDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}
