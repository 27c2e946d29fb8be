/* SPDX-License-Identifier: MIT */
#include "prompt-bar.h"

#include <glib/gi18n.h>

struct _BpPromptBar
{
  GtkWidget parent_instance;

  /* template children */
  GtkStack *stack;
  GtkLabel *prompt;
  GtkLabel *position;
  GtkProgressBar *progress;
  GtkLabel *result;
  GtkLabel *result_text;
  GtkButton *next_step;
};

G_DEFINE_FINAL_TYPE (BpPromptBar, bp_prompt_bar, GTK_TYPE_WIDGET)

static void
bp_prompt_bar_dispose (GObject *object)
{
  BpPromptBar *self = BP_PROMPT_BAR (object);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (bp_prompt_bar_parent_class)->dispose (object);
}

static void
bp_prompt_bar_class_init (BpPromptBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_prompt_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/prompt-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, stack);
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, prompt);
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, position);
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, progress);
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, result);
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, result_text);
  gtk_widget_class_bind_template_child (widget_class, BpPromptBar, next_step);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_prompt_bar_init (BpPromptBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
show_page (BpPromptBar *self, const char *name)
{
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_stack_set_visible_child_name (self->stack, name);
}

/**
 * bp_prompt_bar_ask:
 * @self: the bar
 * @prompt: what to draw, in words
 * @position: how many are done
 * @n_prompts: how many there are
 *
 * Asks for a drawing.
 */
void
bp_prompt_bar_ask (BpPromptBar *self, const char *prompt, guint position, guint n_prompts)
{
  /* Translators: the number of a digit to write, and how many there are */
  g_autofree char *text = g_strdup_printf (_ ("%u of %u"), position + 1, n_prompts);

  gtk_label_set_text (self->prompt, prompt);
  gtk_label_set_text (self->position, text);
  gtk_progress_bar_set_fraction (self->progress, (double) position / n_prompts);
  show_page (self, "prompt");
}

/**
 * bp_prompt_bar_show_result:
 * @self: the bar
 * @heading: the result in a few words
 * @text: more on it
 * @button_label: of the button for what to do next, with a mnemonic
 * @action_name: its action
 */
void
bp_prompt_bar_show_result (BpPromptBar *self,
                           const char *heading,
                           const char *text,
                           const char *button_label,
                           const char *action_name)
{
  gtk_button_set_label (self->next_step, button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->next_step), action_name);
  gtk_label_set_text (self->result, heading);
  gtk_label_set_text (self->result_text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->result_text), text[0] != '\0');
  show_page (self, "result");
}

/**
 * bp_prompt_bar_hide:
 * @self: the bar
 */
void
bp_prompt_bar_hide (BpPromptBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
