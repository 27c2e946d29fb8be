/* SPDX-License-Identifier: MIT */
#include "class-buttons.h"

#include "digit-names.h"

#define SPACING 6

/* In characters: names up to the first length stand in five columns, longer ones in two, where they
 * are cut off at the second length. */
#define SHORT_NAME   2
#define SHOWN_LENGTH 14

#define COLUMNS_OF_SHORT_NAMES 5
#define COLUMNS_OF_LONG_NAMES  2

/* In pixels: more rows are scrolled. */
#define MOST_HEIGHT 240

struct _BpClassButtons
{
  GtkWidget parent_instance;

  char *action_name;       /* owned, nullable */
  GtkScrolledWindow *pane; /* child */
  GtkGrid *grid;           /* borrowed: in the pane */
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

G_DEFINE_FINAL_TYPE (BpClassButtons, bp_class_buttons, GTK_TYPE_WIDGET)

static void
on_clicked (BpClassButtons *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
set_action_name (BpClassButtons *self, const char *action_name)
{
  GtkWidget *button;

  g_free (self->action_name);
  self->action_name = g_strdup (action_name);
  for (button = gtk_widget_get_first_child (GTK_WIDGET (self->grid)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
}

static void
bp_class_buttons_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTION_NAME)
    set_action_name (BP_CLASS_BUTTONS (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_class_buttons_dispose (GObject *object)
{
  BpClassButtons *self = BP_CLASS_BUTTONS (object);

  if (self->pane != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = NULL;

  G_OBJECT_CLASS (bp_class_buttons_parent_class)->dispose (object);
}

static void
bp_class_buttons_finalize (GObject *object)
{
  g_free (BP_CLASS_BUTTONS (object)->action_name);

  G_OBJECT_CLASS (bp_class_buttons_parent_class)->finalize (object);
}

static void
bp_class_buttons_class_init (BpClassButtonsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = bp_class_buttons_set_property;
  object_class->dispose = bp_class_buttons_dispose;
  object_class->finalize = bp_class_buttons_finalize;

  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * BpClassButtons::chosen:
   *
   * A button was clicked.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_CLASS_BUTTONS, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_class_buttons_init (BpClassButtons *self)
{
  self->pane = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->pane, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (self->pane, TRUE);
  gtk_scrolled_window_set_propagate_natural_height (self->pane, TRUE);
  gtk_scrolled_window_set_max_content_height (self->pane, MOST_HEIGHT);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, SPACING);
  gtk_grid_set_column_spacing (self->grid, SPACING);
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_scrolled_window_set_child (self->pane, GTK_WIDGET (self->grid));
  gtk_widget_set_parent (GTK_WIDGET (self->pane), GTK_WIDGET (self));
  bp_class_buttons_set_names (self, bp_digit_names);
}

/* A button with a name that is cut off where it is long; its tooltip has the whole. */
static GtkWidget *
make_button (BpClassButtons *self, const char *name)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), SHOWN_LENGTH);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (g_utf8_strlen (name, -1) > SHOWN_LENGTH)
    gtk_widget_set_tooltip_text (button, name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), self->action_name);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
  return button;
}

static gboolean
are_short (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_utf8_strlen (names[i], -1) > SHORT_NAME)
      return FALSE;
  return TRUE;
}

/**
 * bp_class_buttons_set_names:
 * @self: the buttons
 * @names: (array zero-terminated=1): of the classes
 *
 * There is a button for each from now on.
 */
void
bp_class_buttons_set_names (BpClassButtons *self, const char *const *names)
{
  int n_columns = are_short (names) ? COLUMNS_OF_SHORT_NAMES : COLUMNS_OF_LONG_NAMES;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (int i = 0; names[i] != NULL; i++)
    gtk_grid_attach (self->grid, make_button (self, names[i]), i % n_columns, i / n_columns, 1, 1);
}
