/* SPDX-License-Identifier: MIT */
#include "message-bar.h"

struct _BpMessageBar
{
  AdwBin parent_instance;

  /* template children */
  GtkRevealer *revealer;
  GtkLabel *heading;
  GtkLabel *text;
  GtkWidget *buttons;
  GtkButton *first_button;
  GtkButton *second_button;
};

G_DEFINE_FINAL_TYPE (BpMessageBar, bp_message_bar, ADW_TYPE_BIN)

static void
bp_message_bar_class_init (BpMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/widgets/message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, heading);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, text);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, first_button);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, second_button);
  gtk_widget_class_bind_template_callback (widget_class, bp_message_bar_hide);
}

static void
bp_message_bar_init (BpMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_button (GtkButton *button, BpMessageButton offer)
{
  gtk_widget_set_visible (GTK_WIDGET (button), offer.label != NULL);
  if (offer.label == NULL)
    return;

  gtk_button_set_label (button, offer.label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), offer.action_name);
}

/**
 * bp_message_bar_show:
 * @self: the bar
 * @heading: what did not work, in a few words
 * @text: why, and what to do: a sentence or two
 * @first: the button at the start, or one without a label
 * @second: the button after it, likewise
 */
void
bp_message_bar_show (BpMessageBar *self,
                     const char *heading,
                     const char *text,
                     BpMessageButton first,
                     BpMessageButton second)
{
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->text, text);
  show_button (self->first_button, first);
  show_button (self->second_button, second);
  gtk_widget_set_visible (self->buttons, first.label != NULL || second.label != NULL);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * bp_message_bar_hide:
 * @self: the bar
 */
void
bp_message_bar_hide (BpMessageBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/**
 * bp_message_bar_is_shown:
 * @self: the bar
 *
 * Returns: whether a message is on the screen
 */
gboolean
bp_message_bar_is_shown (BpMessageBar *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}

/**
 * bp_message_bar_get_text:
 * @self: the bar
 *
 * Returns: (transfer none): the text of the newest message
 */
const char *
bp_message_bar_get_text (BpMessageBar *self)
{
  return gtk_label_get_text (self->text);
}
