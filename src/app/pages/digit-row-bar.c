/* SPDX-License-Identifier: MIT */
#include "digit-row-bar.h"

#include "digit-row.h"

#include <glib/gi18n.h>

struct _BpDigitRowBar
{
  GtkWidget parent_instance;

  GtkWidget *buttons[BP_DIGIT_ROW_MAX]; /* children */
  gboolean is_updating;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDigitRowBar, bp_digit_row_bar, GTK_TYPE_WIDGET)

static void
on_toggled (BpDigitRowBar *self, GtkToggleButton *button)
{
  guint index = 0;

  if (self->is_updating || !gtk_toggle_button_get_active (button))
    return;
  while (self->buttons[index] != GTK_WIDGET (button))
    index++;
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, index);
}

static void
bp_digit_row_bar_dispose (GObject *object)
{
  BpDigitRowBar *self = BP_DIGIT_ROW_BAR (object);

  self->is_updating = TRUE;
  for (guint i = 0; i < BP_DIGIT_ROW_MAX; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);

  G_OBJECT_CLASS (bp_digit_row_bar_parent_class)->dispose (object);
}

static void
bp_digit_row_bar_class_init (BpDigitRowBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_digit_row_bar_dispose;

  /**
   * BpDigitRowBar::chosen:
   * @index: of the digit, from the left
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_DIGIT_ROW_BAR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_digit_row_bar_init (BpDigitRowBar *self)
{
  GtkLayoutManager *box = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (box), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Digits of the row"), -1);
  for (guint i = 0; i < BP_DIGIT_ROW_MAX; i++)
    {
      GtkWidget *button = gtk_toggle_button_new ();

      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                     GTK_TOGGLE_BUTTON (self->buttons[0]));
      gtk_widget_add_css_class (button, "digit-of-row");
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      self->buttons[i] = button;
    }
}

/**
 * bp_digit_row_bar_set:
 * @self: the bar
 * @answers: (array length=n_digits): the answer to each digit, or "?" where it is not sure
 * @n_digits: at most %BP_DIGIT_ROW_MAX
 * @chosen: the digit that is shown
 */
void
bp_digit_row_bar_set (BpDigitRowBar *self, const char *const *answers, guint n_digits, guint chosen)
{
  gtk_widget_set_visible (GTK_WIDGET (self), n_digits > 1);
  self->is_updating = TRUE;
  for (guint i = 0; i < BP_DIGIT_ROW_MAX; i++)
    {
      gtk_widget_set_visible (self->buttons[i], i < n_digits);
      if (i < n_digits)
        gtk_button_set_label (GTK_BUTTON (self->buttons[i]), answers[i]);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), i == chosen);
    }
  self->is_updating = FALSE;
}
