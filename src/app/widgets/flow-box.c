/* SPDX-License-Identifier: MIT */
/*
 * GTK's box moves the focus from child to child by the arrow keys, and Tab only enters one child: a
 * first child without a control keeps the focus from going further. Both classes below take the way
 * of plain widgets instead.
 *
 * A button whose label is wider than the box has more than one line, and the chosen text of a
 * drop-down is shortened.
 *
 * The natural width of GTK's box is that of one column, which is all that a box gets which does not
 * fill its place: its children are then below each other, and those after the first are cut off.
 * Such a box asks for the width of a whole line.
 */
#include "flow-box.h"

struct _BpFlowBoxChild
{
  GtkFlowBoxChild parent_instance;
};

G_DEFINE_FINAL_TYPE (BpFlowBoxChild, bp_flow_box_child, GTK_TYPE_FLOW_BOX_CHILD)

static void
behave_as_plain_widget (GtkWidgetClass *widget_class, GtkAccessibleRole role)
{
  const GtkWidgetClass *plain_class = g_type_class_peek (GTK_TYPE_WIDGET);

  widget_class->focus = plain_class->focus;
  gtk_widget_class_set_accessible_role (widget_class, role);
}

static void
bp_flow_box_child_class_init (BpFlowBoxChildClass *klass)
{
  behave_as_plain_widget (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GENERIC);
}

/* Without room for the whole label of a button, it has several lines. */
static void
wrap_label (GtkWidget *button)
{
  GtkWidget *child = gtk_widget_get_last_child (button);

  if (!GTK_IS_LABEL (child))
    return;
  gtk_label_set_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (child), GTK_NATURAL_WRAP_NONE);
  if (GTK_IS_BUTTON (button))
    gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
}

static void
shorten_labels (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child)) /* the list of the choices shows all of each */
      shorten_labels (child);
}

/* A button makes a widget for its label when it gets the first one, and a drop-down in a window. */
static void
on_child_changed (BpFlowBoxChild *self)
{
  GtkWidget *child = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (self));

  if (GTK_IS_BUTTON (child) || GTK_IS_CHECK_BUTTON (child))
    {
      g_signal_connect (child, "notify::label", G_CALLBACK (wrap_label), NULL);
      wrap_label (child);
    }
  else if (GTK_IS_DROP_DOWN (child))
    {
      g_signal_connect (child, "notify::root", G_CALLBACK (shorten_labels), NULL);
      g_signal_connect (child, "notify::selected-item", G_CALLBACK (shorten_labels), NULL);
    }
}

static void
bp_flow_box_child_init (BpFlowBoxChild *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "notify::child", G_CALLBACK (on_child_changed), NULL);
}

/* The width of a line with as many children as it may have. */
static int
get_line_width (GtkFlowBox *box)
{
  guint n_columns = gtk_flow_box_get_max_children_per_line (box);
  g_autofree int *widths = g_new0 (int, n_columns);
  guint n_children = 0;
  int width = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int *column = &widths[n_children % n_columns];
      int natural;

      if (!gtk_widget_get_visible (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      *column = MAX (*column, natural);
      n_children++;
    }
  for (guint i = 0; i < MIN (n_columns, n_children); i++)
    width += widths[i] + (i > 0 ? (int) gtk_flow_box_get_column_spacing (box) : 0);
  return width;
}

static void
bp_flow_box_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  const GtkWidgetClass *parent_class = g_type_class_peek (GTK_TYPE_FLOW_BOX);

  parent_class->measure (widget, orientation, for_size, minimum, natural, minimum_baseline,
                         natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && gtk_widget_get_halign (widget) != GTK_ALIGN_FILL)
    *natural = MAX (*natural, get_line_width (GTK_FLOW_BOX (widget)));
}

static void
bp_flow_box_class_init (gpointer klass, gpointer user_data G_GNUC_UNUSED)
{
  GTK_WIDGET_CLASS (klass)->measure = bp_flow_box_measure;
  behave_as_plain_widget (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_flow_box_init (GTypeInstance *instance, gpointer klass G_GNUC_UNUSED)
{
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (instance), GTK_SELECTION_NONE);
}

/* The structs of GTK's box are private, so that its type tells their sizes. */
GType
bp_flow_box_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      GTypeQuery query;

      g_type_query (GTK_TYPE_FLOW_BOX, &query);
      g_once_init_leave (&type,
                         g_type_register_static_simple (GTK_TYPE_FLOW_BOX,
                                                        g_intern_static_string ("BpFlowBox"),
                                                        query.class_size, bp_flow_box_class_init,
                                                        query.instance_size, bp_flow_box_init,
                                                        G_TYPE_FLAG_FINAL));
    }
  return type;
}
