/* SPDX-License-Identifier: MIT */
#include "run-header.h"

#include <glib/gi18n.h>

/* The padding of a button beside its text. */
#define PADDING 8

struct _BpRunHeader
{
  GtkWidget parent_instance;

  const BpRunLayout *layout; /* borrowed, from the list; NULL before the first */

  /* owned by the widget: its children */
  GtkWidget *buttons[BP_RUN_N_COLUMNS];
  GtkWidget *arrows[BP_RUN_N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (BpRunHeader, bp_run_header, GTK_TYPE_WIDGET)

static gboolean
is_shown (BpRunHeader *self, guint column)
{
  return self->layout != NULL && self->layout->places[column].width > 0.0;
}

static void
bp_run_header_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  BpRunHeader *self = BP_RUN_HEADER (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (self->buttons[BP_RUN_COLUMN_NAME], orientation, -1, minimum, natural, NULL,
                        NULL);
}

static void
bp_run_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpRunHeader *self = BP_RUN_HEADER (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < BP_RUN_N_COLUMNS; i++)
    if (is_shown (self, i))
      {
        const BpRunPlace *place = &self->layout->places[i];
        int least;
        GtkAllocation allocation = {
          .x = (int) place->x - PADDING,
          .width = (int) place->width + 2 * PADDING,
          .height = height,
        };

        gtk_widget_measure (self->buttons[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                            NULL);
        allocation.width = MAX (allocation.width, least);
        if (is_rtl)
          allocation.x = width - allocation.x - allocation.width;
        gtk_widget_size_allocate (self->buttons[i], &allocation, -1);
      }
}

static void
bp_run_header_dispose (GObject *object)
{
  BpRunHeader *self = BP_RUN_HEADER (object);

  for (guint i = 0; i < BP_RUN_N_COLUMNS; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);

  G_OBJECT_CLASS (bp_run_header_parent_class)->dispose (object);
}

static void
bp_run_header_class_init (BpRunHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_run_header_dispose;
  widget_class->measure = bp_run_header_measure;
  widget_class->size_allocate = bp_run_header_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "runheader");
}

/* A button for a row of the table of columns. */
static void
add_button (BpRunHeader *self, BpRunColumn column)
{
  const char *title =
      g_dpgettext2 (NULL, bp_run_columns.kind, bp_choices_get_title (&bp_run_columns, column));
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  self->arrows[column] = gtk_image_new ();
  gtk_widget_set_visible (self->arrows[column], FALSE);
  gtk_widget_set_halign (box, bp_run_column_is_number (column) ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->arrows[column]);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    bp_choices_get_name (&bp_run_columns, column));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "runs.sort");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  self->buttons[column] = button;
}

static void
bp_run_header_init (BpRunHeader *self)
{
  for (BpRunColumn column = 0; column < BP_RUN_N_COLUMNS; column++)
    add_button (self, column);
}

/**
 * bp_run_header_set_layout:
 * @self: the header
 * @layout: where the columns are, which lives longer than the header
 *
 * Shows the titles of the columns that have a place. The header is laid out after this.
 */
void
bp_run_header_set_layout (BpRunHeader *self, const BpRunLayout *layout)
{
  self->layout = layout;
  for (guint i = 0; i < BP_RUN_N_COLUMNS; i++)
    gtk_widget_set_child_visible (self->buttons[i], is_shown (self, i));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * bp_run_header_set_sorting:
 * @self: the header
 * @column: the column that the list is sorted by, or -1
 * @is_descending: whether the largest is first
 */
void
bp_run_header_set_sorting (BpRunHeader *self, int column, gboolean is_descending)
{
  for (int i = 0; i < BP_RUN_N_COLUMNS; i++)
    {
      GtkAccessibleSort sort = GTK_ACCESSIBLE_SORT_NONE;

      if (i == column)
        sort = is_descending ? GTK_ACCESSIBLE_SORT_DESCENDING : GTK_ACCESSIBLE_SORT_ASCENDING;
      gtk_widget_set_visible (self->arrows[i], i == column);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->arrows[i]),
                                    is_descending ? "pan-down-symbolic" : "pan-up-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_SORT, sort, -1);
    }
}
