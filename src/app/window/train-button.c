/* SPDX-License-Identifier: MIT */
#include "train-button.h"

#include <glib/gi18n.h>

struct _BpTrainButton
{
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *box;
  GtkButton *button;
  AdwButtonContent *button_content;
  GtkMenuButton *menu_button;
  GMenu *continue_section;
};

G_DEFINE_FINAL_TYPE (BpTrainButton, bp_train_button, GTK_TYPE_WIDGET)

static void
bp_train_button_dispose (GObject *object)
{
  BpTrainButton *self = BP_TRAIN_BUTTON (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_train_button_parent_class)->dispose (object);
}

static void
bp_train_button_class_init (BpTrainButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_train_button_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/window/train-button.ui");
  gtk_widget_class_bind_template_child (widget_class, BpTrainButton, box);
  gtk_widget_class_bind_template_child (widget_class, BpTrainButton, button);
  gtk_widget_class_bind_template_child (widget_class, BpTrainButton, button_content);
  gtk_widget_class_bind_template_child (widget_class, BpTrainButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BpTrainButton, continue_section);
}

static void
bp_train_button_init (BpTrainButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_suggested (GtkWidget *button, gboolean is_suggested)
{
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

/* Sets the label and the accessible name, because a button whose child is not a plain label has no
 * accessible name. */
static void
set_face (BpTrainButton *self, const char *icon_name, const char *label)
{
  adw_button_content_set_icon_name (self->button_content, icon_name);
  adw_button_content_set_label (self->button_content, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/**
 * bp_train_button_set_state:
 * @self: the button
 * @state: of the run
 * @can_start: whether a run can be started
 */
void
bp_train_button_set_state (BpTrainButton *self, BpTrainingState state, gboolean can_start)
{
  gboolean is_active = state == BP_TRAINING_STATE_RUNNING || state == BP_TRAINING_STATE_PAUSED;

  if (state == BP_TRAINING_STATE_PAUSED)
    set_face (self, "media-playback-start-symbolic", _ ("Resume"));
  else if (is_active)
    set_face (self, "media-playback-pause-symbolic", _ ("Pause"));
  else
    set_face (self, "media-playback-start-symbolic", _ ("Train"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button),
                                  is_active ? "win.pause" : "win.train");
  gtk_widget_set_sensitive (GTK_WIDGET (self->menu_button), can_start);
  set_suggested (GTK_WIDGET (self->button), !is_active);
  set_suggested (GTK_WIDGET (self->menu_button), !is_active);
}

/**
 * bp_train_button_set_n_epochs:
 * @self: the button
 * @n_epochs: the length of a run
 */
void
bp_train_button_set_n_epochs (BpTrainButton *self, int n_epochs)
{
  g_autofree char *label = g_strdup_printf (ngettext ("_Continue for %d More Epoch",
                                                      "_Continue for %d More Epochs", n_epochs),
                                            n_epochs);

  g_menu_remove_all (self->continue_section);
  g_menu_append (self->continue_section, label, "win.continue-run");
  g_menu_append (self->continue_section, _ ("_Restore Best Epoch"), "win.restore-best");
}
