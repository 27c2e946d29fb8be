/* SPDX-License-Identifier: MIT */
#include "message-bar.h"

/* The texts and the button of a message. */
typedef struct
{
  char *heading;
  char *text;
  char *labels[2];       /* nullable */
  char *action_names[2]; /* nullable */
} Message;

struct _BpMessageBar
{
  AdwBin parent_instance;

  /* owned */
  GPtrArray *messages; /* (element-type Message): the last is on the screen */

  /* template children */
  GtkRevealer *revealer;
  GtkLabel *heading;
  GtkLabel *text;
  GtkWidget *buttons;
  GtkButton *first_button;
  GtkButton *second_button;
};

G_DEFINE_FINAL_TYPE (BpMessageBar, bp_message_bar, ADW_TYPE_BIN)

static Message *
message_new (const char *heading, const char *text, BpMessageButton first, BpMessageButton second)
{
  Message *message = g_new0 (Message, 1);

  message->heading = g_strdup (heading);
  message->text = g_strdup (text);
  message->labels[0] = g_strdup (first.label);
  message->labels[1] = g_strdup (second.label);
  message->action_names[0] = g_strdup (first.action_name);
  message->action_names[1] = g_strdup (second.action_name);
  return message;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->heading);
  g_free (message->text);
  for (guint i = 0; i < G_N_ELEMENTS (message->labels); i++)
    {
      g_free (message->labels[i]);
      g_free (message->action_names[i]);
    }
  g_free (message);
}

static gboolean
has_heading (gconstpointer message, gconstpointer heading)
{
  return g_str_equal (((const Message *) message)->heading, heading);
}

static void
show_button (GtkButton *button, const char *label, const char *action_name)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label == NULL)
    return;

  gtk_button_set_label (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
}

/* A bar that slides away is visible until it has gone. */
static void
update_visible (BpMessageBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->messages->len > 0 ||
                                                 gtk_revealer_get_child_revealed (self->revealer));
}

/* A message that goes keeps its words while it slides away. */
static void
show_last (BpMessageBar *self)
{
  const Message *message;

  update_visible (self);
  gtk_revealer_set_reveal_child (self->revealer, self->messages->len > 0);
  if (self->messages->len == 0)
    return;

  message = g_ptr_array_index (self->messages, self->messages->len - 1);
  gtk_label_set_text (self->heading, message->heading);
  gtk_label_set_text (self->text, message->text);
  show_button (self->first_button, message->labels[0], message->action_names[0]);
  show_button (self->second_button, message->labels[1], message->action_names[1]);
  gtk_widget_set_visible (self->buttons, message->labels[0] != NULL || message->labels[1] != NULL);
}

/* Removes the visible message, and shows the one before it. */
static void
close_last (BpMessageBar *self)
{
  if (self->messages->len > 0)
    g_ptr_array_set_size (self->messages, (int) self->messages->len - 1);
  show_last (self);
}

static void
bp_message_bar_finalize (GObject *object)
{
  g_ptr_array_unref (BP_MESSAGE_BAR (object)->messages);

  G_OBJECT_CLASS (bp_message_bar_parent_class)->finalize (object);
}

static void
bp_message_bar_class_init (BpMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_message_bar_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/widgets/message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, heading);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, text);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, first_button);
  gtk_widget_class_bind_template_child (widget_class, BpMessageBar, second_button);
  gtk_widget_class_bind_template_callback (widget_class, close_last);
  gtk_widget_class_bind_template_callback (widget_class, update_visible);
}

static void
bp_message_bar_init (BpMessageBar *self)
{
  self->messages = g_ptr_array_new_with_free_func (message_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_visible (self);
}

/**
 * bp_message_bar_show:
 * @self: the bar
 * @heading: the failure, in a few words
 * @text: the reason and the remedy: a sentence or two
 * @first: the button at the start, or one without a label
 * @second: the button after it, likewise
 *
 * Shows a message over those that are there. It takes the place of an earlier one with the same
 * heading.
 */
void
bp_message_bar_show (BpMessageBar *self,
                     const char *heading,
                     const char *text,
                     BpMessageButton first,
                     BpMessageButton second)
{
  bp_message_bar_withdraw (self, heading);
  g_ptr_array_add (self->messages, message_new (heading, text, first, second));
  show_last (self);
}

/**
 * bp_message_bar_hide:
 * @self: the bar
 *
 * Takes away all messages.
 */
void
bp_message_bar_hide (BpMessageBar *self)
{
  g_ptr_array_set_size (self->messages, 0);
  show_last (self);
}

/**
 * bp_message_bar_withdraw:
 * @self: the bar
 * @heading: of an obsolete message
 *
 * Removes the message with a heading, if it exists.
 */
void
bp_message_bar_withdraw (BpMessageBar *self, const char *heading)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (self->messages, heading, has_heading, &index))
    g_ptr_array_remove_index (self->messages, index);
  show_last (self);
}
