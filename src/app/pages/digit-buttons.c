/* SPDX-License-Identifier: MIT */
#include "digit-buttons.h"

#include "digit-names.h"

#define N_COLUMNS 5
#define SPACING   6

struct _BpDigitButtons
{
  GtkWidget parent_instance;

  GtkWidget *buttons[BP_N_DIGITS]; /* children */
};

enum
{
  PROP_ACTION_NAME = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDigitButtons, bp_digit_buttons, GTK_TYPE_WIDGET)

static void
on_clicked (BpDigitButtons *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
bp_digit_buttons_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpDigitButtons *self = BP_DIGIT_BUTTONS (object);

  if (id == PROP_ACTION_NAME)
    for (guint i = 0; i < BP_N_DIGITS; i++)
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]),
                                      g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_digit_buttons_dispose (GObject *object)
{
  BpDigitButtons *self = BP_DIGIT_BUTTONS (object);

  for (guint i = 0; i < BP_N_DIGITS; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);

  G_OBJECT_CLASS (bp_digit_buttons_parent_class)->dispose (object);
}

static void
bp_digit_buttons_class_init (BpDigitButtonsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = bp_digit_buttons_set_property;
  object_class->dispose = bp_digit_buttons_dispose;

  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * BpDigitButtons::chosen:
   *
   * A button was clicked.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_DIGIT_BUTTONS, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_GRID_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_digit_buttons_init (BpDigitButtons *self)
{
  GtkLayoutManager *grid = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_grid_layout_set_row_spacing (GTK_GRID_LAYOUT (grid), SPACING);
  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (grid), SPACING);
  gtk_grid_layout_set_column_homogeneous (GTK_GRID_LAYOUT (grid), TRUE);
  for (guint i = 0; i < BP_N_DIGITS; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (bp_digit_names[i]);
      GtkLayoutChild *place;

      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      place = gtk_layout_manager_get_layout_child (grid, button);
      gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (place), (int) (i % N_COLUMNS));
      gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (place), (int) (i / N_COLUMNS));
      self->buttons[i] = button;
    }
}
